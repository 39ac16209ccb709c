"""Answers of jobs that take long, worked out in a process of their own and kept until the records change."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from upward.faces.web.process import Lost, started
from upward.model.errors import UpwardError
from upward.model.job import JobResult

# Answers that are kept; the one asked least recently makes room.
MOST_ANSWERS = 400
# A screen that waits asks again before this time is over: what was not asked since is looked at by no one. In seconds.
WATCHED = 3.0
# What no one looks at makes room for what someone waits for, once it has run so long; in seconds.
LONG = 1.0


@dataclass(frozen=True, slots=True)
class Advance:
    """How far a job is: what it does, how many of how many, and how many seconds it will still take."""

    label: str = ""
    done: int = 0
    total: int | None = None
    left: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a job answered: `result`, or `error`; neither while it is still being worked out.

    `stale` says that the logbook changed since, and that a fresh answer is on its way. `token` names the answer in an
    address.
    """

    result: JobResult | None = None
    error: UpwardError | None = None
    stale: bool = False
    token: str = ""
    advance: Advance = field(default_factory=Advance)

    @property
    def pending(self) -> bool:
        """Whether there is nothing to show yet."""
        return self.result is None and self.error is None

    @property
    def stopped(self) -> bool:
        """Whether a person stopped it."""
        return isinstance(self.error, Stopped)

    @property
    def data(self) -> Any:
        """What a program reads; None without an answer."""
        return self.result.data if self.result is not None else None


class Stopped(UpwardError):  # noqa: N818 - shown like any refused request
    """A person stopped the work."""

    slug = "refused"


@dataclass(slots=True)
class _Kept:
    version: int
    answer: Answer


@dataclass(slots=True)
class _Running:
    key: Any
    version: int
    begun: float
    advance: Advance = field(default_factory=Advance)
    # Set where it was ended for another answer, or by a person.
    ended: bool = False


