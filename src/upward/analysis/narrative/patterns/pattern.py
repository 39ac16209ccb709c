"""A named set of patterns, in RE2's syntax.

A line is a pattern, matched without regard to case unless `ignore_case` is false; a space
in a line is any white space between two words. Nothing looks around (RE2 can't), so
that each is found in linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Pattern:
    """A named set of patterns. `lines` says how many it holds.

    `prefilter` is a simpler pattern that occurs wherever this one does. A pattern that begins with any word or number,
    or has gaps of any words, slows the one pass over all patterns more than a second search where the prefilter is.
    """

    name: str
    source: str
    ignore_case: bool = True
    prefilter: str = ""

    @property
    def lines(self) -> list[str]:
        """The patterns, one a line."""
        return [line.strip().replace(" ", r"\s+") for line in self.source.strip().splitlines() if line.strip()]

    @cached_property
    def pattern(self) -> str:
        """All of it as one pattern for RE2, and for `re` with ASCII classes."""
        return f"{'(?i)' if self.ignore_case else ''}(?:{'|'.join(self.lines)})"

    @cached_property
    def prefilter_regex(self) -> str:
        """A pattern that finds whatever `pattern` does and a little more, for sets.

        A bounded stretch of anything costs an automaton a state for each of its characters, and a set
        of patterns the product of those; without its bound it costs one.
        """
        if self.prefilter:
            return self.prefilter
        return re.sub(r"(\[\^[^\]]+\])\{0,\d+\}\??", r"\1*", self.pattern)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The same for Python's `re`, to find the place in a sentence that is known to match."""
        return re.compile(self.pattern, re.ASCII)


def words(source: str) -> str:
    """Give patterns, one a line, each between word boundaries."""
    return "\n".join(rf"\b(?:{line.strip()})\b" for line in source.strip().splitlines() if line.strip())
