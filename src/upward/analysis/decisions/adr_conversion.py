"""Decisions moved from one dialect to another and back: unchanged in between, back is the same bytes.

Only what carries the status, date and deciders is cut out and rewritten, and the headings of context, decision
and consequences are renamed. A comment at the end keeps what was cut and put, so that the way back can be taken
exactly; where the converted text was edited, the edits go along.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from upward.analysis.decisions.adr_dialects import (
    FRONT_KEYS,
    HEADINGS,
    KEYS,
    LEGACY,
    MEMORY,
    Adr,
    canonical_headings,
    parse_adr,
    with_field,
)
from upward.model.record import Value
from upward.model.span import Span
from upward.text import edits, frontmatter, record_writer
from upward.text.blocks import BlockKind, parse_blocks

_SEVERAL = re.compile(r"\s*[;\r\n]\s*[\r\n]*\s*")


def convert_adr(text: str, to: str) -> str:
    """Give a record in a dialect; in the dialect it is written in, the unchanged text."""
    adr = parse_adr(text)
    if adr.dialect == to:
        return text
    if adr.memory:
        before = _restored(adr)
        return before if adr.memory["was"] == to else convert_adr(before, to)
    # Earlier versions kept front matter in a comment of another form.
    legacy = LEGACY.search(text) if to == "madr" else None
    spans = [each.span for each in adr.carriers]
    spans = [Span(each.start, min(each.stop, legacy.start())) if legacy else each for each in spans]
    core, cut = _without(text, [*spans, Span(*legacy.span())] if legacy else spans)
    renamed, heads = _renamed(core, HEADINGS[to])
    put = _put(renamed, adr, to, legacy["value"].replace("-- >", "-->") if legacy else "")
    memory = {
        "was": adr.dialect,
        "now": to,
        "cut": cut,
        "put": put,
        "heads": heads,
        "fields": {key: parse_adr(_inserted(renamed, put)).value(key) for key in KEYS},
        "core": _digest(core),
    }
    return _remembering(_inserted(renamed, put), memory)


def _remembering(text: str, memory: Mapping[str, Any]) -> str:
    end = edits.line_ending(text)
    # A comment must not end early, and Markdown needs it on a line of its own.
    data = (
        json.dumps(memory, ensure_ascii=True, separators=(",", ":")).replace(">", "\\u003e").replace("--", "-\\u002d")
    )
    return f"{text}{end}<!-- converted by upward: {data} -->{end}"


def _without(text: str, spans: Sequence[Span]) -> tuple[str, list[list[Any]]]:
    """Give a text without some stretches, and each of them with its place in what is left."""
    kept, cut, last = [], [], 0
    for span in sorted(spans):
        kept.append(text[last : span.start])
        cut.append([sum(map(len, kept)), span.cut(text)])
        last = span.stop
    return "".join([*kept, text[last:]]), cut


def _inserted(text: str, pieces: Sequence[Sequence[Any]]) -> str:
    """Put stretches back, each at its place in the text without them."""
    for place, piece in reversed(pieces):
        text = text[:place] + piece + text[place:]
    return text


def _renamed(core: str, names: Mapping[str, str]) -> tuple[str, list[str]]:
    """Give a text with a dialect's headings, and the headings it had."""
    heads: list[str] = []
    made: list[tuple[Span, str]] = []
    for key, span in canonical_headings(core):
        raw = span.cut(core)
        heads.append(raw)
        tail = raw[len(raw.rstrip("\r\n")) :]
        made.append((span, names[key] + tail))
    for span, name in reversed(made):
        core = core[: span.start] + name + core[span.stop :]
    return core, heads


