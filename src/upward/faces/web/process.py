"""A process that runs jobs for the page: it receives a verb and arguments, and sends back progress and the answer."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from upward.catalogue.catalogue import Catalogue
from upward.model.errors import UpwardError, UsageError
from upward.model.job import JobResult
from upward.model.record import Record
from upward.session.session import Session
from upward.store.logbook import proposals
from upward.store.logbook.folder import Folder
from upward.store.logbook.proposals import Proposing

if TYPE_CHECKING:
    # A type alone; it is imported where stories are matched.
    from upward.analysis.questions.matching import StoryBank

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
        raise UsageError(f"{prompt!r} can only be answered in a terminal", next_step="run the command in a terminal")


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


@dataclass
class _Working(Session):
    """A session that stays while the records are the same: what takes long to make ready is kept."""

    _bank: StoryBank | None = None

    def bank(self, compared: Callable[[Record], bool] | None = None) -> StoryBank:
        """Give the stories made ready to be matched."""
        if self._bank is None and compared is not None:
            return super().bank(compared)
        if self._bank is None:
            self._bank = super().bank()
        return self._bank

    def invalidate(self) -> None:
        """Something was written: read the files again."""
        self._bank = None
        super().invalidate()


def work(pipe: Connection, root: str, environment: dict[str, str], propose: bool) -> None:  # noqa: FBT001 - a process's target
    """Answer jobs until the other end closes; each comes with the version of the records that it is about."""
    # Ctrl-C is for the server, which ends this process itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    catalogue = Catalogue()
    held: tuple[int, _Working] | None = None
    while True:
        try:
            verb, arguments, options, version = pipe.recv()
        except EOFError:
            return
        try:
            if held is None or held[0] != version:
                if held is not None:
                    held[1].invalidate()
                opened = _Working.open(catalogue, Path(root), environment, _Reported(pipe), NoPerson(), logbook=root)
                held = version, cast("_Working", opened)
            pipe.send(("done", _answer(held[1], pipe, (verb, arguments, options), propose=propose)))
        except BrokenPipeError:
            # The server was killed: no one is left to be answered.
            return
        except UpwardError as error:
            pipe.send(("failed", error))
        except Exception as error:  # noqa: BLE001 - a fault of a job is shown on its screen, and the page goes on
            what = f"`upward {verb}` failed: {type(error).__name__}: {error}"
            pipe.send(("failed", Lost(what, next_step="this is a bug in upward; please report it")))


def _answer(session: Session, pipe: Connection, request: tuple[str, Any, Any], *, propose: bool) -> JobResult:
    verb, arguments, options = request
    job = session.catalogue.job(verb)
    if job is None or session.root is None:
        raise UsageError(f"There is no verb {verb}", next_step="look at the list of verbs")
    if not propose:
        return job.run(session, *arguments, **options)
    folder = Proposing(session.root)
    session.open_folder = lambda _: folder
    result = job.run(session, *arguments, **options)
    pipe.send(("proposed", _propose(session.root, verb, session.today.isoformat(), folder)))
    return result


def _propose(root: Path, verb: str, day: str, folder: Proposing) -> int:
    """Keep every record that would be written as a proposal of its own; give how many."""
    for write in folder.writes:
        proposals.keep_proposal(Folder(root), "upward", verb, day, [write])
    return len(folder.writes)
