"""A process that runs jobs for the page: it is told a verb and arguments, and sends back progress and the answer."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any, TypeVar

from upward.model.errors import UpwardError, UsageError

T = TypeVar("T")
# How often progress is reported, in seconds.
BEAT = 0.2
_PROCESSES = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class NoPerson:
    """A page shows no progress of what is quick, and has no keyboard to ask at."""

    def __call__(self, items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:  # noqa: ARG002
        """Yield the items."""
        return iter(items)

    def say(self, text: str) -> None:
        """Show nothing."""

    def ask(self, prompt: str) -> str:
        """Raise UsageError: what asks at a terminal can't be run from the page."""
        raise UsageError(f"{prompt!r} can only be answered in a terminal", next_step="run the command there")


class Lost(UpwardError):  # noqa: N818 - shown like any refused request
    """A process ended before it answered."""

    slug = "refused"


def started(root: Path, environment: Mapping[str, str], *, propose: bool) -> tuple[SpawnProcess, Connection]:
    """Start a process that runs jobs, and give it with the end of the pipe that asks it."""
    ours, theirs = _PROCESSES.Pipe()
    process = _PROCESSES.Process(target=work, args=(theirs, str(root), dict(environment), propose), daemon=False)
    process.start()
    theirs.close()
    return process, ours


@dataclass
class _Reported:
    """Progress that is sent to the page, a few times a second."""

    pipe: Connection

    def __call__(self, items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
        """Yield the items."""
        last = 0.0
        for number, item in enumerate(items, start=1):
            yield item
            if time.monotonic() - last >= BEAT:
                last = time.monotonic()
                self.pipe.send(("progress", (label, number, total)))


def work(pipe: Connection, root: str, environment: dict[str, str], propose: bool) -> None:  # noqa: FBT001 - a process's target
    """Answer jobs until the other end closes."""
    import signal

    # Ctrl-C is for the server, which ends this process itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from upward.catalogue.catalogue import Catalogue
    from upward.session.session import Session
    from upward.store.logbook.proposals import Proposing

    catalogue = Catalogue()
    while True:
        try:
            verb, arguments, options = pipe.recv()
        except EOFError:
            return
        try:
            session = Session.open(catalogue, Path(root), environment, _Reported(pipe), NoPerson(), logbook=root)
            folder = Proposing(Path(root))
            if propose:
                session.open_folder = lambda _, kept=folder: kept  # type: ignore[misc]
            job = catalogue.job(verb)
            if job is None:
                raise UsageError(f"There is no verb {verb}", next_step="look at the list of verbs")  # noqa: TRY301
            try:
                result = job.run(session, *arguments, **options)
                if propose:
                    pipe.send(("proposed", _propose(Path(root), verb, session.today.isoformat(), folder)))
            finally:
                session.invalidate()
            pipe.send(("done", result))
        except UpwardError as error:
            pipe.send(("failed", error))
        except Exception as error:  # noqa: BLE001 - a fault of a job is shown on its screen, and the page goes on
            what = f"`upward {verb}` failed: {type(error).__name__}: {error}"
            pipe.send(("failed", Lost(what, next_step="this is a fault of upward; please report it")))


def _propose(root: Path, verb: str, day: str, folder: Any) -> int:
    """Keep every record that would be written as a proposal of its own; give how many."""
    from upward.store.logbook import proposals
    from upward.store.logbook.folder import Folder

    for write in folder.writes:
        proposals.keep(Folder(root), "upward", verb, day, [write])
    return len(folder.writes)
