"""What is due, as a calendar file (iCalendar, RFC 5545), by `icalendar`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import NamedTuple

from upward.model.errors import MissingExtraError


class PlannedEvent(NamedTuple):
    """An event of a whole day; its id stays, so that a calendar replaces the one it has."""

    id: str
    day: date
    title: str
    text: str


def calendar_file(events: Iterable[PlannedEvent], now: datetime) -> str:
    """Give a calendar file; raises MissingExtraError without `icalendar`."""
    try:
        from icalendar import Calendar, Event
    except ImportError as error:
        raise MissingExtraError(
            "Calendar files need the package icalendar", next_step="pip install 'upward[calendar]'"
        ) from error
    calendar = Calendar()
    calendar.add("prodid", "-//upward//rehearsal//EN")
    calendar.add("version", "2.0")
    for planned in events:
        event = Event()
        event.add("uid", f"{planned.id}@upward")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", planned.day)
        event.add("summary", planned.title)
        event.add("description", planned.text)
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content.decode("utf-8")
