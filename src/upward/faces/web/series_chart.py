"""A series of measurements as a line over time, with its target: what a concern or a standard shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, TypeAlias

from markupsafe import Markup, escape

from upward.faces.web.charts import svg

# When, the value (None where it could not be measured), and a note.
Measured: TypeAlias = tuple[datetime, float | None, str]
# In pixels of the drawing's own grid: its size, and what is left beside the line for labels.
WIDTH, HEIGHT, LEFT, RIGHT = 400, 140, 36, 72


class _Grid(NamedTuple):
    """Where moments and values lie."""

    first: datetime
    last: datetime
    low: float
    high: float

    def x(self, at: datetime) -> float:
        span = (self.last - self.first).total_seconds() or 1.0
        return LEFT + (WIDTH - LEFT - RIGHT) * (at - self.first).total_seconds() / span

    def y(self, value: float) -> float:
        return 8 + (HEIGHT - 32) * (self.high - value) / ((self.high - self.low) or 1.0)


def series(points: Sequence[Measured], target: float | None, unit: str) -> Markup:
    """Draw a line with a dot a measurement and the target as a line across; where one is missing, the line is cut."""
    known = [(at, value) for at, value, _ in points if value is not None]
    if not known:
        return Markup("")
    values = [value for _, value in known] + ([target] if target is not None else [])
    grid = _Grid(known[0][0], known[-1][0], min(0.0, *values), max(values))
    drawn = [*_labels(grid, target), *(_line(grid, line) for line in _unbroken(points))]
    for at, value in known:
        said = escape(f"{at.date().isoformat()}: {value:g} {unit}".strip())
        place = f'cx="{grid.x(at):.1f}" cy="{grid.y(value):.1f}"'
        drawn.append(f'<circle class="mark" {place} r="3"><title>{said}</title></circle>')
    aimed = f", target {target:g}" if target is not None else ""
    return svg(HEIGHT, f"{len(known)} measurements, the last {known[-1][1]:g} {unit}{aimed}", drawn, width=WIDTH)


def _labels(grid: _Grid, target: float | None) -> Iterator[str]:
    for value in {grid.low, grid.high}:
        yield f'<text class="label" x="0" y="{grid.y(value) + 4:.1f}">{value:g}</text>'
    end = WIDTH - RIGHT
    if target is not None:
        y = grid.y(target)
        yield f'<line class="target" x1="{LEFT}" x2="{end}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="label" x="{end + 8}" y="{y + 4:.1f}">target {target:g}</text>'
    days = dict.fromkeys((grid.first.date().isoformat(), grid.last.date().isoformat()))
    for day, x, anchor in zip(days, (LEFT, end), ("start", "end"), strict=False):
        yield f'<text class="label" x="{x}" y="{HEIGHT - 6}" text-anchor="{anchor}">{day}</text>'


def _line(grid: _Grid, line: Sequence[tuple[datetime, float]]) -> str:
    places = " ".join(f"{grid.x(at):.1f},{grid.y(value):.1f}" for at, value in line)
    return f'<polyline class="line" points="{places}"/>'


def _unbroken(points: Sequence[Measured]) -> Iterator[list[tuple[datetime, float]]]:
    """Cut a series where a measurement is missing."""
    line: list[tuple[datetime, float]] = []
    for at, value, _ in points:
        if value is not None:
            line.append((at, value))
        elif line:
            yield line
            line = []
    if line:
        yield line
