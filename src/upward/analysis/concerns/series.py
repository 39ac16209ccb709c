"""A series of measurements beside a concern: a CSV, a line each; `?` where a measurement could not be made."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from upward.analysis.concerns.concern import Indicator, read_number
from upward.text.moments import parse_moment

HEAD = ("at", "indicator", "value", "unit", "note")
UNKNOWN = "?"
_BARS = "▁▂▃▄▅▆▇█"
GAP = "·"
SPARK_POINTS = 24
# Fewer points show no trend: of three, any order is as likely by chance as one in six.
MIN_TREND_POINTS = 4
TREND_POINTS = 12
# Kendall's tau from which points are said to rise or fall.
MIN_TAU = 0.5


@dataclass(frozen=True, slots=True)
class Point:
    """A measurement; `value` is None where it could not be made, and `note` says why."""

    at: datetime
    indicator: str
    value: float | None
    unit: str = ""
    note: str = ""


class Trend(StrEnum):
    """Where a series goes, by its indicator's direction."""

    BETTER = "better"
    WORSE = "worse"
    STEADY = "steady"
    UNKNOWN = "?"


def parse_series(text: str) -> tuple[list[Point], list[str]]:
    """Read a series, oldest first, and say which lines could not be read."""
    points, problems = [], []
    for number, row in enumerate(_rows(text), start=1):
        if not row or tuple(row) == HEAD:
            continue
        at = parse_moment(row[0])
        value = read_number(row[2]) if len(row) > 2 else None  # noqa: PLR2004 - the third column
        if at is None or len(row) < len(HEAD) - 1 or (value is None and row[2] != UNKNOWN):
            problems.append(f"line {number} is not a measurement")
            continue
        points.append(Point(at, row[1], value, row[3], row[4] if len(row) == len(HEAD) else ""))
    return sorted(points, key=lambda point: point.at), problems


def _rows(text: str) -> Iterator[list[str]]:
    """Yield the rows of a CSV; one that cannot be read is a row of one cell."""
    rows = csv.reader(io.StringIO(text, newline=""))
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield ["?"]


def format_points(points: Iterable[Point], *, with_head: bool) -> str:
    """Give lines of CSV for points."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if with_head:
        writer.writerow(HEAD)
    for each in points:
        written = UNKNOWN if each.value is None else f"{each.value:g}"
        writer.writerow((each.at.isoformat(timespec="seconds"), each.indicator, written, each.unit, each.note))
    return out.getvalue()


def of_indicator(points: Iterable[Point], indicator: Indicator) -> list[Point]:
    """Give one indicator's points."""
    return [point for point in points if point.indicator == indicator.id]


def known(points: Sequence[Point]) -> list[tuple[datetime, float]]:
    """Give the points that have a value."""
    return [(point.at, point.value) for point in points if point.value is not None]


def trend(points: Sequence[Point], indicator: Indicator) -> Trend:
    """Say where the last twelve values go, by Kendall's tau."""
    values = [value for _, value in known(points)][-TREND_POINTS:]
    if len(values) < MIN_TREND_POINTS:
        return Trend.UNKNOWN
    pairs = [(one, other) for place, one in enumerate(values) for other in values[place + 1 :]]
    tau = sum((other > one) - (other < one) for one, other in pairs) / len(pairs)
    if abs(tau) < MIN_TAU:
        return Trend.STEADY
    return Trend.BETTER if (tau > 0) == indicator.up else Trend.WORSE


def sparkline(points: Sequence[Point]) -> str:
    """Draw the last points, a character each, a dot where a value was not measured."""
    shown = points[-SPARK_POINTS:]
    values = [value for _, value in known(shown)]
    if not values:
        return GAP * len(shown)
    low, spread = min(values), max(values) - min(values)
    return "".join(
        GAP if point.value is None else _BARS[round((point.value - low) / spread * 7) if spread else 3]
        for point in shown
    )


@dataclass(frozen=True, slots=True)
class Budget:
    """An error budget: how fast it burns (1 = just used up at the window's end), and on how many days that is known."""

    burn: float
    burn_recent: float | None
    days_measured: int
    days: int


RECENT_DAYS = 3


def error_budget(points: Sequence[Point], indicator: Indicator, today: date) -> Budget | None:
    """Give the burn rate of an indicator with an objective, whose values are percent of good events; None without.

    Burn rate is (share of bad events) / (1 - objective), as in "The Site Reliability Workbook", chapter 5.
    """
    if indicator.objective is None:
        return None
    allowed = 1 - indicator.objective
    by_day = dict(_bad_by_day(points, today, indicator.window_days))
    if not by_day:
        return None
    recent = [share for day, share in by_day.items() if day > today - timedelta(days=RECENT_DAYS)]
    return Budget(
        round(sum(by_day.values()) / len(by_day) / allowed, 2),
        round(sum(recent) / len(recent) / allowed, 2) if recent else None,
        len(by_day),
        indicator.window_days,
    )


def _bad_by_day(points: Sequence[Point], today: date, window: int) -> Iterator[tuple[date, float]]:
    days: dict[date, list[float]] = {}
    for at, value in known(points):
        if today - timedelta(days=window) < at.date() <= today and 0 <= value <= 100:  # noqa: PLR2004 - percent
            days.setdefault(at.date(), []).append(1 - value / 100)
    for day, shares in days.items():
        yield day, sum(shares) / len(shares)