class Answers:
    """Asks jobs in one process that stays, and keeps what they answered.

    What a screen waits for comes first; what no screen waits for any more is ended for it, and begun again later.
    """

    def __init__(self, root: Path, environment: Mapping[str, str]) -> None:
        self._root, self._environment = root, dict(environment)
        self._kept: dict[Any, _Kept] = {}
        self._wanted: dict[Any, int] = {}
        self._watched: dict[Any, float] = {}
        self._running: _Running | None = None
        self._changed = threading.Condition()
        self._closed = False
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._thread: threading.Thread | None = None

    def ask(
        self, version: int, verb: str, arguments: tuple[Any, ...], options: Mapping[str, Any], wait: float
    ) -> Answer:
        """Give the answer for this version of the logbook, or an older one marked as stale, or one that is pending.

        Without `wait` it is worked out when nothing else is wanted.
        """
        key = (verb, arguments, tuple(sorted(options.items())))
        until = time.monotonic() + wait
        with self._changed:
            if wait:
                self._watched[key] = time.monotonic()
            kept = self._kept.pop(key, None)
            if kept is not None:
                # Asked most recently: dropped last.
                self._kept[key] = kept
                if kept.version >= version:
                    return kept.answer
            self._want(key, version)
            while time.monotonic() < until and not self._closed:
                self._changed.wait(max(0.0, until - time.monotonic()))
                kept = self._kept.get(key)
                if kept is not None and kept.version >= version:
                    return kept.answer
            return self._meanwhile(key, kept)

    def known(self, token: str) -> Answer | None:
        """Give the answer of that name, which someone looks at, as far as it is; None where there is none."""
        with self._changed:
            for key in (*self._wanted, *([self._running.key] if self._running else []), *self._kept):
                if _token(key) == token:
                    self._watched[key] = time.monotonic()
                    kept = self._kept.get(key)
                    wanted = key in self._wanted or (self._running is not None and self._running.key == key)
                    self._make_room()
                    return self._meanwhile(key, kept) if wanted or kept is None else kept.answer
        return None

    def stop(self, token: str) -> None:
        """Stop what is being worked out under that name; it is not begun again before the logbook changes."""
        with self._changed:
            running = self._running
            if running is not None and _token(running.key) == token:
                self._give_up(running.key, running.version)
                running.ended = True
                self._end()
            for key in [key for key in self._wanted if _token(key) == token]:
                self._give_up(key, self._wanted.pop(key))
            self._changed.notify_all()

    def again(self, token: str) -> None:
        """Forget that it was stopped."""
        with self._changed:
            for key in [key for key, kept in self._kept.items() if _token(key) == token and kept.answer.stopped]:
                del self._kept[key]

    def close(self) -> None:
        """Stop the process."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._process is not None:
            self._process.terminate()
            self._process.join(2)

    def _give_up(self, key: Any, version: int) -> None:
        error = Stopped("Stopped", why="it was still being worked out", next_step="begin again where you need it")
        self._kept[key] = _Kept(version, Answer(error=error, token=_token(key)))

    def _meanwhile(self, key: Any, kept: _Kept | None) -> Answer:
        running = self._running
        advance = running.advance if running is not None and running.key == key else Advance()
        if kept is None:
            return Answer(token=_token(key), advance=advance)
        return replace(kept.answer, stale=True, advance=advance)

    def _want(self, key: Any, version: int) -> None:
        """Put it in line, unless it is what runs already."""
        running = self._running
        if running is None or running.ended or running.key != key or running.version < version:
            self._wanted[key] = version
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="upward-answers", daemon=True)
            self._thread.start()
        self._make_room()
        self._changed.notify_all()

    def _make_room(self) -> None:
        """End what no one looks at where someone waits for another answer."""
        running = self._running
        if running is None or running.ended or self._is_watched(running.key):
            return
        if time.monotonic() - running.begun > LONG and any(self._is_watched(key) for key in self._wanted):
            running.ended = True
            self._wanted[running.key] = max(running.version, self._wanted.get(running.key, 0))
            self._end()

    def _is_watched(self, key: Any) -> bool:
        return time.monotonic() - self._watched.get(key, -WATCHED) < WATCHED

    def _end(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._wanted and not self._closed:
                    self._changed.wait()
                if self._closed:
                    return
                key = next((each for each in self._wanted if self._is_watched(each)), next(iter(self._wanted)))
                running = self._running = _Running(key, self._wanted.pop(key), time.monotonic())
            answer = self._answer_of(running)
            with self._changed:
                self._running = None
                if running.ended and self._process is not None:
                    # It was told to end, and may only be about to.
                    self._process.join(2)
                    self._process = None
                if self._closed:
                    return
                if not running.ended:
                    self._kept[key] = _Kept(running.version, replace(answer, token=_token(key)))
                while len(self._kept) > MOST_ANSWERS:
                    del self._kept[next(iter(self._kept))]
                self._watched = {each: when for each, when in self._watched.items() if self._is_watched(each)}
                self._changed.notify_all()

    def _answer_of(self, running: _Running) -> Answer:
        verb, arguments, options = running.key
        try:
            if self._process is None or not self._process.is_alive() or self._pipe is None:
                self._process, self._pipe = started(self._root, self._environment, propose=False)
            self._pipe.send((verb, arguments, dict(options), running.version))
            label, begun = "", time.monotonic()
            while True:
                what, value = self._pipe.recv()
                if what == "done":
                    return Answer(result=value)
                if what == "failed":
                    return Answer(error=value)
                if value[0] != label:
                    label, begun = value[0], time.monotonic()
                running.advance = _advance(*value, begun=begun)
        except (EOFError, OSError, RuntimeError):
            if self._process is not None:
                self._process.join(2)
            self._process = None
            return Answer(error=Lost(f"`upward {verb}` ended without an answer", next_step="reload to try again"))


def _advance(label: str, done: int, total: int | None, *, begun: float) -> Advance:
    """Give how far it is, with the time it will still take at the same speed."""
    left = (time.monotonic() - begun) / done * (total - done) if total and done else None
    return Advance(label, done, total, left)


def _token(key: Any) -> str:
    return hashlib.sha256(repr(key).encode("utf-8", "surrogateescape")).hexdigest()[:16]
