"""Which of several named patterns occur in a short text: one pass for all of them, and the same answer as `re`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from upward.text.pattern_search import compile_matcher

# The automaton cannot look ahead: what it finds without is looked at again.
_LOOKAHEAD = re.compile(r"\(\?!(?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)")
_FLAGS = re.compile(r"^\(\?[a-z]+\)")


class NamedPatterns:
    """Patterns by name, without look-behind; nothing is compiled for the automaton before the first text."""

    __slots__ = ("_again", "_exact", "_names", "_sources")

    def __init__(self, patterns: Mapping[str, re.Pattern[str]]) -> None:
        self._exact = dict(patterns)
        self._names = tuple(patterns)
        self._sources = tuple(_source(pattern) for pattern in patterns.values())
        self._again = frozenset(name for name, pattern in patterns.items() if _LOOKAHEAD.search(pattern.pattern))

    def found(self, text: str) -> frozenset[str]:
        """Give the names of the patterns that occur in a text."""
        if not text.isascii():
            # Letters and the ends of words are those of ASCII to the automaton.
            return frozenset(name for name, pattern in self._exact.items() if pattern.search(text))
        numbers = compile_matcher(self._sources)(text)
        names = [self._names[number] for number in numbers]
        return frozenset(name for name in names if name not in self._again or self._exact[name].search(text))


def _source(pattern: re.Pattern[str]) -> str:
    flags = "".join(letter for letter, flag in (("i", re.IGNORECASE), ("m", re.MULTILINE)) if pattern.flags & flag)
    plain = _LOOKAHEAD.sub("", _FLAGS.sub("", pattern.pattern))
    return f"(?{flags}){plain}" if flags else plain
