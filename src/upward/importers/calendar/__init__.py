"""Evidence from a calendar file (.ics): one-to-ones, mentoring, talks, design reviews, interviews held. Private by default.

Series are expanded by `recurring-ical-events` (moved and cancelled occurrences, RDATE, EXDATE and UNTIL as instants,
SEQUENCE); the day of an event is its day in its own zone, or in the calendar's (X-WR-TIMEZONE).
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from upward.importers.calendar._file import calendars_in
from upward.importers.calendar._people import not_attended, people_of, shown_name
from upward.model.importer import ALREADY_KNOWN, Candidate, Importer, ImportQuery, Skipped
from upward.model.ports import ImportSource
from upward.model.record import Value
from upward.text.template_slots import neutralised
from upward.text.words import count_noun

# What in a title tells what it was; the first that fits.
_SORTS = (
    ("one-to-one", re.compile(r"(?i)(?<![\w:#])(?:1[:-]1|1[ -]?(?:on|to)[ -]?1|one[- ](?:on|to)[- ]one|catch[- ]?up with)s?\b(?![:-]\d)")),
    ("mentoring session", re.compile(r"(?i)\bmentor(?:ing)?\b|\bcoaching\b|\bpair(?:ing)?\b|\bonboarding\b")),
    ("talk", re.compile(r"(?i)\b(?:tech )?talk\b|\bbrown ?bag\b|\blightning\b|\bconference\b|\bmeetup\b|\bworkshop\b|\bdemo day\b|\bpresent(?:ation|ing)\b")),
    ("design review", re.compile(r"(?i)\bdesign review\b|\barchitecture\b|\brfc\b|\badr\b|\btech(?:nical)? review\b")),
    ("post-mortem", re.compile(r"(?i)\bpost-?mortem\b|\bincident review\b|\bretrospective of (?:the )?(?:incident|outage)\b")),
    ("interview held", re.compile(r"(?i)\binterview\b(?!.*\bmy\b)")),
)  # fmt: skip
# Work towards an event is no such event.
_PREPARES = re.compile(
    r"(?i)\b(?:draft(?:ing)?|prep(?:are|aration|aring)?|outline|slides|deck|rehears(?:al|e|ing)|dry[- ]?run|submit|submission|cfp"
    r"|call for (?:papers|proposals)|deadline|due|remind(?:er)?|register|registration|book(?:ing)?|buy|tickets?|travel|flight|cancel(?:led|ed)?)\b"
)
_ALONE = {"talk", "design review", "post-mortem"}
_SUB_DAILY = {"SECONDLY", "MINUTELY", "HOURLY"}
MOST_EVENTS = 20_000
# Occurrences of one series: a meeting on every working day for 75 years.
MOST_OCCURRENCES = 20_000
MOST_LINES = 30


@dataclass(frozen=True, slots=True)
class _Event:
    sort: str
    day: date
    title: str
    uid: str
    people: tuple[str, ...]
    minutes: int
    organizer: str
    start: str


def recognises(source: ImportSource) -> bool:
    """Whether the file is an iCalendar file."""
    return source.path.lower().endswith((".ics", ".ical")) and "BEGIN:VCALENDAR" in source.text()[:2000].upper()


def read(source: ImportSource, query: ImportQuery) -> Iterator[Candidate | Skipped]:
    """Yield talks and reviews each by itself, and one-to-ones and mentoring by person and quarter; the rest as left."""
    groups: dict[tuple[str, str, str], list[_Event]] = defaultdict(list)
    found: dict[tuple[str, str, str], _Event] = {}
    for event in _events(source, query):
        if isinstance(event, Skipped):
            yield event
        else:
            # Two calendars of one file may hold the same meeting.
            found.setdefault((event.uid, event.start, event.title), event)
    for event in sorted(found.values(), key=lambda event: (event.day, event.start, event.title, event.uid)):
        if event.sort in _ALONE:
            groups[event.sort, event.day.isoformat(), event.title].append(event)
        else:
            quarter = f"Q{(event.day.month - 1) // 3 + 1} {event.day.year}"
            who = ", ".join(event.people) or _counterpart(event)
            groups[event.sort, quarter, who if event.sort != "interview held" else ""].append(event)
    for (sort, when, who), events in groups.items():
        made = _candidate(sort, when, who, events)
        if set(made.origins) <= query.known_origins:
            yield Skipped(source.path.rpartition("/")[2], ALREADY_KNOWN, made.title)
        else:
            yield made


def _counterpart(event: _Event) -> str:
    """Give whom a title names: "Kim" for "1:1 Kim"."""
    pattern = next(pattern for name, pattern in _SORTS if name == event.sort)
    rest = pattern.sub(" ", event.title)
    plain = " ".join(re.sub(r"(?i)^[\W_]*(?:with\b)?|[\W_]+$", " ", rest).split())
    return plain if plain and re.search(r"\w", plain) else ""


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
    measure = {"id": "hours", "value": f"{hours:g}", "unit": "hours", "method": "calendar", "status": "measured"}
    fields: dict[str, Value] = {
        "title": title,
        "date": last,
        "started": events[0].day.isoformat() if events[0].day.isoformat() != last else "",
        "origins": list(dict.fromkeys(origins)),
        "people": [{"name": name} for name in list(people)[:20]],
        "measures": [measure] if hours else [],
        "tags": [sort.replace(" ", "-")],
        # Who met whom about what is confidential.
        "private": "true",
    }
    lines = [f"- {each.day}: {each.title}" for each in events[:MOST_LINES]]
    lines += [f"- {len(events) - MOST_LINES} more"] if len(events) > MOST_LINES else []
    organizer = next((each.organizer for each in events if each.organizer), "") if sort in _ALONE else ""
    lines += [f"\nOrganiser: {organizer}"] if organizer else []
    body = f"## What happened\n\n{chr(10).join(lines)}\n\n## What only you know\n\n{{{{effect: What came of it, and how do you know?}}}}"
    return Candidate("evidence", title, tuple(dict.fromkeys(origins)), fields, body, last)


def _events(source: ImportSource, query: ImportQuery) -> Iterator[_Event | Skipped]:
    """Yield each occurrence that counts, and each event that does not with the reason."""
    components: list[tuple[Any, Any]] = []
    for calendar in calendars_in(source):
        if isinstance(calendar, Skipped):
            yield calendar
        else:
            components += [(calendar, event) for event in calendar.walk("VEVENT")]
    if len(components) > MOST_EVENTS:
        yield Skipped(source.path, f"{len(components) - MOST_EVENTS} events after the first {MOST_EVENTS} are not read")
    series: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for number, (calendar, event) in enumerate(components[:MOST_EVENTS]):
        # An event without a UID is one by itself.
        series[id(calendar), str(event.get("uid") or f"{event.get('summary', '')} {number}")].append(event)
    calendars = {id(calendar): calendar for calendar, _ in components}
    for (place, uid), events in series.items():
        yield from _series(source, query, calendars[place], uid, events)


def _series(
    source: ImportSource, query: ImportQuery, calendar: Any, uid: str, events: list[Any]
) -> Iterator[_Event | Skipped]:
    title = _title(events[0])
    where, what = source.path.rpartition("/")[2], title or uid
    prepares = [match for event in events if (match := _PREPARES.search(_title(event)))]
    if len(prepares) == len(events) and _sort(title) in _ALONE:
        yield Skipped(where, f"the title says that it is preparation for an event: {prepares[0].group().lower()}", what)
        return
    if not any(_sort(_title(event)) for event in events):
        yield Skipped(where, "the title names no one-to-one, mentoring, talk, review, post-mortem or interview", what)
        return
    try:
        why = _refused(events)
        occurrences = [] if why else _occurrences(calendar, events, query)
    except Exception as error:  # noqa: BLE001 - the library raises what it meets in a broken event
        why, occurrences = f"the event can't be read: {type(error).__name__}: {error}"[:200], []
    if why:
        yield Skipped(where, why, what)
        return
    counted_any = False
    reasons: dict[str, None] = {}
    for event in occurrences:
        found = _occurrence(event, uid, query)
        if isinstance(found, str):
            reasons[found] = None
        else:
            counted_any = True
            yield found
    for reason in reasons:
        yield Skipped(where, reason, what)
    if not counted_any and not reasons:
        cancelled = any(str(event.get("status", "")).upper() == "CANCELLED" for event in events)
        yield Skipped(
            where, "it was cancelled" if cancelled else "no occurrence up to today in the requested period", what
        )


def _refused(events: Sequence[Any]) -> str:
    """Give why a series is not expanded; empty where it is."""
    for event in events:
        if event.get("dtstart") is None:
            return "the event has no DTSTART"
        rule = event.get("rrule")
        if isinstance(rule, list):
            return "the event has two RRULE lines, which RFC 5545 does not define"
        frequency = str((rule or {}).get("FREQ", ["DAILY"])[0]).upper()
        if frequency in _SUB_DAILY:
            return f"FREQ={frequency} is too frequent for a meeting"
        if any(int(count) > MOST_OCCURRENCES for count in (rule or {}).get("COUNT", [])):
            return f"COUNT is above {MOST_OCCURRENCES}"
    return ""


def _occurrences(calendar: Any, events: Sequence[Any], query: ImportQuery) -> list[Any]:
    import recurring_ical_events
    from icalendar import Calendar

    alone = Calendar()
    for name in ("prodid", "version", "x-wr-timezone"):
        if name in calendar:
            alone.add(name, str(calendar[name]))
    for event in events:
        alone.add_component(event)
    first = min(_day(event["dtstart"].dt) for event in events)
    begin = max(first, query.since) if query.since else first
    end = min([each for each in (query.until, query.today) if each is not None], default=date.max - timedelta(days=2))
    if query.until is None and query.today is None:
        end = first + timedelta(days=366 * 5)
    if begin > end:
        return []
    # A day more at both ends: a zone may move an event over midnight; `_occurrence` looks at the day itself.
    found = recurring_ical_events.of(alone, keep_recurrence_attributes=False).between(
        begin - timedelta(days=1 if begin > date.min else 0), end + timedelta(days=2)
    )
    return list(found[:MOST_OCCURRENCES])


def _occurrence(event: Any, uid: str, query: ImportQuery) -> _Event | str:
    """Give an occurrence as an event; a reason where it does not count, empty where it is outside of the period."""
    day, title = _day(event["dtstart"].dt), _title(event)
    sort = _sort(title)
    if query.today and day > query.today:
        return "an occurrence is in the future"
    if (query.since and day < query.since) or (query.until and day > query.until):
        return "an occurrence is outside the requested period"
    if str(event.get("status", "")).upper() == "CANCELLED":
        return "it was cancelled"
    if not sort:
        return "the title of a moved occurrence names no one-to-one, mentoring, talk, review or interview"
    why = not_attended(event, query)
    if why:
        return why
    organizer = event.get("organizer")
    by = shown_name(organizer) if hasattr(organizer, "params") else ""
    start = event["dtstart"].dt.isoformat()
    return _Event(sort, day, title, uid, people_of(event, query), _minutes(event), by, start)


def _sort(title: str) -> str:
    return next((name for name, pattern in _SORTS if pattern.search(title)), "")


def _title(event: Any) -> str:
    return neutralised(" ".join(str(event.get("summary", "")).split()), 300)


def _minutes(event: Any) -> int:
    start = event["dtstart"].dt
    try:
        length = event["duration"].dt if "duration" in event else event["dtend"].dt - start
    except (KeyError, TypeError):
        return 0
    minutes = int(length.total_seconds() // 60) if isinstance(length, timedelta) and isinstance(start, datetime) else 0
    # A block of more than a day is not a meeting's length.
    return minutes if 0 < minutes <= 24 * 60 else 0


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


IMPORTER = Importer("calendar", "A calendar file: one-to-ones, mentoring, talks, reviews", recognises, read)
