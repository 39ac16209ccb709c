"""Metrics in a wide CSV (a column of times, then one a component and metric), and which component deviates most.

The score of a column is the distance of its medians before and after the onset, in units of its interquartile range
before it: BARO's robust scorer (Pham et al., FSE 2024) with a median in place of the maximum, which on the training
faults of PetShop named more causes. A component's score is that of its largest column.
"""

from __future__ import annotations

import contextlib
import csv
import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence

from upward.analysis.incidents.log_lines import parse_time

MIN_POINTS = 4
# A series that hardly moves: this share of its level counts as its spread.
MIN_SPREAD = 0.05
MOST_COLUMNS = 20_000


def robust_score(before: Sequence[float], after: Sequence[float]) -> float | None:
    """Give how far `after` strays from `before`; None where there are too few points to say."""
    if len(before) < MIN_POINTS or not after:
        return None
    middle = statistics.median(before)
    low, _, high = statistics.quantiles(before, n=4)
    spread = max(high - low, abs(middle) * MIN_SPREAD, 1e-9)
    return abs(statistics.median(after) - middle) / spread


def component_of(column: str) -> str:
    """Give a column's component: what stands before `.` or `:`, else before the last underscore."""
    for mark in (".", ":", "|"):
        if mark in column:
            return column.split(mark, 1)[0]
    return column.rpartition("_")[0] or column


def parse_metrics(lines: Iterable[str]) -> tuple[list[float], Mapping[str, list[float | None]]]:
    """Read a wide CSV: times in seconds since 1970, and the values of each column; a gap is None."""
    rows = _rows(lines)
    head = next(rows, [])[: MOST_COLUMNS + 1]
    times: list[float] = []
    columns: dict[str, list[float | None]] = {name: [] for name in head[1:]}
    for row in rows:
        at = parse_time(row[0]) if row else None
        if at is None:
            continue
        times.append(at)
        for place, name in enumerate(head[1:], start=1):
            columns[name].append(_number(row[place]) if place < len(row) else None)
    return times, columns


def _rows(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield a row a line; what cannot be read is passed over."""
    for line in lines:
        with contextlib.suppress(csv.Error, StopIteration):
            yield next(csv.reader([line]))


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None


def metric_deviations(
    times: Sequence[float], columns: Mapping[str, Sequence[float | None]], onset: float
) -> list[tuple[str, float]]:
    """Give the components by the deviation of their largest column after the onset, largest first."""
    best: dict[str, float] = {}
    for column, values in columns.items():
        known = [(at, value) for at, value in zip(times, values, strict=True) if value is not None]
        score = robust_score([v for at, v in known if at < onset], [v for at, v in known if at >= onset])
        if score is not None:
            name = component_of(column)
            best[name] = max(best.get(name, 0.0), round(score, 3))
    return sorted(best.items(), key=lambda each: (-each[1], each[0]))