def _put(core: str, adr: Adr, to: str, legacy: str) -> list[list[Any]]:
    """Give what a dialect carries its fields in, with its place in the text."""
    end = edits.line_ending(adr.source)
    several = (_SEVERAL.sub("; ", adr.status), adr.date, adr.deciders)
    if to == "madr":
        own = frontmatter.parse_front_matter(core)
        if own.fields and not legacy:
            # A record has one front matter: what is there stays, and the dialect's keys go to its beginning.
            fields: dict[str, Value] = {
                FRONT_KEYS[key]: value
                for key, value in zip(KEYS, several, strict=True)
                if value and FRONT_KEYS[key] not in own.fields
            }
            composed = record_writer.compose_record(fields, "")
            inside = composed.strip().removeprefix("---").removesuffix("---").strip("\n")
            return [[core.index("\n") + 1, f"{inside}\n".replace("\n", end)]] if inside else []
        return [[0, _front_matter(adr, legacy).replace("\n", end)]] if any(several) or legacy else []
    if to == "nygard":
        lines = [f"Date: {adr.date}{end}{end}"] if adr.date else []
        inner = [part for part in (adr.status, f"Deciders: {adr.deciders}" if adr.deciders else "") if part]
        lines += [f"## Status{end}{end}" + f"{end}{end}".join([*inner, ""])] if inner else []
        return [[_first_section(core), "".join(lines)]] if lines else []
    said = [f"- {key.capitalize()}: {value}{end}" for key, value in zip(KEYS, several, strict=True) if value]
    return [[_behind_title(core), end + "".join(said)]] if said else []


def _front_matter(adr: Adr, legacy: str) -> str:
    own = legacy.strip().removeprefix("---").removesuffix("---").strip("\n") if legacy else ""
    fields: dict[str, Value] = {FRONT_KEYS[key]: _SEVERAL.sub("; ", adr.value(key)) for key in KEYS}
    known = frontmatter.parse_front_matter(f"{legacy}\n").fields if legacy else {}
    lines = record_writer.compose_record({key: value for key, value in fields.items() if key not in known}, "")
    return lines.replace("---\n", f"---\n{own}\n", 1).rstrip("\n") + "\n\n" if own else lines.rstrip("\n") + "\n\n"


def _first_section(core: str) -> int:
    found = (block.span.start for block in parse_blocks(core) if block.kind is BlockKind.HEADING and block.level > 1)
    return next(found, len(core))


def _behind_title(core: str) -> int:
    found = (block.span.stop for block in parse_blocks(core) if block.kind is BlockKind.HEADING and block.level == 1)
    return next(found, 0)


def _digest(core: str) -> str:
    return hashlib.sha256(core.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _restored(adr: Adr) -> str:
    """Give a converted record in the dialect it was in, with what was edited since."""
    memory = adr.memory
    kept = MEMORY.search(adr.source)
    body = adr.source[: kept.start()] if kept else adr.source
    core = _taken_out(body, memory["put"])
    if core is None:
        core, _ = _without(body, [each.span for each in adr.carriers])
    for number, (key, span) in reversed(list(enumerate(canonical_headings(core)))):
        held = memory["heads"][number] if number < len(memory["heads"]) else ""
        if _canonical(held) == key:
            core = core[: span.start] + held + core[span.stop :]
        else:
            core = core[: span.start] + HEADINGS[str(memory["was"])][key] + edits.line_ending(core) + core[span.stop :]
    if _digest(core) == memory["core"]:
        text = _inserted(core, memory["cut"])
    else:
        place = _behind_title(core) if memory["was"] == "log4brains" else _first_section(core)
        text = _inserted(core, [[place if at else 0, piece] for at, piece in memory["cut"]])
    for key in KEYS:
        now = adr.value(key)
        if now != memory["fields"].get(key, ""):
            text = with_field(text, key, now)
    return text


def _canonical(raw: str) -> str:
    found = canonical_headings(raw if raw.endswith("\n") else f"{raw}\n")
    return found[0][0] if found else ""


def _taken_out(text: str, pieces: Sequence[Sequence[Any]]) -> str | None:
    """Take out what was put in where it stands there unchanged; None where it does not."""
    for place, piece in pieces:
        if not text.startswith(piece, place):
            return None
        text = text[:place] + text[place + len(piece) :]
    return text


def same_decision(one: Adr, other: Adr) -> bool:
    """Whether two records say the same, whatever dialect each is in."""
    return _plain(one) == _plain(other)


def _plain(adr: Adr) -> tuple[str, ...]:
    kept = MEMORY.search(adr.source)
    body = adr.source[: kept.start()] if kept else adr.source
    core, _ = _without(body, [each.span for each in adr.carriers])
    words = re.sub(r"\s+", " ", _renamed(core, HEADINGS["nygard"])[0]).strip()
    return (adr.title, adr.number, _SEVERAL.sub("; ", adr.status), adr.date, adr.deciders, words)
