"""The person at the keyboard: what is typed, and progress on long work."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from upward.model.errors import InputEndedError
from upward.model.ports import Clock, Timing
from upward.text.terminal_text import harmless

T = TypeVar("T")
# Work that ends sooner needs no progress. In seconds.
PATIENCE = 1.0


@dataclass(frozen=True, slots=True)
class TerminalConsole:
    """A console on standard input and standard error, so that standard output stays the answer."""

    @property
    def is_terminal(self) -> bool:
        """Whether what is asked is seen, and answered."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    def say(self, text: str) -> None:
        """Show a line."""
        sys.stderr.write(f"{harmless(text)}\n")

    def ask(self, prompt: str) -> str:
        """Show a prompt and give the line typed; raises InputEndedError at the end of input."""
        sys.stderr.write(f"{harmless(prompt)} ")
        sys.stderr.flush()
        return _line()

    def time(self, show: Callable[[float, int], str], clock: Clock) -> Timing:
        """Run a stopwatch until Enter: at a terminal it is drawn twice a second, and the space bar sets a mark.

        Where input is no terminal, a line "next" sets a mark and an empty one ends.
        """
        begun, marks = clock.seconds(), list[float]()
        if sys.stdin.isatty() and sys.stderr.isatty():
            from upward.faces.cli.stopwatch import keys

            for key in keys(lambda: sys.stderr.write(f"\r{harmless(show(clock.seconds() - begun, len(marks)))}\x1b[K")):
                if key == " ":
                    marks.append(clock.seconds() - begun)
            sys.stderr.write("\n")
            return Timing(clock.seconds() - begun, tuple(marks))
        while _line().strip():
            marks.append(clock.seconds() - begun)
        return Timing(clock.seconds() - begun, tuple(marks))


def _line() -> str:
    line = sys.stdin.readline()
    if not line:
        # The prompt has no line end yet, and the error is to stand on a line of its own.
        sys.stderr.write("\n")
        raise InputEndedError(
            "The input ended before all questions were answered",
            next_step="run it at a terminal, or give an answer to each",
        )
    return line.rstrip("\n")


@dataclass(frozen=True, slots=True)
class TerminalProgress:
    """Progress on standard error, where that is a terminal, for work that takes more than a moment."""

    quiet: bool = False

    def __call__(self, items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
        """Yield the items."""
        shown = not self.quiet and sys.stderr.isatty()
        begun, drawn = time.monotonic(), False
        for number, item in enumerate(items):
            passed = time.monotonic() - begun
            if shown and passed > PATIENCE:
                drawn = True
                sys.stderr.write(f"\r{harmless(label)} {number + 1}{_left(number, total, passed)} …\x1b[K")
                sys.stderr.flush()
            yield item
        if drawn:
            sys.stderr.write("\r\x1b[K")


def _left(done: int, total: int | None, passed: float) -> str:
    """Say how many there are, and about how long the rest will take; nothing where that is unknown."""
    if not total:
        return ""
    seconds = passed / done * (total - done) if done else 0
    estimate = f", about {seconds / 60:.0f} min left" if seconds > 90 else f", about {seconds:.0f} s left"  # noqa: PLR2004 - a minute and a half
    return f" of {total}{estimate if done else ''}"
