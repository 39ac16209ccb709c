"""Evidence from a journal: jrnl's JSON, text and Markdown exports, and Day One's JSON export."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import zip_longest
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from upward.model.errors import SourceError
from upward.model.importer import ALREADY_KNOWN, Candidate, Importer, ImportQuery, Skipped
from upward.model.ports import ImportSource
from upward.text.date_span import DateSpan
from upward.text.dates import parse_date
from upward.text.import_entries import Identities, shortened, title_of
from upward.text.template_slots import neutralised

# `[2026-03-09 09:00] Title`, with seconds or am and pm; in Markdown a heading instead of brackets.
_MOMENT = r"(?P<day>\d{4}-\d\d-\d\d)(?:[ T](?P<time>\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?))?"
_BRACKETED = re.compile(rf"^\[{_MOMENT}\][ \t]*(?P<title>.*)$", re.MULTILINE)
_HEADED = re.compile(rf"^#{{1,6}}[ \t]+{_MOMENT}[ \t]+(?P<title>\S.*)$", re.MULTILINE)
_TIMED_HEAD = re.compile(r"(?m)^#{1,6}[ \t]+\d{4}-\d\d-\d\d[ T]\d{1,2}:\d\d")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_TAG = re.compile(r"(?<![\w@])@(\w[\w-]*)")


class _Entry(NamedTuple):
    where: str
    day: str
    time: str
    title: str
    body: str
    tags: tuple[str, ...]


def recognises(source: ImportSource) -> bool:
    """Whether the file is JSON with dated entries, or text or Markdown that jrnl exported."""
    path = source.path.lower()
    if source.is_folder:
        return False
    if path.endswith(".json"):
        text = source.text()
        entries = _entries_in(text) if '"entries"' in text else None
        return bool(entries) and any(
            isinstance(each, dict) and {"date", "creationDate"} & set(each) for each in entries or ()
        )
    if path.endswith((".txt", ".jrnl", ".journal")):
        return _BRACKETED.search(source.text()) is not None
    return path.endswith((".md", ".markdown")) and _TIMED_HEAD.search(source.text()) is not None


def read(source: ImportSource, query: ImportQuery) -> Iterator[Candidate | Skipped]:
    """Yield one candidate an entry; raises SourceError where the file is not what a journal writes."""
    identities = Identities(query.known_origins)
    for entry in _read(source):
        if isinstance(entry, Skipped):
            yield entry
            continue
        legacy = f"jrnl:{entry.day}T{entry.time}".replace(" ", "")
        origin, known = identities.origin("jrnl", entry.day, entry.time, entry.title, entry.body, legacy=legacy)
        outside = query.outside(DateSpan(entry.day, entry.day))
        if known or outside:
            yield Skipped(entry.where, ALREADY_KNOWN if known else outside)
            continue
        fields = {"title": entry.title, "date": entry.day, "origins": [origin], "tags": list(entry.tags)}
        body = neutralised(f"## What happened\n\n{entry.body or entry.title}", 100_000)
        yield Candidate("evidence", entry.title, (origin,), fields, body, entry.day)


def _read(source: ImportSource) -> Iterator[_Entry | Skipped]:
    name, text = source.path.rpartition("/")[2], source.text()
    if not source.path.lower().endswith(".json"):
        pattern = _HEADED if source.path.lower().endswith((".md", ".markdown")) else _BRACKETED
        yield from _in_text(name, text, pattern)
        return
    entries = _entries_in(text)
    if entries is None:
        raise SourceError(
            f"{source.path} has no list of entries", next_step="export the journal with `jrnl --export json`"
        )
    for number, entry in enumerate(entries, start=1):
        yield _of_json(f"{name}: entry {number}", entry) if isinstance(entry, dict) else Skipped(name, "no entry")


def _entries_in(text: str) -> list[Any] | None:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(
            "The file is not valid JSON", why=str(error)[:200], next_step="export it again with `jrnl --export json`"
        ) from error
    entries = data.get("entries") if isinstance(data, dict) else None
    return entries if isinstance(entries, list) else None


def _of_json(where: str, entry: Mapping[str, Any]) -> _Entry | Skipped:
    tags = [str(tag).lstrip("@#") for tag in entry.get("tags") or () if isinstance(tag, str)]
    shown = tuple(neutralised(tag, 60) for tag in tags)
    created = str(entry.get("creationDate", ""))
    if created:
        day = _local_day(created, str(entry.get("timeZone", "")))
        lines = str(entry.get("text", "")).replace("\\.", ".").strip()
        first, _, rest = lines.partition("\n")
        identity = str(entry.get("uuid", "")) or created
        made = _Entry(where, day.isoformat() if day else "", identity, title_of(first), rest.strip(), shown)
    else:
        title, body = str(entry.get("title", "")).strip(), str(entry.get("body", "")).strip()
        day = parse_date(str(entry.get("date", "")))
        first = neutralised(title, 300) or title_of(body)
        made = _Entry(where, day.isoformat() if day else "", str(entry.get("time", "")), first, body, shown)
    if not made.title:
        return Skipped(where, "the entry has no text")
    return made if day else Skipped(where, "no date", shortened(made.title))


def _local_day(created: str, zone: str) -> date | None:
    """Give the day it was for the writer: Day One writes the moment in UTC and the zone beside it."""
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(ZoneInfo(zone)).date() if zone else moment.date()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return moment.date()


def _in_text(name: str, text: str, pattern: re.Pattern[str]) -> Iterator[_Entry | Skipped]:
    found = list(pattern.finditer(text))
    for match, following in zip_longest(found, found[1:]):
        stop = following.start() if following else len(text)
        lines = [
            line for line in text[match.end() : stop].strip().split("\n") if not re.match(r"#{1,6}[ \t]+\S+$", line)
        ]
        body = "\n".join(lines).strip()
        where = f"{name}:{text.count(chr(10), 0, match.start()) + 1}"
        title, *rest = _SENTENCE.split(match["title"].strip(), maxsplit=1)
        if parse_date(match["day"]) is None or not title_of(title):
            yield Skipped(where, f"{match['day']} is not a date" if title_of(title) else "the entry has no text")
            continue
        tags = tuple(dict.fromkeys(_TAG.findall(f"{match['title']}\n{body}")))
        yield _Entry(
            where, match["day"], match["time"] or "", neutralised(title, 300), "\n".join([*rest, body]).strip(), tags
        )


IMPORTER = Importer("jrnl", "A journal: jrnl's JSON, text or Markdown, or Day One's JSON", recognises, read)
