"""Places in a text."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple


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


@dataclass(frozen=True, slots=True)
class Lines:
    """Where the lines of one text start, so that many offsets are located cheaply."""

    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        """Index `text`, whose lines end in LF, CRLF or a lone CR."""
        starts = [0]
        position = 0
        for line in text.splitlines(keepends=True) if "\r" in text else ():
            position += len(line)
            if line[-1] in "\r\n":
                starts.append(position)
        if "\r" not in text:
            found = text.find("\n")
            while found >= 0:
                starts.append(found + 1)
                found = text.find("\n", found + 1)
        return cls(tuple(starts))

    def locate(self, offset: int) -> Location:
        """Give the row and column of a character offset."""
        row = bisect_right(self.starts, offset)
        return Location(row, offset - self.starts[row - 1] + 1)
