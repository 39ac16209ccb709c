"""A period as it was written, in its precision, and what a text around a date says about it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

MONTHS = 12


class DateOrder(StrEnum):
    """Which part of a date such as 03/04/2026 comes first."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class AmbiguousDateError(ValueError):
    """A date that is a day in either order of its parts; `str()` is the date as written."""


class DateSpan(NamedTuple):
    """A period: its first and last day, month or year, each in the precision it was written in (ISO 8601)."""

    start: str
    end: str

    @property
    def first(self) -> date:
        """The first day of the period."""
        year, month, day = (*map(int, self.start.split("-")), 1, 1)[:3]
        return date(year, month, day)

    @property
    def last(self) -> date:
        """The last day of the period."""
        parts = [int(part) for part in self.end.split("-")]
        month = parts[1] if len(parts) > 1 else MONTHS
        day = parts[2] if len(parts) > 2 else calendar.monthrange(parts[0], month)[1]  # noqa: PLR2004 - year, month, day
        return date(parts[0], month, day)

    def until(self, today: date) -> DateSpan | None:
        """Give the part of the period that is not after `today`; None where all of it is."""
        if self.first > today:
            return None
        if self.last <= today or len(self.end) == len("2026"):
            return self
        # Still running: it ends, so far, in the present month.
        end = today.isoformat()[: len(self.end)]
        return DateSpan(min(self.start, end) if len(self.start) == len(end) else self.start, end)

    def joined(self, other: DateSpan) -> DateSpan:
        """Give the period from the start of this one to the end of the other."""
        return DateSpan(self.start, other.end)


@dataclass(frozen=True, slots=True)
class DateHints:
    """What a text around a date says about it.

    `year` is that of a heading above, for "March" or "H2"; `fiscal_start` is the month in which FY26 begins (one
    after January begins in the calendar year before); `today` is the end of "2021 to present".
    """

    year: int | None = None
    order: DateOrder | None = None
    fiscal_start: int = 1
    today: date | None = None


class FoundDate(NamedTuple):
    """A date in a text, with its place as character offsets."""

    start: int
    stop: int
    span: DateSpan
