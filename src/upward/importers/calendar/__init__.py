"""Evidence from a calendar file (.ics): one-to-ones, mentoring, talks, design reviews, interviews held. Private by default."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from upward.model.errors import MissingExtraError, SourceError
from upward.model.importer import Candidate, Importer, ImportQuery
from upward.model.ports import ImportSource
from upward.model.record import Value
from upward.text.words import count_noun

# What in a title tells what it was; the first that fits. What fits nothing is nobody's evidence and is not read further.
_SORTS = (
    ("one-to-one", re.compile(r"(?i)\b(?:1[ :/-]?(?:on[ -])?1|one[- ](?:on|to)[- ]one|1to1|catch[- ]?up with)\b")),
    ("mentoring session", re.compile(r"(?i)\bmentor|\bcoaching\b|\bpair(?:ing)?\b|\bonboarding\b")),
    ("talk", re.compile(r"(?i)\b(?:tech )?talk\b|\bbrown ?bag\b|\blightning\b|\bconference\b|\bmeetup\b|\bworkshop\b|\bdemo day\b|\bpresent(?:ation|ing)\b")),
    ("design review", re.compile(r"(?i)\bdesign review\b|\barchitecture\b|\brfc\b|\badr\b|\btech(?:nical)? review\b")),
    ("post-mortem", re.compile(r"(?i)\bpost-?mortem\b|\bincident review\b|\bretrospective of (?:the )?(?:incident|outage)\b")),
    ("interview held", re.compile(r"(?i)\binterview\b(?!.*\bmy\b)")),
)  # fmt: skip
_ALONE = {"talk", "design review", "post-mortem"}
MOST_EVENTS = 20_000
MOST_YEARS = 10


@dataclass(frozen=True, slots=True)
class _Event:
    sort: str
    day: date
    title: str
    uid: str
    people: tuple[str, ...]
    minutes: int


def recognises(source: ImportSource) -> bool:
    """Whether the file is an iCalendar file."""
    return source.path.endswith((".ics", ".ical")) and "BEGIN:VCALENDAR" in source.text()[:2000]


def read(source: ImportSource, wish: ImportQuery) -> Iterator[Candidate]:
    """Yield talks and reviews each by itself, and one-to-ones and mentoring by person and quarter; nothing else."""
    groups: dict[tuple[str, str, str], list[_Event]] = defaultdict(list)
    for event in sorted(_events(source, wish), key=lambda event: (event.day, event.title)):
        if event.sort in _ALONE:
            groups[event.sort, event.day.isoformat(), event.title].append(event)
        else:
            quarter = f"Q{(event.day.month - 1) // 3 + 1} {event.day.year}"
            who = ", ".join(event.people) or event.title
            groups[event.sort, quarter, who if event.sort != "interview held" else ""].append(event)
    for (sort, when, who), events in groups.items():
        made = _candidate(sort, when, who, events)
        if not set(made.origins) <= wish.known_origins:
            yield made


def _candidate(sort: str, when: str, who: str, events: Sequence[_Event]) -> Candidate:
    last = events[-1].day.isoformat()
    title = (
        events[0].title
        if sort in _ALONE
        else f"{count_noun(len(events), sort)}{f' with {who}' if who else ''} in {when}"
    )
    origins = tuple(f"calendar:{hashlib.sha256(f'{each.uid} {each.day}'.encode()).hexdigest()[:16]}" for each in events)
    people = dict.fromkeys(name for each in events for name in each.people)
    hours = sum(each.minutes for each in events) / 60
    fields: dict[str, Value] = {
        "title": title,
        "date": last,
        "started": events[0].day.isoformat() if events[0].day.isoformat() != last else "",
        "origins": list(origins),
        "people": [{"name": name} for name in list(people)[:20]],
        "measures": [
            {"id": "hours", "value": f"{hours:g}", "unit": "hours", "method": "calendar", "status": "measured"}
        ],
        "tags": [sort.replace(" ", "-")],
        # Who met whom about what is not for everybody's eyes.
        "private": "true",
    }
    told = "\n".join(f"- {each.day}: {each.title}" for each in events[:30])
    body = (
        f"## What happened\n\n{told}\n\n## What only you know\n\n{{{{effect: What came of it, and how do you know?}}}}"
    )
    return Candidate("evidence", title, origins, fields, body, last)


def _events(source: ImportSource, wish: ImportQuery) -> Iterator[_Event]:
    try:
        from icalendar import Calendar
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            "A calendar needs the package icalendar", why="it is not installed",
            next_step="run `pip install 'upward[calendar]'`",
        ) from error  # fmt: skip
    try:
        calendar = Calendar.from_ical(source.text())
    except (ValueError, IndexError, KeyError) as error:
        raise SourceError(f"{source.path} is no calendar", why=str(error), next_step="export it again") from error
    for number, event in enumerate(calendar.walk("VEVENT")):
        if number >= MOST_EVENTS:
            return
        title = " ".join(str(event.get("summary", "")).split())
        sort = next((name for name, pattern in _SORTS if pattern.search(title)), "")
        if not sort or str(event.get("status", "")).upper() == "CANCELLED" or event.get("dtstart") is None:
            continue
        people = _people(event)
        for start in _starts(event, wish):
            yield _Event(sort, start, _inert(title), str(event.get("uid", title)), people, _minutes(event))


def _inert(text: str) -> str:
    return text.replace("{{", "{ {").replace("<!--", "< !--")[:300]


def _people(event: Any) -> tuple[str, ...]:
    found = event.get("attendee", [])
    names = []
    for each in found if isinstance(found, list) else [found]:
        name = str(each.params.get("CN", "")) or str(each).removeprefix("mailto:").removeprefix("MAILTO:")
        if str(each) != str(event.get("organizer", "")):
            names.append(_inert(name))
    return tuple(sorted(dict.fromkeys(names)))[:5]


def _minutes(event: Any) -> int:
    start = event["dtstart"].dt
    try:
        length = event["duration"].dt if "duration" in event else event["dtend"].dt - start
    except (KeyError, TypeError):
        return 0
    return int(length.total_seconds() // 60) if isinstance(length, timedelta) and isinstance(start, datetime) else 0


def _starts(event: Any, wish: ImportQuery) -> Iterator[date]:
    """Yield the days an event was on: its own, or those its rule gives up to today's year, without those taken out."""
    first = event["dtstart"].dt
    begun = first if isinstance(first, datetime) else datetime(first.year, first.month, first.day, tzinfo=UTC)
    days = [begun.date()]
    rule = event.get("rrule")
    if rule is not None:
        from dateutil.rrule import rrulestr

        plain = begun.replace(tzinfo=None)
        text = re.sub(r"UNTIL=(\d{8})(?:T\d{6}Z?)?", r"UNTIL=\1T235959", rule.to_ical().decode())
        end = plain + timedelta(days=366 * MOST_YEARS)
        for last in (wish.until, wish.today):
            if last is not None:
                end = min(end, datetime(last.year, last.month, last.day, 23, 59))  # noqa: DTZ001 - as the rule
        days = [each.date() for each in rrulestr(text, dtstart=plain).between(plain, end, inc=True)]
    out = event.get("exdate", [])
    for each in out if isinstance(out, list) else [out]:
        days = [
            day
            for day in days
            if day not in {taken.dt.date() if isinstance(taken.dt, datetime) else taken.dt for taken in each.dts}
        ]
    for day in days:
        past = wish.today is None or day <= wish.today
        if past and (not wish.since or day >= wish.since) and (not wish.until or day <= wish.until):
            yield day


IMPORTER = Importer("calendar", "A calendar file: one-to-ones, mentoring, talks, reviews", recognises, read)
