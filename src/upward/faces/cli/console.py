"""The person at the keyboard: what is typed, and progress on long work."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from upward.model.errors import UsageError

T = TypeVar("T")
# Work that ends sooner needs no progress. In seconds.
PATIENCE = 1.0


@dataclass(frozen=True, slots=True)
class TerminalConsole:
    """A console on standard input and standard error, so that standard output stays the answer."""

    def say(self, text: str) -> None:
        """Show a line."""
        sys.stderr.write(f"{text}\n")

    def ask(self, prompt: str) -> str:
        """Show a prompt and give the line typed; raises UsageError at the end of input."""
        sys.stderr.write(f"{prompt} ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise UsageError(
                "The input ended before the run did", why="nothing was saved", next_step="run it at a terminal"
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
                sys.stderr.write(f"\r{label} {number + 1}{_left(number, total, passed)} …\x1b[K")
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
