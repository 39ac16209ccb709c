"""Places as the protocol counts them: lines from 0, columns in the code units the client chose."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from lsprotocol import types

from upward.model.span import Lines, Span

_BREAK = re.compile(r"\r\n|\n|\r")
_LONE = re.compile("[\ud800-\udfff]")
# How many code units a character takes, by the encoding's name in the protocol.
_CODECS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


def clean(text: str) -> str:
    """Give a text without lone surrogates, which JSON can carry and no file can."""
    return text if text.isascii() else _LONE.sub("\ufffd", text)


@dataclass(frozen=True)
class PositionMap:
    """The lines of one text, for turning offsets into positions and back."""

    text: str
    encoding: str = "utf-16"
    _plain: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_plain", self.text.isascii())

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins."""
        if "\r" in self.text:
            return [0, *(match.end() for match in _BREAK.finditer(self.text))]
        lengths = (len(line) + 1 for line in self.text.split("\n"))
        return [0, *accumulate(lengths)][:-1]

    @cached_property
    def _lines(self) -> Lines:
        return Lines.of(self.text)

    def position(self, offset: int) -> types.Position:
        """Give the position of a character offset."""
        row, column = self._lines.locate(offset)
        return types.Position(row - 1, self._units(self.text[offset - column + 1 : offset]))

    def range(self, span: Span) -> types.Range:
        """Give the range of a span."""
        return types.Range(self.position(span.start), self.position(span.stop))

    def offset(self, position: types.Position) -> int:
        """Give the character offset of a position; one behind the end of its line is the line's end."""
        if position.line >= len(self.starts):
            return len(self.text)
        start = self.starts[position.line]
        stop = self.starts[position.line + 1] if position.line + 1 < len(self.starts) else len(self.text)
        line = self.text[start:stop].rstrip("\r\n") if position.line + 1 < len(self.starts) else self.text[start:stop]
        if self._plain:
            return start + min(position.character, len(line))
        codec, size = _CODECS[self.encoding]
        raw = line.encode(codec)[: position.character * size]
        # A client that points into the middle of a character means its beginning.
        return start + len(raw.decode(codec, "ignore"))

    def span(self, where: types.Range) -> Span:
        """Give the span of a range."""
        return Span(self.offset(where.start), self.offset(where.end))

    def _units(self, text: str) -> int:
        if self._plain:
            return len(text)
        codec, size = _CODECS[self.encoding]
        return len(text.encode(codec)) // size
