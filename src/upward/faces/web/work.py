"""Jobs that take long, in processes of their own: answers that are kept, and tasks that can be watched and stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from upward.faces.web.process import Lost, started
from upward.model.errors import UpwardError, UsageError
from upward.model.job import JobResult

# How long a screen waits for an answer before it shows what it has, in seconds.
WAIT = 0.4
MOST_TASKS = 30
# Answers that are kept; the one asked least recently makes room.
MOST_ANSWERS = 400


@dataclass(slots=True)
class Answer:
    """What a job answered: `result`, or `error`; neither while it is still being worked out.

    `stale` says that the logbook changed since, and that a fresh answer is on its way.
    """

    result: JobResult | None = None
    error: UpwardError | None = None
    stale: bool = False

    @property
    def pending(self) -> bool:
        """Whether there is nothing to show yet."""
        return self.result is None and self.error is None

    @property
    def data(self) -> Any:
        """What a program reads; None without an answer."""
        return self.result.data if self.result is not None else None


@dataclass(slots=True)
class _Kept:
    version: int
    answer: Answer


class Answers:
    """Asks jobs in one process that stays, and keeps what they answered."""

    def __init__(self, root: Path, environment: Mapping[str, str]) -> None:
        self._root, self._environment = root, dict(environment)
        self._kept: dict[Any, _Kept] = {}
        self._wanted: dict[Any, int] = {}
        self._changed = threading.Condition()
        self._closed = False
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._thread: threading.Thread | None = None

    def ask(
        self, version: int, verb: str, arguments: tuple[Any, ...], options: Mapping[str, Any], wait: float
    ) -> Answer:
        """Give the answer for this version of the logbook, or an older one marked as stale, or one that is pending."""
        key = (verb, arguments, tuple(sorted(options.items())))
        until = time.monotonic() + wait
        with self._changed:
            kept = self._kept.pop(key, None)
            if kept is not None:
                # Asked most recently: last in line to make room.
                self._kept[key] = kept
                if kept.version >= version:
                    return kept.answer
            self._wanted[key] = version
            self._begin()
            self._changed.notify_all()
            while time.monotonic() < until and not self._closed:
                self._changed.wait(max(0.0, until - time.monotonic()))
                kept = self._kept.get(key)
                if kept is not None and kept.version >= version:
                    return kept.answer
        if kept is None:
            return Answer()
        return Answer(kept.answer.result, kept.answer.error, stale=True)

    def close(self) -> None:
        """Stop the process."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._process is not None:
            self._process.terminate()
            self._process.join(2)

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="upward-answers", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._wanted and not self._closed:
                    self._changed.wait()
                if self._closed:
                    return
                key, version = next(iter(self._wanted.items()))
                del self._wanted[key]
            answer = self._asked(key, version)
            with self._changed:
                if self._closed:
                    return
                self._kept[key] = _Kept(version, answer)
                while len(self._kept) > MOST_ANSWERS:
                    del self._kept[next(iter(self._kept))]
                self._changed.notify_all()

    def _asked(self, key: Any, version: int) -> Answer:
        verb, arguments, options = key
        try:
            if self._process is None or not self._process.is_alive() or self._pipe is None:
                self._process, self._pipe = started(self._root, self._environment, propose=False)
            self._pipe.send((verb, arguments, dict(options), version))
            while True:
                what, value = self._pipe.recv()
                if what == "done":
                    return Answer(result=value)
                if what == "failed":
                    return Answer(error=value)
        except (EOFError, OSError, RuntimeError):
            self._process = None
            return Answer(error=Lost(f"`upward {verb}` ended without an answer", next_step="reload to try again"))


@dataclass
class Task:
    """Long work: how far it is, what came of it."""

    id: str
    title: str
    verb: str
    arguments: tuple[Any, ...]
    options: Mapping[str, Any]
    begun: float
    state: str = "running"
    label: str = ""
    done: int = 0
    total: int | None = None
    answer: Answer = field(default_factory=Answer)
    proposed: int = 0
    process: SpawnProcess | None = None
    # Set once it has ended, however.
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def left(self) -> float | None:
        """How many seconds it will still take, by what is done; None where that can't be said."""
        if self.state != "running" or not self.total or not self.done:
            return None
        return (time.monotonic() - self.begun) / self.done * (self.total - self.done)


class Tasks:
    """Long work that was begun on the page, each in a process of its own."""

    def __init__(self, root: Path, environment: Mapping[str, str]) -> None:
        self._root, self._environment = root, dict(environment)
        self._numbers = count(1)
        self._tasks: dict[str, Task] = {}

    def begin(self, title: str, verb: str, arguments: tuple[Any, ...], options: Mapping[str, Any]) -> Task:
        """Begin; raises UsageError where too many run already."""
        if sum(task.state == "running" for task in self._tasks.values()) >= MOST_TASKS // 4:
            raise UsageError("Too much runs already", next_step="wait for it, or stop some of it")
        given = dict(options)
        propose = bool(given.pop("propose", False))
        task = Task(str(next(self._numbers)), title, verb, arguments, given, time.monotonic())
        self._tasks[task.id] = task
        while len(self._tasks) > MOST_TASKS:
            oldest = next((key for key, each in self._tasks.items() if each.state != "running"), None)
            if oldest is None:
                break
            del self._tasks[oldest]
        threading.Thread(target=self._run, args=(task, propose), name=f"upward-task-{task.id}", daemon=True).start()
        return task

    def named(self, ident: str) -> Task | None:
        """Give a task by its number."""
        return self._tasks.get(ident)

    def all(self) -> list[Task]:
        """Give all tasks, the latest first."""
        return list(reversed(self._tasks.values()))

    def stop(self, task: Task) -> None:
        """End the process; what was written so far stays, since every write is whole."""
        if task.state == "running":
            task.state = "stopped"
            if task.process is not None:
                task.process.terminate()

    def close(self) -> None:
        """Stop everything."""
        for task in self._tasks.values():
            self.stop(task)

    def _run(self, task: Task, propose: bool) -> None:  # noqa: FBT001 - the target of a thread
        task.process, pipe = started(self._root, self._environment, propose=propose)
        if task.state != "running":
            task.process.terminate()
            return
        try:
            pipe.send((task.verb, task.arguments, dict(task.options), 0))
            while True:
                what, value = pipe.recv()
                if what == "progress":
                    task.label, task.done, task.total = value
                elif what == "proposed":
                    task.proposed = value
                else:
                    task.answer = Answer(result=value) if what == "done" else Answer(error=value)
                    task.state = what
                    break
        except (EOFError, OSError):
            if task.state == "running":
                task.state = "failed"
                task.answer = Answer(error=Lost(f"`upward {task.verb}` ended without an answer", next_step="try again"))
        finally:
            pipe.close()
            task.process.terminate()
            task.process.join(5)
            task.ended.set()
