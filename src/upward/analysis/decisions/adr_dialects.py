"""Decisions in the dialects people keep them in: MADR 4 (front matter), MADR 2, 3 and log4brains (bullets), Nygard's.

Reading keeps the text; writing in the dialect it was read in gives it back byte for byte.
Another dialect gets the same words under its own headings: a section that has no name
there keeps the one it has, so that nothing is lost either way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from upward.model.record import Value
from upward.text import edits, frontmatter, record_writer

DIALECTS = ("madr", "log4brains", "nygard")
# What each dialect calls a section; one that it has no name for keeps its own.
_NAMES: Mapping[str, tuple[str, str, str]] = {
    "context": ("Context and Problem Statement", "Context and Problem Statement", "Context"),
    "decision": ("Decision Outcome", "Decision Outcome", "Decision"),
    "consequences": ("Consequences", "Consequences", "Consequences"),
}
_CANONICAL = {name.lower(): key for key, names in _NAMES.items() for name in names}
_KEYS = ("status", "date", "deciders")
_FRONT = {"status": "status", "date": "date", "deciders": "decision-makers"}
_TITLE = re.compile(r"^#[ \t]+(?:(?P<number>\d+)\.[ \t]+)?(?P<title>.*?)[ \t]*\r?$", re.MULTILINE)
_BULLET = re.compile(
    r"^[ \t]*[-*][ \t]+(?P<key>Status|Date|Deciders)[ \t]*:[ \t]*(?P<value>.*?)[ \t]*(?:\r?\n|\Z)",
    re.MULTILINE | re.IGNORECASE,
)
_DATE = re.compile(r"^Date:[ \t]*(?P<value>.*?)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_DECIDERS = re.compile(r"^Deciders:[ \t]*(?P<value>.*?)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_COMMENT = re.compile(r"\n*<!-- front matter:\n(?P<value>---\n.*?\n---)\n-->\n*", re.DOTALL)
_STATUS = re.compile(r"^##[ \t]+Status[ \t]*\r?\n(?P<value>.*?)(?=^##[ \t]|\Z)", re.MULTILINE | re.DOTALL)
# One line of a bullet holds what stood on several of a section.
_SEVERAL = re.compile(r"\s*[;\r\n]\s*[\r\n]*\s*")
_HEADING = re.compile(r"^(?P<marks>#{2,3})[ \t]+(?P<title>.*?)[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Adr:
    """A decision record: what every dialect has, the rest of its body as it is, and the text it was read from."""

    dialect: str
    title: str
    number: str
    status: str
    date: str
    deciders: str
    body: str
    source: str
    front: str = ""


def parse_adr(text: str) -> Adr:
    """Read a record in whichever dialect it is; what is not there stays empty."""
    limits = frontmatter.limits(text)
    head = text[: limits[1]] if limits else ""
    body = text[limits[1] :] if limits else text
    title = _TITLE.search(body)
    rest = body[: title.start()] + body[title.end() :] if title else body
    said, front = dict.fromkeys(_KEYS, ""), ""
    dialect = "madr"
    if limits:
        fields = frontmatter.read(text).fields
        for key, name in _FRONT.items():
            value = fields.get(name, "")
            said[key] = value if isinstance(value, str) else ", ".join(str(each) for each in value)
        front = head
    elif _STATUS.search(rest):
        dialect = "nygard"
        said["status"], rest = _taken(_STATUS, rest)
        said["deciders"], said["status"] = _taken(_DECIDERS, said["status"])
        said["status"] = said["status"].strip()
        said["date"], rest = _taken(_DATE, rest)
    elif _BULLET.search(rest):
        dialect = "log4brains"
        for match in _BULLET.finditer(rest):
            said[match["key"].lower()] = match["value"]
        rest = _BULLET.sub("", rest)
    kept = _COMMENT.search(rest)
    if kept and not front:
        front, rest = kept["value"].replace("-- >", "-->") + "\n", rest[: kept.start()] + "\n" + rest[kept.end() :]
    named = title["title"] if title else ""
    number = (title["number"] or "") if title else ""
    return Adr(dialect, named, number, said["status"], said["date"], said["deciders"], rest.strip("\r\n"), text, front)


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    match = pattern.search(text)
    return (match["value"].strip(), text[: match.start()] + text[match.end() :]) if match else ("", text)


def format_adr(adr: Adr, dialect: str) -> str:
    """Give the record in a dialect; in its own, the very text it was read from."""
    if dialect == adr.dialect:
        return adr.source
    body = _renamed(adr.body, dialect)
    number = f"{adr.number}. " if adr.number else ""
    if dialect == "madr":
        fields: dict[str, Value] = {
            **_more(adr),
            "status": adr.status,
            "date": adr.date,
            "decision-makers": adr.deciders,
        }
        return record_writer.record(fields, f"# {number}{adr.title}\n\n{body}")
    if dialect == "nygard":
        # What stands above the first heading must not become part of the status.
        first = _HEADING.search(body)
        lead, rest = (body[: first.start()].strip("\r\n"), body[first.start() :]) if first else (body, "")
        parts = [f"# {number}{adr.title}", f"Date: {adr.date}" if adr.date else "", lead, f"## Status\n\n{adr.status}"]
        parts += [f"Deciders: {adr.deciders}" if adr.deciders else "", rest]
        return "\n\n".join(part for part in parts if part) + "\n" + _kept(adr)
    said = (_SEVERAL.sub("; ", adr.status), adr.date, adr.deciders)
    lines = [f"- {key.capitalize()}: {value}" for key, value in zip(_KEYS, said, strict=True) if value]
    return "\n".join([f"# {number}{adr.title}", "", *lines, "", body, _kept(adr)])


def _more(adr: Adr) -> Mapping[str, Value]:
    """Give what a front matter holds besides status, date and deciders; a key without a value holds nothing."""
    fields = frontmatter.read(adr.front).fields
    return {key: value for key, value in fields.items() if value and key not in _FRONT.values()}


def _kept(adr: Adr) -> str:
    """Give the front matter that has no place in another dialect, in a comment that every renderer passes over."""
    fields = _more(adr)
    if not fields:
        return ""
    told = record_writer.record(fields, "").replace("-->", "-- >")
    return f"\n<!-- front matter:\n{told.rstrip()}\n-->\n"


def _renamed(body: str, dialect: str) -> str:
    place = DIALECTS.index(dialect)

    def heading(match: re.Match[str]) -> str:
        key = _CANONICAL.get(match["title"].lower())
        if key is None:
            return match.group()
        # MADR's consequences stand below its outcome; Nygard's beside it.
        marks = "##" if dialect == "nygard" or key != "consequences" else "###"
        return f"{marks} {_NAMES[key][place]}"

    return _HEADING.sub(heading, body)


def with_status(text: str, status: str) -> str:
    """Give a text with another status, in whichever dialect it is; every other byte stays."""
    adr = parse_adr(text)
    if adr.dialect == "madr":
        return edits.apply([edits.set_value(text, "status", status)], text)
    pattern = (
        _STATUS
        if adr.dialect == "nygard"
        else re.compile(r"^[ \t]*[-*][ \t]+Status[ \t]*:[ \t]*(?P<value>.*?)[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
    )
    match = pattern.search(text)
    if match is None:
        return text
    start, stop = match.span("value")
    held = match["value"]
    lead, tail = len(held) - len(held.lstrip()), len(held) - len(held.rstrip())
    if not held.strip():
        lead, tail = (0, 0) if adr.dialect != "nygard" else (lead, 0)
    return text[: start + lead] + status + text[max(stop - tail, start + lead) :]


def same(one: Adr, other: Adr) -> bool:
    """Whether two records say the same, whatever dialect each is in."""
    plain = [
        replace(each, status=_SEVERAL.sub("; ", each.status), body="", source="", front="", dialect="")
        for each in (one, other)
    ]
    return plain[0] == plain[1] and _plain(one.body) == _plain(other.body)


def _plain(body: str) -> str:
    return re.sub(r"\s+", " ", _HEADING.sub("", _renamed(body, "nygard"))).strip()
