"""A Markdown or plain text cut into its blocks by the Markdown parser: headings, paragraphs, items, tables, code.

What stands in a fence, a quote or a comment is a block of that sort, so that a heading in an example is no heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pyromark

from upward.model.span import Span

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_TASKLISTS
_SURROGATE = re.compile("[\ud800-\udfff]")
# Bullets that word processors write, of the same length as Markdown's, so that offsets stay true.
_BULLET = re.compile(r"^([ \t]*)[•●▪◦‣○■–][ \t\u00a0]", re.MULTILINE)
_EMPHASIS = re.compile(r"^[*_ \t]+|[*_ \t]+$")


class BlockKind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    CODE = "code"
    TABLE = "table"
    HTML = "html"
    RULE = "rule"


@dataclass(slots=True)
class Block:
    """A block: its words without mark-up, its place, and what belongs to its kind.

    `line` counts from 1. A heading has a `level`; an item may be a task (`checked` is None where it is none) and
    holds the items below it; a table has `rows`, its header first; `bold` is the bold text that it begins with;
    `is_link` tells a line that is nothing but a link to a place in the same text.
    """

    kind: BlockKind
    span: Span
    line: int
    text: str = ""
    level: int = 0
    checked: bool | None = None
    items: list[Block] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    bold: str = ""
    is_link: bool = False

    def raw(self, text: str) -> str:
        """Give the block as it is written, without white space around it."""
        return self.span.cut(text).strip()


def with_bullets(text: str) -> str:
    """Give `text` with the bullets of word processors as Markdown's; every offset stays."""
    return _BULLET.sub(r"\1- ", text)


def parse_blocks(text: str, start: int = 0) -> list[Block]:
    """Give the blocks of `text` from `start` on, in order; items of a list are below their parent item."""
    source = _SURROGATE.sub("\ufffd", with_bullets(text[start:]))
    places = _Places(source, start, text)
    builder = _Builder(places)
    events: Any = pyromark.events_with_range(source, options=_OPTIONS)
    for event, place in events:
        builder.take(event, place["start"], place["end"])
    return builder.blocks


class _Places:
    """Turns byte offsets, asked for in any order, into characters and lines of the text."""

    def __init__(self, source: str, base: int, text: str) -> None:
        self.base, self.text = base, text
        self._plain = source.isascii()
        self._raw = b"" if self._plain else source.encode()
        self._byte = self._character = 0
        self._from, self._line = 0, 1

    def offset(self, byte: int) -> int:
        """Give the character offset in the text."""
        if self._plain:
            return self.base + byte
        if byte < self._byte:
            self._byte = self._character = 0
        self._character += len(self._raw[self._byte : byte].decode("utf-8", "replace"))
        self._byte = byte
        return self.base + self._character

    def line(self, offset: int) -> int:
        """Give the line, from 1, of a character offset."""
        if offset < self._from:
            self._from, self._line = 0, 1
        self._line += self.text.count("\n", self._from, offset)
        self._from = offset
        return self._line


_KINDS = {
    "Heading": BlockKind.HEADING, "Paragraph": BlockKind.PARAGRAPH, "Item": BlockKind.ITEM,
    "BlockQuote": BlockKind.QUOTE, "CodeBlock": BlockKind.CODE, "Table": BlockKind.TABLE, "HtmlBlock": BlockKind.HTML,
}  # fmt: skip


@dataclass(slots=True)
class _Builder:
    places: _Places
    blocks: list[Block] = field(default_factory=list)
    # The open blocks, outermost first.
    _open: list[Block] = field(default_factory=list)
    _words: list[tuple[Block, str]] = field(default_factory=list)
    _cell: list[str] | None = None
    _strong: int = 0
    _is_link: bool = False

    def take(self, event: Any, start: int, end: int) -> None:
        """Take in one event of the parser."""
        if isinstance(event, str):
            if event in {"SoftBreak", "HardBreak"}:
                self._say("\n")
            elif event == "Rule":
                self._place(BlockKind.RULE, start, end)
            return
        for name, value in event.items():
            if name == "Start":
                self._start(_named(value), value, start, end)
            elif name == "End":
                self._end(_named(value))
            elif name in {"Text", "Code"}:
                self._say(str(value))
            elif name == "TaskListMarker" and self._open:
                item = next((each for each in reversed(self._open) if each.kind is BlockKind.ITEM), None)
                if item is not None:
                    item.checked = bool(value)

    def _start(self, name: str, value: Any, start: int, end: int) -> None:
        if name in _KINDS:
            kind = _KINDS[name]
            if name == "CodeBlock" and value["CodeBlock"] == "Indented":
                # In notes of plain text an indented paragraph is a paragraph.
                kind = BlockKind.PARAGRAPH
            block = self._place(kind, start, end)
            if kind is BlockKind.HEADING:
                block.level = int(str(value["Heading"]["level"])[1:])
            self._open.append(block)
        elif name in {"TableHead", "TableRow"} and self._open:
            self._open[-1].rows.append([])
        elif name == "TableCell":
            self._cell = []
        elif name == "Strong":
            self._strong += 1
        elif name == "Link" and str(value["Link"]["dest_url"]).startswith("#"):
            self._is_link = True

    def _end(self, name: str) -> None:
        if name == "TableCell" and self._cell is not None:
            self._open[-1].rows[-1].append("".join(self._cell).strip())
            self._cell = None
        elif name == "Strong":
            self._strong -= 1
        elif name == "Link":
            self._is_link = False
        elif name in _KINDS and self._open:
            block = self._open.pop()
            block.text = block.text.strip()

    def _place(self, kind: BlockKind, start: int, end: int) -> Block:
        span = Span(self.places.offset(start), self.places.offset(end))
        block = Block(kind, span, self.places.line(span.start))
        holder = next((each for each in reversed(self._open) if each.kind is not BlockKind.PARAGRAPH), None)
        if holder is None:
            self.blocks.append(block)
        elif holder.kind is BlockKind.ITEM:
            if kind is BlockKind.PARAGRAPH and holder.text:
                holder.text += "\n"
            holder.items.append(block)
        # What is inside of a quote is the quote's.
        return block

    def _say(self, words: str) -> None:
        if self._cell is not None:
            self._cell.append(words)
            return
        for block in reversed(self._open):
            if self._strong and not block.text.strip():
                block.bold = words.strip()
            block.is_link = self._is_link and (block.is_link or not block.text.strip())
            block.text += words
            if block.kind is not BlockKind.PARAGRAPH:
                break


def _named(value: Any) -> str:
    return value if isinstance(value, str) else str(next(iter(value), ""))


def sections_of(blocks: Sequence[Block]) -> Iterator[tuple[tuple[Block, ...], list[Block]]]:
    """Yield each run of blocks with the headings above it, outermost first; blocks before any heading come first."""
    above: list[Block] = []
    held: list[Block] = []
    for block in blocks:
        if block.kind is not BlockKind.HEADING:
            held.append(block)
            continue
        if held or above:
            yield tuple(above), held
        held = []
        above = [each for each in above if each.level < block.level] + [block]
    if held or above:
        yield tuple(above), held
