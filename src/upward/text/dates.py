"""Dates as records write them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime

_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?")


def parse_date(value: str) -> date | None:
    """Read a date, a date with a time, a month or a year (their first day); None where it is none."""
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        match = _MONTH.fullmatch(value)
    try:
        return date(int(match[1]), int(match[2] or 1), 1) if match else None
    except ValueError:
        return None


def last_day(value: str) -> date | None:
    """Read a date as `parse_date` does, but a month or a year as its last day."""
    first, match = parse_date(value), _MONTH.fullmatch(value)
    if first is None or match is None:
        return first
    return first.replace(day=monthrange(first.year, first.month)[1]) if match[2] else first.replace(month=12, day=31)
