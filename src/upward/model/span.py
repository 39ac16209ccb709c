"""Places in a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

_BREAK = re.compile(r"\r\n|\n|\r")


class Span(NamedTuple):
    """A half-open range of characters of a record's text.

    A record's text is its file decoded as UTF-8 with `surrogateescape`, so every
    character offset names exactly one byte offset (see `bytes_of`), whatever the
    file holds.
    """

    start: int
    stop: int

    @classmethod
    def of(cls, part: str, text: str, after: int = 0) -> Span:
        """Give the first place of `part` in `text` at or behind `after`.

        Raises ValueError where the text does not hold it.
        """
        start = text.index(part, after)
        return cls(start, start + len(part))

    def cut(self, text: str) -> str:
        """Give the characters of `text` in this span."""
        return text[self.start : self.stop]

    def bytes_of(self, text: str) -> tuple[int, int]:
        """Give the same range in bytes of the file that `text` was read from."""
        if text.isascii():
            return self.start, self.stop
        before = len(text[: self.start].encode("utf-8", "surrogateescape"))
        return before, before + len(self.cut(text).encode("utf-8", "surrogateescape"))


class Location(NamedTuple):
    """A row and a column, both counted from 1, columns in characters."""

    row: int
    column: int


# From this many look-ups on, an index of the lines is cheaper than counting them each time.
_MANY = 24


@dataclass(slots=True)
class Lines:
    """The lines of one text, which end in LF, CRLF or a lone CR."""

    text: str
    _lookups: int = 0
    _starts: list[int] | None = None
    # Several rules remark on the same place.
    _known: dict[int, Location] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> Lines:
        """Take a text."""
        return cls(text)

    def after(self, start: Location, span: Span) -> Location:
        """Give the row and column of a span's end, where those of its start are known."""
        if "\n" in span.cut(self.text) or "\r" in span.cut(self.text):
            return self.locate(span.stop)
        return Location(start.row, start.column + span.stop - span.start)

    def locate(self, offset: int) -> Location:
        """Give the row and column of a character offset."""
        known = self._known.get(offset)
        if known is None:
            known = self._known[offset] = self._locate(offset)
        return known

    def _locate(self, offset: int) -> Location:
        self._lookups += 1
        if self._starts is None and self._lookups < _MANY and "\r" not in self.text:
            return Location(self.text.count("\n", 0, offset) + 1, offset - self.text.rfind("\n", 0, offset))
        if self._starts is None:
            self._starts = [0, *(match.end() for match in _BREAK.finditer(self.text))]
        row = bisect_right(self._starts, offset)
        return Location(row, offset - self._starts[row - 1] + 1)
