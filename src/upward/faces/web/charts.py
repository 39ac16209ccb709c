"""Drawings as SVG: data and labels, nothing else. What each shows stands in a table beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from markupsafe import Markup, escape

# Sizes in pixels of the drawing's own grid.
WIDTH, ROW, LABEL = 720, 24, 230
BAR = 12
RADAR, RADAR_HEIGHT = 760, 380
# Standings of a criterion that has no evidence.
EMPTY = frozenset({"none", "nothing"})
# Between the labels of both ends of a time line a year is named where so much of it is free on both sides.
CLEAR = 0.3
# A label this close to the middle stands above or below its axis.
NARROW = 0.2


def timeline(rows: Sequence[tuple[str, Sequence[tuple[date, str]]]], first: date, last: date) -> Markup:
    """Draw a dot an effort, a line an area, from the first day to the last: as wide as the screen lets it be."""
    days = max(1, (last - first).days)
    years = [(date(year, 1, 1) - first).days / days for year in range(first.year + 1, last.year + 1)]
    grid = "".join(f'<line class="grid" x1="{share:.1%}" x2="{share:.1%}" y1="0" y2="100%"/>' for share in years)
    drawn = []
    for name, dots in rows:
        marks = "".join(
            f'<circle class="mark" cx="{min(1.0, max(0.0, (when - first).days / days)):.1%}" cy="50%" r="4"'
            ' opacity="0.7">'
            f"<title>{when.isoformat()}: {escape(title)}</title></circle>"
            for when, title in dots
        )
        line = '<line class="grid" x1="0" x2="100%" y1="50%" y2="50%"/>'
        drawn.append(f'<div><span>{escape(name)}</span><svg class="chart">{line}{grid}{marks}</svg></div>')
    inner = "".join(
        f'<text class="label" x="{share:.1%}" y="12" text-anchor="middle">{first.year + number}</text>'
        for number, share in enumerate(years, start=1)
        if CLEAR < share < 1 - CLEAR
    )
    ends = (
        f'<text class="label" x="0" y="12">{first.isoformat()}</text>'
        f'<text class="label" x="100%" y="12" text-anchor="end">{last.isoformat()}</text>'
    )
    drawn.append(f'<div><span></span><svg class="chart">{ends}{inner}</svg></div>')
    said = f"Evidence over time, {first.isoformat()} to {last.isoformat()}, by area"
    return _grid("dots", said, drawn)


def shares(rows: Sequence[tuple[str, Sequence[tuple[str, int]]]]) -> Markup:
    """Draw a bar an area, cut by standing; each row is a name and how many of each standing."""
    drawn = []
    for name, counts in rows:
        total = sum(count for _, count in counts) or 1
        pieces, left = [], 0
        for standing, count in counts:
            if count:
                pieces.append(
                    f'<rect class="s-{escape(standing)}" x="{left / total:.2%}" width="{count / total:.2%}"'
                    ' height="100%">'
                    f"<title>{count} {escape(standing)}</title></rect>"
                )
            left += count
        shown = sum(count for standing, count in counts if standing not in EMPTY)
        drawn.append(
            f'<div><span>{escape(name)}</span><svg class="chart">{"".join(pieces)}</svg>'
            f'<span class="soft">{shown} of {total} shown</span></div>'
        )
    said = "; ".join(
        f"{name}: {', '.join(f'{count} {standing}' for standing, count in counts if count)}" for name, counts in rows
    )
    return _grid("bars", said, drawn)


def _grid(kind: str, said: str, rows: Sequence[str]) -> Markup:
    """Put rows with a name and a drawing below each other; `said` is what they show, in words."""
    return Markup(f'<div class="{kind} small" role="img" aria-label="{escape(said)}">{"".join(rows)}</div>')  # noqa: S704 - every text in it is escaped


def spoken(parts: Sequence[tuple[str, float]]) -> Markup:
    """Draw how long each part takes to say, side by side."""
    total = sum(seconds for _, seconds in parts) or 1.0
    drawn, x = [], 0.0
    for number, (name, seconds) in enumerate(parts):
        width = WIDTH * seconds / total
        drawn.append(
            f'<rect class="h{1 + number % 3}" x="{x:.1f}" y="0" width="{max(0.0, width - 1):.1f}" height="10">'
            f"<title>{escape(name)}: {seconds:.0f} s</title></rect>"
        )
        x += width
    said = ", ".join(f"{name} {seconds:.0f} seconds" for name, seconds in parts)
    return svg(10, f"Spoken length: {said}", drawn)


def deliveries(runs: Sequence[tuple[str, float]], least: float, most: float) -> Markup:
    """Draw a bar a run (its day, its seconds), with lines where a story is long enough and where it is too long."""
    longest = max([most * 1.2, *(seconds for _, seconds in runs)])
    drawn = []
    for number, (day, seconds) in enumerate(runs):
        y = ROW * number
        width = _across(seconds / longest) - LABEL
        drawn.append(
            f'<text x="0" y="{y + 16}">{escape(_cut(day))}, {seconds:.0f} s</text>'
            f'<rect class="h2" x="{LABEL}" y="{y + 6}" width="{max(1.0, width):.1f}" height="{BAR}"></rect>'
        )
    for limit in (least, most):
        x = _across(limit / longest)
        drawn.append(f'<line class="axis" x1="{x:.1f}" y1="0" x2="{x:.1f}" y2="{ROW * len(runs)}"></line>')
    said = "; ".join(f"{day}: {seconds:.0f} seconds" for day, seconds in runs)
    return svg(ROW * len(runs), f"Length of each run, between {least:.0f} and {most:.0f} seconds: {said}", drawn)


def radar(axes: Sequence[tuple[str, float]]) -> Markup:
    """Draw shares from 0 to 1 around a circle: for print, where bars take a page."""
    centre, middle, radius = RADAR / 2, RADAR_HEIGHT / 2, RADAR_HEIGHT / 2 - 30
    parts, points = [], []
    for number, (name, share) in enumerate(axes):
        angle = 2 * math.pi * number / max(1, len(axes)) - math.pi / 2
        across, down = math.cos(angle), math.sin(angle)
        x, y = centre + radius * across, middle + radius * down
        parts.append(f'<line class="axis" x1="{centre}" y1="{middle}" x2="{x:.1f}" y2="{y:.1f}"/>')
        anchor = "middle" if abs(across) < NARROW else "start" if across > 0 else "end"
        x, y = centre + (radius + 12) * across, middle + (radius + 14) * down + 4
        parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(_cut(name))}</text>')
        points.append(f"{centre + radius * share * across:.1f},{middle + radius * share * down:.1f}")
    parts.append(f'<polygon class="mark" fill-opacity="0.3" points="{" ".join(points)}"/>')
    return svg(RADAR_HEIGHT, "; ".join(f"{name}: {share:.0%}" for name, share in axes), parts, width=RADAR)


def level(count: int) -> int:
    """Give the shade of a heat map for a count."""
    return min(3, count)


def _across(share: float) -> float:
    return LABEL + (WIDTH - LABEL - 10) * share


def _cut(text: str, most: int = 34) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def svg(height: float, said: str, parts: Sequence[str], width: int = WIDTH) -> Markup:
    """Put the parts of a drawing together; `said` is what it shows, in words."""
    body = "".join(parts)
    return Markup(  # noqa: S704 - every text in it is escaped
        f'<svg class="chart" viewBox="0 0 {width} {height:g}" role="img" aria-label="{escape(said)}">{body}</svg>'
    )
