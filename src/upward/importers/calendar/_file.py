"""The calendars of an iCalendar file, event by event where the file as a whole can't be parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from upward.model.errors import SourceError, needs_extra
from upward.model.importer import Skipped
from upward.model.ports import ImportSource


def calendars_in(source: ImportSource) -> Iterator[Any]:
    """Yield the calendars of a file, and what in it can't be read; raises SourceError where none can."""
    try:
        import recurring_ical_events as _  # noqa: F401 - asked for here, so that it is refused before anything is read
        from icalendar import Calendar
    except ModuleNotFoundError as error:
        raise needs_extra("Calendar import", error.name or "icalendar", "calendar") from error
    text = source.text()
    try:
        yield from Calendar.from_ical(text, multiple=True)
    except (ValueError, IndexError, KeyError, TypeError) as error:
        parts = list(_parts(text))
        if not parts:
            raise SourceError(
                f"{source.path} is not an iCalendar file", why=str(error)[:200], next_step="export it again"
            ) from error
        yield from _one_by_one(source, parts)


_EVENT = re.compile(r"^BEGIN:VEVENT\r?\n.*?^END:VEVENT[ \t]*\r?$", re.MULTILINE | re.DOTALL)
_ZONE = re.compile(r"^BEGIN:VTIMEZONE\r?\n.*?^END:VTIMEZONE[ \t]*\r?$", re.MULTILINE | re.DOTALL)
_CALENDAR_ZONE = re.compile(r"^X-WR-TIMEZONE:.*$", re.MULTILINE)


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Yield each event's line and text."""
    for match in _EVENT.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match.group()


def _one_by_one(source: ImportSource, parts: Sequence[tuple[int, str]]) -> Iterator[Any]:
    """Yield a calendar of the events that can be read, each parsed by itself, and the others with their line."""
    from icalendar import Calendar

    text = source.text()
    zones = "\r\n".join(match.group() for match in _ZONE.finditer(text))
    zone = next((match.group().strip() for match in _CALENDAR_ZONE.finditer(text)), "")
    head = "\r\n".join(
        part for part in ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//upward//import//EN", zone, zones) if part
    )
    whole = Calendar.from_ical(f"{head}\r\nEND:VCALENDAR\r\n")
    for line, part in parts:
        try:
            one = Calendar.from_ical(f"{head}\r\n{part}\r\nEND:VCALENDAR\r\n")
            for event in one.walk("VEVENT"):
                whole.add_component(event)
        except (ValueError, IndexError, KeyError, TypeError) as error:
            yield Skipped(f"{source.path}:{line}", f"the event can't be read: {error}"[:200])
    yield whole
