"""Jobs that a person begins, each in a process of its own: they can be watched and stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from upward.faces.web.answers import Answer
from upward.faces.web.process import Lost, started
from upward.model.errors import UsageError

MOST_TASKS = 30


@dataclass
class Task:
    """Long work: its progress and its result."""

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
            raise UsageError("Too many tasks are running", next_step="wait for them, or stop some")
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
