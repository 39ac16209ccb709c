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
# A label this close to the middle stands above or below its axis.
NARROW = 0.2


def timeline(rows: Sequence[tuple[str, Sequence[tuple[date, str]]]], first: date, last: date) -> Markup:
    """Draw a dot an effort, a line an area, from the first day to the last."""
    days = max(1, (last - first).days)
    height = ROW * len(rows) + 28
    parts = []
    for year in range(first.year, last.year + 1):
        place = _across((max(first, date(year, 1, 1)) - first).days / days)
        parts.append(f'<line class="grid" x1="{place:.1f}" x2="{place:.1f}" y1="0" y2="{height - 24}"/>')
        parts.append(f'<text class="label" x="{place + 3:.1f}" y="{height - 8}">{year}</text>')
    for number, (name, dots) in enumerate(rows):
        y = ROW * number + ROW / 2
        parts.append(f'<text x="0" y="{y + 4}">{escape(_cut(name))}</text>')
        for when, title in dots:
            x = _across(min(1.0, max(0.0, (when - first).days / days)))
            parts.append(
                f'<circle class="mark" cx="{x:.1f}" cy="{y}" r="4" opacity="0.7">'
                f"<title>{when.isoformat()}: {escape(title)}</title></circle>"
            )
    said = f"Evidence over time, {first.isoformat()} to {last.isoformat()}, by area"
    return svg(height, said, parts)


def shares(rows: Sequence[tuple[str, Sequence[tuple[str, int]]]]) -> Markup:
    """Draw a bar an area, cut by standing; each row is a name and how many of each standing."""
    parts = []
    for number, (name, counts) in enumerate(rows):
        total = sum(count for _, count in counts) or 1
        y, x = ROW * number + 6, float(LABEL)
        parts.append(f'<text x="0" y="{y + 10}">{escape(_cut(name))}</text>')
        for standing, count in counts:
            width = (WIDTH - LABEL - 110) * count / total
            if count:
                parts.append(
                    f'<rect class="s-{escape(standing)}" x="{x:.1f}" y="{y}" width="{max(0.0, width - 1):.1f}" '
                    f'height="{BAR}">'
                    f"<title>{count} {escape(standing)}</title></rect>"
                )
            x += width
        shown = sum(count for standing, count in counts if standing not in EMPTY)
        parts.append(f'<text class="label" x="{WIDTH - 100}" y="{y + 10}">{shown} of {total} shown</text>')
    said = "; ".join(
        f"{name}: {', '.join(f'{count} {standing}' for standing, count in counts if count)}" for name, counts in rows
    )
    return svg(ROW * len(rows), said, parts)


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
