"""A cue: a named set of patterns, in RE2's syntax.

A line is a pattern, matched without regard to case unless its cue says otherwise; a space
in a line is any white space between two words. Nothing looks around (RE2 can't), so
that every cue is found in linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Pattern:
    """A named set of patterns. `lines` says how many it holds.

    `hint` is a pattern that occurs wherever the cue does, and is simpler: a cue that begins with any word or
    number, or has gaps of any words, costs the one pass over all cues more than looking again where it may be.
    """

    name: str
    source: str
    folded: bool = True
    hint: str = ""

    @property
    def lines(self) -> list[str]:
        """The patterns, one a line."""
        return [line.strip().replace(" ", r"\s+") for line in self.source.strip().splitlines() if line.strip()]

    @cached_property
    def pattern(self) -> str:
        """All of it as one pattern for RE2, and for `re` with ASCII classes."""
        return f"{'(?i)' if self.folded else ''}(?:{'|'.join(self.lines)})"

    @cached_property
    def loose(self) -> str:
        """A pattern that finds whatever `pattern` does and a little more, for sets.

        A bounded stretch of anything costs an automaton a state for each of its characters, and a set
        of patterns the product of those; without its bound it costs one.
        """
        if self.hint:
            return self.hint
        return re.sub(r"(\[\^[^\]]+\])\{0,\d+\}\??", r"\1*", self.pattern)

    @cached_property
    def exact(self) -> re.Pattern[str]:
        """The same for Python's `re`, to find the place in a sentence that is known to match."""
        return re.compile(self.pattern, re.ASCII)


def words(source: str) -> str:
    """Give patterns, one a line, each between word boundaries."""
    return "\n".join(rf"\b(?:{line.strip()})\b" for line in source.strip().splitlines() if line.strip())
