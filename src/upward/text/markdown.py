"""Sections of a Markdown body, with positions, by pulldown-cmark (`pyromark`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pyromark

from upward.model.record import Section
from upward.model.span import Span

_SURROGATE = re.compile("[\ud800-\udfff]")
_UNDERLINE = re.compile(r"^[ ]{0,3}(?:=+|-+)[ \t]*$", re.MULTILINE)
_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|[*_`~]{1,3}|^[ \t]*(?:[-+>#|]+|\d+[.)])[ \t]+|!?\[([^\]]*)\]\([^)]*\)", re.MULTILINE | re.DOTALL
)


def sections(text: str, start: int = 0) -> tuple[Section, ...]:
    """Give the sections of `text` from `start` on, in order.

    A section's body ends at the next heading of its own level or a higher one.
    """
    body = text[start:]
    if "#" not in body and not _UNDERLINE.search(body):
        return ()
    heads = [(level, Span(start + span.start, start + span.stop), title) for level, span, title in _headings(body)]
    return tuple(
        Section(title, level, head, Span(head.stop, _end(heads, number, len(text))))
        for number, (level, head, title) in enumerate(heads)
    )


def _end(heads: list[tuple[int, Span, str]], number: int, most: int) -> int:
    level = heads[number][0]
    return next((head.start for other, head, _ in heads[number + 1 :] if other <= level), most)


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


def spoken(text: str) -> str:
    """Give the words somebody would say aloud: no mark-up, comments or link targets."""
    return _MARKUP.sub(lambda match: match.group(1) or (" " if match.group().startswith("<!--") else ""), text)


def blanked(text: str) -> str:
    """Give `text` with comments and code blanked out, every other offset unchanged."""
    return _HIDDEN.sub(lambda match: re.sub(r"[^\r\n]", " ", match.group()), text)


_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|^(```|~~~).*?(?:^\1[^\n]*$|\Z)|`[^`\n]+`", re.MULTILINE | re.DOTALL)
