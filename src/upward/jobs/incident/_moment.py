"""Times as a person gives them, and as an incident keeps them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from upward.model.errors import UsageError
from upward.session.session import Session
from upward.text.moments import has_time, parse_moment

# Two computers' clocks may differ by so much.
CLOCK_SLACK = timedelta(minutes=5)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def moment(session: Session, given: str, reference: datetime | None = None) -> str:
    """Give a time as it is written down: the one given, or now to the second.

    A time of day such as 02:05 is taken on the day on which it is closest to `reference`, the incident's onset, or
    else to now. Raises UsageError for what is not a time, or lies in the future.
    """
    now = session.clock.now()
    if not given:
        return now.isoformat(timespec="seconds")
    clock = _CLOCK.fullmatch(given.strip())
    if clock:
        found: datetime | None = _closest(int(clock[1]), int(clock[2]), reference or now, now)
    else:
        found = parse_moment(given) if has_time(given) else None
    if found is None:
        raise UsageError(f"{given!r} is not a time", next_step="write it as 2026-05-20T09:40+02:00, or as 09:40")
    if found > now + CLOCK_SLACK:
        raise UsageError(f"{given} is in the future", why=f"it is {now:%Y-%m-%dT%H:%M%z}", next_step="correct the time")
    return found.isoformat(timespec="seconds")


def _closest(hour: int, minute: int, reference: datetime, now: datetime) -> datetime:
    day = reference.replace(hour=hour, minute=minute, second=0, microsecond=0)
    days = [day + timedelta(days=step) for step in (-1, 0, 1)]
    past = [each for each in days if each <= now + CLOCK_SLACK] or [day]
    return min(past, key=lambda each: abs(each - reference))
