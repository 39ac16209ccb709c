"""Answers that take long: what a person waits for comes first, progress is shown, and all of it can be stopped."""

from __future__ import annotations

import multiprocessing
import threading
from pathlib import Path

import pytest

from upward.faces.web import answers
from upward.faces.web.answers import Answers
from upward.model.job import JobResult
from upward.model.page import Page


class Worker:
    """A process that answers what the test lets it answer; ended, it hangs up."""

    def __init__(self, begun: list[str], go: dict[str, threading.Event]) -> None:
        self.ours, self.pipe = multiprocessing.Pipe()
        self.ended = threading.Event()
        threading.Thread(target=self._work, args=(begun, go), daemon=True).start()

    def _work(self, begun: list[str], go: dict[str, threading.Event]) -> None:
        while not self.ended.is_set():
            try:
                verb, *_ = self.pipe.recv()
            except (EOFError, OSError):
                return
            begun.append(verb)
            self.pipe.send(("progress", ("Checking", 30, 120)))
            while not go.setdefault(verb, threading.Event()).wait(0.01):
                if self.ended.is_set():
                    self.pipe.close()
                    return
            self.pipe.send(("done", JobResult(Page(verb), verb)))

    def is_alive(self) -> bool:
        return not self.ended.is_set()

    def terminate(self) -> None:
        self.ended.set()

    def join(self, _: float) -> None:
        self.ended.wait()


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch):
    begun: list[str] = []
    go: dict[str, threading.Event] = {}

    def started(*_, **__):
        worker = Worker(begun, go)
        return worker, worker.ours

    monkeypatch.setattr(answers, "started", started)
    monkeypatch.setattr(answers, "LONG", 0.0)
    monkeypatch.setattr(answers, "WATCHED", 5.0)
    held = Answers(Path("/nowhere"), {})
    yield held, begun, lambda verb: go.setdefault(verb, threading.Event()).set()
    held.close()


def _until(true) -> None:
    for _ in range(500):
        if true():
            return
        threading.Event().wait(0.01)
    raise AssertionError


def test_progress_and_an_estimate_are_given_while_it_is_worked_out(served) -> None:
    held, _, go = served
    first = held.ask(1, "check", (), {}, 0.01)
    _until(lambda: held.known(first.token).advance.done == 30)
    advance = held.known(first.token).advance
    assert (advance.label, advance.total) == ("Checking", 120)
    assert advance.left is not None
    go("check")
    assert held.ask(1, "check", (), {}, 5.0).data == "check"
    # The same version is not worked out again; a later one is, and the old answer is marked.
    assert held.ask(2, "check", (), {}, 0.0).stale


def test_what_a_person_waits_for_comes_before_what_no_one_looks_at(served) -> None:
    held, begun, go = served
    held.ask(1, "check", (), {}, 0.0)
    _until(lambda: begun == ["check"])
    go("cover")
    assert held.ask(1, "cover", (), {}, 5.0).data == "cover"
    # What made room is begun again by itself.
    _until(lambda: begun == ["check", "cover", "check"])
    go("check")
    assert held.ask(1, "check", (), {}, 5.0).data == "check"


def test_a_stopped_answer_is_not_begun_again_by_itself(served) -> None:
    held, begun, go = served
    token = held.ask(1, "check", (), {}, 0.01).token
    _until(lambda: begun == ["check"])
    held.stop(token)
    assert held.ask(1, "check", (), {}, 0.05).stopped
    assert held.known(token).stopped
    held.again(token)
    go("check")
    assert held.ask(1, "check", (), {}, 5.0).data == "check"
    assert begun == ["check", "check"]


def test_an_answer_that_no_one_asked_for_has_no_name(served) -> None:
    assert served[0].known("0123456789abcdef") is None
