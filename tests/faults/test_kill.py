"""Kill the process at every point of a write: the old file or the new one, never another."""

from __future__ import annotations

import os
import random
import signal
import sys
from pathlib import Path
from types import FrameType

import pytest

from upward.model.errors import RecordChangedError
from upward.store.logbook.folder import Folder
from upward.text.record_reader import text_digest

OLD = "old line\n" * 4000
NEW = "a new and longer line\n" * 5000
CALLS = ("open", "fsync", "rename", "link", "unlink", "fchmod", "close", "mkdir", "listdir", "fdopen")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def in_child(work, arm) -> bool:
    """Run `work` in a forked process with `arm` set; give whether it was killed."""
    child = os.fork()
    if child == 0:
        try:
            arm()
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def kill_at_line(number: int):
    """Die at the n-th line that the writing module executes."""
    left = [number]

    def trace(frame: FrameType, event: str, _argument: object):
        if not frame.f_code.co_filename.endswith("store/logbook/folder.py"):
            return None
        if event == "line":
            left[0] -= 1
            if left[0] <= 0:
                die()
        return trace

    return lambda: sys.settrace(trace)


def kill_at_call(number: int, chance: random.Random):
    """Die before, or halfway through, the n-th call to the system."""
    left = [number]

    def arm() -> None:
        for name in CALLS:
            setattr(os, name, counted(getattr(os, name)))

    def counted(real):
        def call(*arguments, **named):
            left[0] -= 1
            if left[0] <= 0:
                if chance.random() < 0.5:
                    real(*arguments, **named)
                die()
            made = real(*arguments, **named)
            return torn(made) if real.__name__ == "fdopen" else made

        return call

    def torn(file):
        real = file.write

        class Torn:
            def __enter__(self):
                return self

            def __exit__(self, *_):
                file.close()

            def __getattr__(self, name):
                return getattr(file, name)

            def write(self, raw: bytes) -> int:
                left[0] -= 1
                if left[0] <= 0:
                    real(raw[: chance.randrange(len(raw))])
                    file.flush()
                    die()
                return int(real(raw))

        return Torn()

    return arm


def whole(path: Path, *allowed: str) -> str:
    found = path.read_text("utf-8") if path.exists() else ""
    assert found in allowed, f"{len(found)} characters of neither file"
    return found


def attempt(root: Path, arm) -> bool:
    """Replace one file and create another under `arm`; check both, and that a later write still works."""
    folder = Folder(root)

    def work() -> None:
        text = folder.read("stories/a.md").decode()
        folder.replace("stories/a.md", NEW if text == OLD else OLD, text_digest(text))
        folder.create("stories/b.md", NEW)

    killed = in_child(work, arm)
    whole(root / "stories" / "b.md", "", NEW)
    text = whole(root / "stories" / "a.md", OLD, NEW)
    (root / "stories" / "b.md").unlink(missing_ok=True)
    folder.replace("stories/a.md", text, text_digest(text))
    assert [path.name for path in (root / "stories").iterdir()] == ["a.md"], "a later write sweeps up"
    return killed


def test_killed_at_any_line_or_call_thousands_of_times(tmp_path: Path) -> None:
    Folder(tmp_path).create("stories/a.md", OLD)
    chance = random.Random(20260701)
    killed = sum(attempt(tmp_path, kill_at_line(1 + number % 170)) for number in range(1000))
    killed += sum(attempt(tmp_path, kill_at_call(1 + number % 45, chance)) for number in range(1200))
    assert killed >= 2000


def test_a_refused_create_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.create("stories/a.md", OLD)
    with pytest.raises(RecordChangedError):
        folder.create("stories/a.md", NEW)
    assert [path.name for path in (tmp_path / "stories").iterdir()] == ["a.md"]
