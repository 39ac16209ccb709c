"""Moments: ISO 8601 dates with a time, and spans between them as people write them."""

from __future__ import annotations

from datetime import UTC, datetime

_MINUTE = 60
_HOUR_MINUTES = 60
_DAY_MINUTES = 24 * _HOUR_MINUTES


def parse_moment(value: str) -> datetime | None:
    """Read an ISO 8601 date with a time; without an offset it is taken as UTC. None where it is not a moment."""
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def has_time(value: str) -> bool:
    """Whether a value is a moment and not only a day."""
    return len(value.strip()) > len("2026-03-09") and parse_moment(value) is not None


def minutes_between(start: datetime | None, stop: datetime | None) -> float | None:
    """Give the minutes from one moment to another; None where either is unknown."""
    return None if start is None or stop is None else (stop - start).total_seconds() / _MINUTE


def duration_text(minutes: float | None) -> str:
    """Give minutes as people say them: "48 min", "3 h 20 min", "2 d 4 h"; "unknown" for None."""
    if minutes is None:
        return "unknown"
    sign, left = ("-" if minutes < 0 else ""), round(abs(minutes))
    days, left = divmod(left, _DAY_MINUTES)
    hours, left = divmod(left, _HOUR_MINUTES)
    if days:
        return f"{sign}{days} d {hours} h" if hours else f"{sign}{days} d"
    if hours:
        return f"{sign}{hours} h {left} min" if left else f"{sign}{hours} h"
    return f"{sign}{left} min"
