"""Sections of a Markdown body, with positions, by pulldown-cmark (`pyromark`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

import pyromark

from upward.model.record import Section
from upward.model.span import Span

_SURROGATE = re.compile("[\ud800-\udfff]")
# In a quote or an item, too: `> -` below `> a` is one.
_UNDERLINE = re.compile(r"^[ ]{0,3}(?:[>*+-][ \t>*+-]*)?(?:=+|-+)[ \t]*$", re.MULTILINE)
# In a text without any of this (HTML, fences, underlines, mark-up in a heading, headings in lists) a heading is a
# line that begins with `#`, and its words stand as they are; the parser takes a hundred times longer to say so.
_NEEDS_PARSER = re.compile(
    r"^[ ]{0,3}(?:<(?!!--[^->])|#{1,6}(?:[ ]#|[ ][^\n]*(?:[^\w .,;:()/'\"?%+–—\n#-]|[ ]#)))|^[ ]{4,}#"
    r"|^[ ]*(?:[>*+-]|\d{1,9}[.)])[ >*+.)\d-]*(?:<|#{1,6}(?:[ ]|$))"
    r"|^[ ]*(?:[>*+-][ >*+-]*[=-]|=+|-+)[ ]*$",
    re.MULTILINE,
)
_UNUSUAL = ("```", "~~~", *"\t\r\v\f\x1c\x1d\x1e\x85\u2028\u2029\0")
_HEADING = re.compile(r"^[ ]{0,3}(?:(#{1,6})(?:[ ]+([^\n]*)|$)|<!--)", re.MULTILINE)
# Every byte but a line's end becomes a space.
_BLANK = bytes(10 if byte == ord("\n") else ord(" ") for byte in range(256))


@dataclass(slots=True)
class Sections(Sequence[Section]):
    """The sections of a text, found when first asked for: most checks never ask."""

    text: str
    start: int
    _found: tuple[Section, ...] | None = None

    def _all(self) -> tuple[Section, ...]:
        if self._found is None:
            self._found = sections(self.text, self.start)
        return self._found

    @overload
    def __getitem__(self, index: int) -> Section: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Section]: ...
    def __getitem__(self, index: int | slice) -> Section | Sequence[Section]:
        """Give one or some of the sections."""
        return self._all()[index]

    def __iter__(self) -> Iterator[Section]:
        """Give the sections in order."""
        return iter(self._all())

    def __len__(self) -> int:
        """Count the sections."""
        return len(self._all())

    def __eq__(self, other: object) -> bool:
        """Whether these are the same sections, found or given."""
        return isinstance(other, Sequence) and self._all() == tuple(other)

    def __hash__(self) -> int:
        """Hash as the tuple of the sections does."""
        return hash(self._all())


def sections(text: str, start: int = 0) -> tuple[Section, ...]:
    """Give the sections of `text` from `start` on, in order.

    A section's body ends at the next heading of its own level or a higher one.
    """
    body = text[start:]
    if "#" not in body and not _UNDERLINE.search(body):
        return ()
    found = _headings(body) if _needs_parser(body) else _plain_headings(body)
    ends = [len(text)] * 7
    made: list[Section] = []
    for level, span, title in reversed(list(found)):
        head = Span(start + span.start, start + span.stop)
        made.append(Section(title, level, head, Span(head.stop, ends[level])))
        # Whatever is above ends at this heading, if it is of the same level or a lower one.
        ends[level:] = [head.start] * (7 - level)
    return tuple(reversed(made))


def _needs_parser(body: str) -> bool:
    if any(each in body for each in _UNUSUAL):
        return True
    # Lines of prose begin with a letter, and a pattern would look at each of their characters.
    others = [line for line in body.split("\n") if not line[:1].isalpha()]
    return _NEEDS_PARSER.search("\n".join(others)) is not None


def _plain_headings(body: str) -> Iterator[tuple[int, Span, str]]:
    """Give the headings of a text in which nothing but `#` can make one."""
    hidden_until = 0
    for match in _HEADING.finditer(body):
        if match[1] is None:
            if match.start() >= hidden_until:
                # A comment that begins a line hides everything up to the end of the line it ends in.
                end = body.find("\n", _comment_end(body, match.end() - len("<!--")))
                hidden_until = end if end >= 0 else len(body)
            continue
        if match.start() < hidden_until:
            continue
        stop = body.find("\n", match.end())
        yield len(match[1]), Span(match.start(1), stop + 1 if stop >= 0 else len(body)), (match[2] or "").strip(" \t")


def _headings(body: str) -> Iterator[tuple[int, Span, str]]:
    source = _SURROGATE.sub("\ufffd", body)
    title: list[str] | None = None
    events: Iterable[tuple[Any, Any]] = pyromark.events_with_range(source)
    found: list[tuple[int, int, int, str]] = []
    for event, place in events:
        if not isinstance(event, dict):
            continue
        opened = event.get("Start")
        if isinstance(opened, dict) and "Heading" in opened:
            title = []
        elif title is not None and ("Text" in event or "Code" in event):
            title.append(str(event.get("Text", event.get("Code"))))
        elif title is not None and isinstance(event.get("End"), dict) and "Heading" in event["End"]:
            level = int(str(event["End"]["Heading"])[1:])
            found.append((level, place["start"], place["end"], "".join(title).strip()))
            title = None
    places = _characters(source, [edge for row in found for edge in row[1:3]])
    for level, begin, stop, words in found:
        yield level, Span(places[begin], places[stop]), words


def _characters(source: str, offsets: list[int]) -> dict[int, int]:
    """Turn byte offsets into character offsets."""
    if source.isascii():
        return {offset: offset for offset in offsets}
    raw = source.encode()
    places: dict[int, int] = {}
    last = characters = 0
    for offset in sorted(offsets):
        characters += len(raw[last:offset].decode("utf-8", "replace"))
        last = offset
        places[offset] = characters
    return places


def blanked_text(text: str) -> str:
    """Give `text` with comments and blocks of code blanked out, every other offset unchanged."""
    return with_spans_blanked(text, hidden_spans(text))


def with_spans_blanked(text: str, holes: Iterable[Span]) -> str:
    """Give `text` with these spans blanked out, line by line; `text` itself where there are none."""
    kept, last = [], 0
    for start, stop in holes:
        kept += [text[last:start], _blank(text[start:stop])]
        last = stop
    return "".join([*kept, text[last:]]) if kept else text


def _blank(text: str) -> str:
    if text.isascii():
        return text.encode().translate(_BLANK).decode()
    return "\n".join(" " * len(line) for line in text.split("\n"))


def hidden_spans(text: str) -> Iterator[Span]:
    """Give where comments and fenced blocks are; an unclosed one reaches to the end, as CommonMark has it."""
    end = len(text)
    ticks, tildes, comment = (_find(text, mark, 0, end) for mark in ("```", "~~~", "<!--"))
    while True:
        start = min(ticks, tildes, comment)
        if start == end:
            return
        stop = _comment_end(text, start) if start == comment else _fence_end(text, start)
        if stop == start:
            # A fence opens at the beginning of a line: the rest of this one opens none.
            line = text.find("\n", start)
            line = line if line >= 0 else end
            ticks = _find(text, "```", line, end) if start == ticks else ticks
            tildes = _find(text, "~~~", line, end) if start == tildes else tildes
            continue
        yield Span(start, stop)
        position = max(stop, start + 3)
        # What lies ahead is looked for once, and not again behind each block.
        ticks = ticks if ticks >= position else _find(text, "```", position, end)
        tildes = tildes if tildes >= position else _find(text, "~~~", position, end)
        comment = comment if comment >= position else _find(text, "<!--", position, end)


def _find(text: str, mark: str, position: int, otherwise: int) -> int:
    # Looking for one character first is ten times faster, and most texts have no tilde at all.
    place = text.find(mark[0], position)
    place = text.find(mark, place) if place >= 0 else -1
    return place if place >= 0 else otherwise


def _comment_end(text: str, start: int) -> int:
    stop = text.find("-->", start + 4)
    return stop + 3 if stop >= 0 else len(text)


def _fence_end(text: str, start: int) -> int:
    """Give the end of the fenced block that opens at `start`; `start` itself where none does."""
    begin = text.rfind("\n", 0, start) + 1
    if begin < start and text[begin:start].strip(" \t>-*+.0123456789"):
        return start
    mark, run = text[start], start + 3
    while text.startswith(mark, run):
        run += 1
    fence, place = mark * (run - start), text.find("\n", run)
    while place >= 0:
        place = text.find(fence, place)
        if place >= 0:
            begin = text.rfind("\n", 0, place) + 1
            if begin == place or not text[begin:place].strip(" \t>"):
                stop = text.find("\n", place)
                return stop if stop >= 0 else len(text)
            place = text.find("\n", place)
    return len(text)
