"""Evidence from a brag document in Markdown: accomplishments as items, below headings that name a period."""

from __future__ import annotations

import calendar
import hashlib
import re
from collections.abc import Iterator
from datetime import date

from upward.model.importer import Candidate, Importer, ImportQuery
from upward.model.ports import ImportSource
from upward.model.record import Value

_HEAD = re.compile(r"^(?P<marks>#{1,5})[ \t]+(?P<title>[^\n]+?)[ \t]*$", re.MULTILINE)
_ITEM = re.compile(r"^[-*+][ \t]+(?P<item>\S[^\n]*(?:\n(?:[ \t]{2,}\S[^\n]*|[ \t]*(?=\n[ \t]{2,}\S)))*)", re.MULTILINE)
_LINK = re.compile(r"https?://[^\s)>\]]+")
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_DAY = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
_MONTH = re.compile(r"\b(20\d\d)-(\d\d)\b")
_NAMED = re.compile(rf"(?i)\b({'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?[ ,]+(20\d\d)\b")
_QUARTER = re.compile(
    r"(?i)\b(?:(20\d\d)[ -/]*Q([1-4])|Q([1-4])[ -/]*(20\d\d)|(20\d\d)[ -/]*H([12])|H([12])[ -/]*(20\d\d))\b"
)
_YEAR = re.compile(r"\b(20\d\d)\b")
LEAST_ITEMS = 2


def recognises(source: ImportSource) -> bool:
    """Whether the file is Markdown with items below headings of periods, and no story in it."""
    if source.is_folder or not source.path.endswith((".md", ".markdown")):
        return False
    text = source.text()
    star = re.search(r"(?im)^\s*(?:\*\*)?(?:S \(Situation\)|Situation)\b", text)
    return star is None and sum(1 for _ in _entries(text)) >= LEAST_ITEMS


def read(source: ImportSource, wish: ImportQuery) -> Iterator[Candidate]:
    """Yield one candidate an item; its day is the last of the period above it, or one that it names itself."""
    for day, area, item in _entries(source.text()):
        made = _candidate(day, area, item)
        within = (not wish.since or day >= wish.since) and (not wish.until or day <= wish.until)
        if within and not set(made.origins) & wish.known_origins:
            yield made


def _entries(text: str) -> Iterator[tuple[date, str, str]]:
    """Yield the items below a heading, or a parent of it, that names a period."""
    heads = list(_HEAD.finditer(text))
    above: dict[int, tuple[date | None, str]] = {}
    for number, head in enumerate(heads):
        level = len(head["marks"])
        above = {known: value for known, value in above.items() if known < level}
        above[level] = (_period(head["title"]), head["title"])
        period = next((found for _, (found, _) in sorted(above.items(), reverse=True) if found), None)
        stop = heads[number + 1].start() if number + 1 < len(heads) else len(text)
        for match in _ITEM.finditer(text, head.end(), stop):
            own = _DAY.search(match["item"])
            day = _day(*map(int, own.groups())) if own else period
            if day is not None:
                yield day, head["title"] if above[level][0] is None else "", match["item"]


def _period(title: str) -> date | None:
    """Give the last day of the period that a heading names; None for none."""
    if found := _DAY.search(title):
        return _day(*map(int, found.groups()))
    if found := _QUARTER.search(title):
        year = int(next(group for group in found.groups() if group and len(group) > 1))
        part = int(next(group for group in found.groups() if group and len(group) == 1))
        return _month(year, part * (6 if "h" in found.group().lower() else 3))
    if found := _MONTH.search(title):
        return _month(int(found[1]), int(found[2]))
    if found := _NAMED.search(title):
        return _month(int(found[2]), _MONTHS[found[1].lower()])
    found = _YEAR.search(title)
    return date(int(found[1]), 12, 31) if found else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(year: int, month: int) -> date | None:
    return date(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= 12 else None  # noqa: PLR2004 - months


def _candidate(day: date, area: str, item: str) -> Candidate:
    lines = [line.strip() for line in item.splitlines() if line.strip()]
    title = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", lines[0]).strip("*_ ").rstrip(".")[:200]
    links = list(dict.fromkeys(_LINK.findall(item)))
    digest = hashlib.sha256(" ".join(item.split()).encode()).hexdigest()[:16]
    origins = (*links, f"brag:{digest}")
    fields: dict[str, Value] = {
        "title": title,
        "date": day.isoformat(),
        "origins": list(origins),
        "areas": [area] if area else [],
    }
    body = "\n".join(lines).replace("{{", "{ {").replace("<!--", "< !--")
    return Candidate("evidence", title, origins, fields, f"## What happened\n\n{body}", day.isoformat())


IMPORTER = Importer("brag", "A brag document in Markdown", recognises, read)
