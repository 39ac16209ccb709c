"""Decisions in the dialects people keep them in: MADR 4 (front matter), MADR 2, 3 and log4brains (lines), Nygard's.

Reading keeps the text: what carries the status, date and deciders is known by its place, and only that and the
headings of context, decision and consequences differ between the dialects.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from upward.model.span import Span
from upward.text import edits, frontmatter
from upward.text.blocks import Block, BlockKind, parse_blocks

DIALECTS = ("madr", "log4brains", "nygard")
KEYS = ("status", "date", "deciders")
FRONT_KEYS: Mapping[str, str] = {"status": "status", "date": "date", "deciders": "decision-makers"}
_FRONT_NAMES = {**{value: key for key, value in FRONT_KEYS.items()}, "deciders": "deciders"}
# What each dialect calls a section; one that it has no name for keeps its own.
HEADINGS: Mapping[str, Mapping[str, str]] = {
    "madr": {
        "context": "## Context and Problem Statement",
        "decision": "## Decision Outcome",
        "consequences": "### Consequences",
    },
    "log4brains": {
        "context": "## Context and Problem Statement",
        "decision": "## Decision Outcome",
        "consequences": "### Consequences",
    },
    "nygard": {"context": "## Context", "decision": "## Decision", "consequences": "## Consequences"},
}
_CANONICAL = {mark.lstrip("# ").lower(): key for names in HEADINGS.values() for key, mark in names.items()}
_TITLE = re.compile(r"(?:ADR[- ]?)?(?P<number>\d+)[.:][ \t]+(?P<title>.*)", re.IGNORECASE)
_LINE = re.compile(
    r"(?im)^[ \t]*(?:[-*+][ \t]+)?[*_]{0,2}(?P<key>Status|Date|Deciders|Decision[- ]makers)[*_]{0,2}[ \t]*:[*_]{0,2}[ \t]*(?P<value>[^\r\n]*?)[ \t]*(?:\r?\n|\Z)"
)
MEMORY = re.compile(r"\r?\n<!-- converted by upward: (?P<data>\{[^\n]*\}) -->\r?\n?\Z")
LEGACY = re.compile(r"\n*<!-- front matter:\n(?P<value>---\n.*?\n---)\n-->\n*", re.DOTALL)


class Carrier(NamedTuple):
    """Where a status, date or list of deciders stands: the whole of it, its value, and which it is ("" for several)."""

    key: str
    span: Span
    value: Span


@dataclass(frozen=True, slots=True)
class Adr:
    """A decision record: its dialect, title, number and fields, and where in the text each stands."""

    dialect: str
    title: str
    number: str
    status: str
    date: str
    deciders: str
    source: str
    carriers: tuple[Carrier, ...] = ()
    # What a conversion left behind, so that it can be taken back.
    memory: Mapping[str, Any] = field(default_factory=dict)

    def value(self, key: str) -> str:
        """Give a field by its name."""
        return {"status": self.status, "date": self.date, "deciders": self.deciders}[key]


def parse_adr(text: str) -> Adr:
    """Read a record in whichever dialect it is; what is not there stays empty."""
    kept = MEMORY.search(text)
    memory = _memory(kept["data"]) if kept else {}
    body = text[: kept.start()] if kept and memory else text
    limits = frontmatter.front_matter_limits(body)
    start = limits[1] if limits else 0
    fields = frontmatter.parse_front_matter(body).fields if limits else {}
    blocks = parse_blocks(body, start)
    title, number = _title(blocks)
    dialect, said = "madr", dict.fromkeys(KEYS, "")
    carriers: tuple[Carrier, ...] = ()
    if set(fields) & set(_FRONT_NAMES):
        carriers = (Carrier("", Span(0, _blank_end(body, start)), Span(0, start)),)
        for name, key in _FRONT_NAMES.items():
            value = fields.get(name, "")
            said[key] = (value if isinstance(value, str) else ", ".join(str(each) for each in value)) or said[key]
    elif (section := _status_section(blocks, body)) is not None:
        dialect = "nygard"
        carriers, said = _nygard(body, blocks, section)
    elif lines := tuple(_lines(body, blocks)):
        dialect, carriers = "log4brains", lines
        said |= {each.key: each.value.cut(body) for each in reversed(lines)}
    elif limits:
        carriers = (Carrier("", Span(0, _blank_end(body, start)), Span(0, start)),)
    dialect = str(memory.get("now", dialect)) if memory else dialect
    return Adr(dialect, title, number, said["status"], said["date"], said["deciders"], text, carriers, memory)


def _memory(data: str) -> Mapping[str, Any]:
    try:
        found = json.loads(data)
    except ValueError:
        return {}
    return found if isinstance(found, dict) and found.get("was") in DIALECTS and found.get("now") in DIALECTS else {}


def _title(blocks: Sequence[Block]) -> tuple[str, str]:
    head = next((block for block in blocks if block.kind is BlockKind.HEADING and block.level == 1), None)
    words = head.text if head else ""
    numbered = _TITLE.fullmatch(words)
    return (numbered["title"], numbered["number"]) if numbered else (words, "")


def _blank_end(text: str, start: int) -> int:
    """Give where the blank lines from `start` on end."""
    match = re.compile(r"(?:[ \t]*\r?\n)*").match(text, start)
    return match.end() if match else start


def _status_section(blocks: Sequence[Block], text: str) -> Span | None:
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING and block.text.strip(" :").lower() == "status":
            following = next((each for each in blocks[number + 1 :] if each.kind is BlockKind.HEADING), None)
            return Span(block.span.start, following.span.start if following else len(text))
    return None


def _nygard(text: str, blocks: Sequence[Block], section: Span) -> tuple[tuple[Carrier, ...], dict[str, str]]:
    said = dict.fromkeys(KEYS, "")
    head = next(block for block in blocks if block.span.start == section.start)
    # An example in the section is no status.
    plain = [
        block
        for block in blocks
        if head.span.stop <= block.span.start < section.stop and block.kind is not BlockKind.CODE
    ]
    inner = "\n\n".join(block.raw(text) for block in plain)
    deciders = re.search(r"(?im)^Deciders:[ \t]*(?P<value>.*?)[ \t]*$", inner)
    if deciders:
        said["deciders"] = deciders["value"]
        inner = (inner[: deciders.start()] + inner[deciders.end() :]).strip()
    said["status"] = inner
    value = Span(plain[0].span.start, plain[-1].span.stop) if plain else Span(head.span.stop, head.span.stop)
    carriers = [Carrier("status", section, value)]
    for match in _LINE.finditer(text, 0, section.start):
        if match["key"].lower() == "date" and not _is_code(blocks, match.start()):
            said["date"] = match["value"]
            carriers.insert(
                0, Carrier("date", Span(match.start(), _blank_end(text, match.end())), Span(*match.span("value")))
            )
            break
    return tuple(carriers), said


def _lines(text: str, blocks: Sequence[Block]) -> Iterator[Carrier]:
    """Yield the lines that name a status, a date or deciders before the first section."""
    stop = next(
        (block.span.start for block in blocks if block.kind is BlockKind.HEADING and block.level > 1), len(text)
    )
    seen: set[str] = set()
    for match in _LINE.finditer(text, 0, stop):
        key = _FRONT_NAMES.get(match["key"].lower().replace(" ", "-"), match["key"].lower())
        if key not in seen and not _is_code(blocks, match.start()):
            seen.add(key)
            yield Carrier(key, Span(*match.span()), Span(*match.span("value")))


def _is_code(blocks: Sequence[Block], place: int) -> bool:
    others = {BlockKind.CODE, BlockKind.HTML, BlockKind.QUOTE}
    return any(block.span.start <= place < block.span.stop for block in blocks if block.kind in others)


def canonical_headings(text: str) -> list[tuple[str, Span]]:
    """Give the headings of context, decision and consequences: which each is, and its place."""
    return [
        (_CANONICAL[block.text.lower()], block.span)
        for block in parse_blocks(text)
        if block.kind is BlockKind.HEADING and block.level > 1 and block.text.lower() in _CANONICAL
    ]


def with_field(text: str, key: str, value: str) -> str:
    """Give a text with another status, date or deciders, in whichever dialect it is; every other byte stays."""
    adr = parse_adr(text)
    if adr.dialect == "madr" or not adr.carriers:
        return edits.apply_edits([edits.set_value(text, FRONT_KEYS[key], value)], text)
    carrier = next((each for each in adr.carriers if each.key == key), None)
    if carrier is None:
        return text
    lead = "" if text[carrier.value.start - 1 : carrier.value.start].isspace() or carrier.value.start == 0 else " "
    held = carrier.value.cut(text)
    if adr.dialect == "nygard" and key == "status":
        # Deciders stand in the section, too.
        tail = re.search(r"(?im)\s*^Deciders:.*\Z", held, re.DOTALL)
        kept = tail.group() if tail else held[len(held.rstrip()) :]
        lead = "" if held.strip() else edits.line_ending(text)
        return text[: carrier.value.start] + lead + value + kept + text[carrier.value.stop :]
    return text[: carrier.value.start] + lead + value + text[carrier.value.stop :]


def with_status(text: str, status: str) -> str:
    """Give a text with another status; see `with_field`."""
    return with_field(text, "status", status)
