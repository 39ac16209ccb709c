"""All patterns in one pass: which of them occur in which segment of a text.

google-re2's sets answer for several patterns at once, in time linear in the text. Where it is
not installed, each pattern is tried by `re`: slower, and the same answer.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

# A segment of about this many characters, cut at a line's end: long enough that the calls
# don't count, short enough that few segments are searched again.
SEGMENT_BYTES = 4096
_MEMORY = 16 << 20
# So many patterns share an automaton: with all in one, its states multiply until they don't fit in the memory
# above, and are built again for each text.
GROUP = 5
_CLASS = re.compile(r"\[(?:\\.|[^\]\\])+\]")


class Segment(NamedTuple):
    """A part of a text, and the numbers of the patterns found in it."""

    start: int
    stop: int
    found: frozenset[int]


def search_segments(text: str, start: int, stop: int, patterns: tuple[str, ...]) -> list[Segment]:
    """Give the segments of a text with what was found in each."""
    match = compile_matcher(patterns)
    return [Segment(first, last, match(text[first:last])) for first, last in _segments(text, start, stop)]


def _segments(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    while start < stop:
        end = text.find("\n", start + SEGMENT_BYTES, stop)
        end = stop if end < 0 else end + 1
        # A line of megabytes is cut at a space; a pattern that straddles the cut is lost.
        if end - start > SEGMENT_BYTES * 16:
            space = text.rfind(" ", start, start + SEGMENT_BYTES * 8)
            end = space + 1 if space > start else start + SEGMENT_BYTES * 8
        yield start, end
        start = end


@lru_cache(maxsize=64)
def compile_matcher(patterns: tuple[str, ...]) -> Callable[[str], frozenset[int]]:
    """Give a function that tells which patterns occur in a text."""
    try:
        re2: Any = importlib.import_module("re2")
    except ImportError:
        return _one_by_one(patterns)
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    # Bytes instead of characters: a class such as `[^\n]` is then one step of the automaton, not one for
    # each length of a character, and the whole of it fits in much less memory.
    options.encoding = re2.Options.Encoding.LATIN1
    sets = [
        (first, _searched_set(re2, options, patterns[first : first + GROUP]))
        for first in range(0, len(patterns), GROUP)
    ]
    seen: dict[tuple[int, ...], frozenset[int]] = {}

    def match(text: str) -> frozenset[int]:
        # The same few combinations recur; one object for each is enough.
        # None stands for nothing found.
        raw = text.encode("utf-8", "surrogateescape")
        found = tuple(first + number for first, many in sets for number in many.Match(raw) or ())
        if found not in seen:
            seen[found] = frozenset(found)
        return seen[found]

    return match


def _searched_set(re2: Any, options: Any, patterns: Sequence[str]) -> Any:
    """Give a set that is matched with all of these patterns at once."""
    many = re2.Set.SearchSet(options)
    for pattern in patterns:
        many.Add(_in_bytes(pattern).encode())
    many.Compile()
    return many


@lru_cache(maxsize=64)
def compile_test(pattern: str) -> Callable[[str], bool]:
    """Give a function that tells whether one pattern occurs in a text: cheaper than to look for its places."""
    match = compile_matcher((pattern,))
    return lambda text: bool(match(text))


@lru_cache(maxsize=64)
def compile_finder(pattern: str) -> Callable[[str, int, int], Iterator[tuple[int, int]]]:
    """Give a function that finds the places of one pattern in a part of a text."""
    try:
        re2: Any = importlib.import_module("re2")
    except ImportError:
        exact = re.compile(pattern, re.ASCII)
        return lambda text, start, stop: (match.span() for match in exact.finditer(text, start, stop))
    quick = re2.compile(pattern)

    def find(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
        part = text[start:stop]
        raw = part.encode("utf-8", "surrogateescape")
        if len(raw) == len(part):
            for match in quick.finditer(raw):
                first, last = match.span()
                yield start + first, start + last
            return
        # Bytes are characters in ASCII only; elsewhere what lies between two places is counted.
        known = place = 0
        for match in quick.finditer(raw):
            first, last = match.span()
            place += _characters(raw, known, first)
            length = _characters(raw, first, last)
            yield start + place, start + place + length
            known, place = last, place + length

    return find


def _characters(raw: bytes, start: int, stop: int) -> int:
    return len(raw[start:stop].decode("utf-8", "surrogateescape"))


def _in_bytes(pattern: str) -> str:
    """Give a pattern that finds in UTF-8 bytes what `pattern` finds: a class that names more than ASCII is branched."""
    return _CLASS.sub(_branches, pattern)


def _branches(match: re.Match[str]) -> str:
    inner = match[0][1:-1]
    others = [each for each in inner if not each.isascii()]
    if not others or inner.startswith("^"):
        return match[0]
    rest = "".join(each for each in inner if each.isascii())
    return f"(?:{'|'.join([f'[{rest}]', *others] if rest else others)})"


def _one_by_one(patterns: Sequence[str]) -> Callable[[str], frozenset[int]]:
    compiled = [re.compile(pattern, re.ASCII) for pattern in patterns]
    return lambda text: frozenset(number for number, pattern in enumerate(compiled) if pattern.search(text))


def unsupported_syntax(pattern: str) -> str:
    """Give why a pattern of a user's can't be used; empty where it can.

    RE2 refuses what could take more than linear time. Where it is not installed, only
    patterns without repetition inside a repetition are taken.
    """
    try:
        re.compile(pattern, re.ASCII)
    except re.error as error:
        return f"has a pattern that can't be read: {error}"
    try:
        re2: Any = importlib.import_module("re2")
    except ImportError:
        nested = re.search(r"[*+}]\)*[*+{]|\\[1-9]|\(\?[=!<]", pattern)
        return "has a pattern that could run forever" if nested else ""
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as error:
        return f"has a pattern that RE2 does not take: {error.args[0]!r}"
    return ""
