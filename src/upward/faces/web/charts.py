"""Drawings as SVG: data and labels, nothing else. What each shows stands in a table beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from markupsafe import Markup, escape

# Sizes in pixels of the drawing's own grid.
WIDTH, ROW, LABEL = 640, 24, 170
BAR = 12


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
    return _svg(height, said, parts)


def shares(rows: Sequence[tuple[str, Sequence[tuple[str, int]]]]) -> Markup:
    """Draw a bar an area, cut by standing; each row is a name and how many of each standing."""
    parts = []
    for number, (name, counts) in enumerate(rows):
        total = sum(count for _, count in counts) or 1
        y, x = ROW * number + 6, float(LABEL)
        parts.append(f'<text x="0" y="{y + 10}">{escape(_cut(name))}</text>')
        for standing, count in counts:
            width = (WIDTH - LABEL - 90) * count / total
            if count:
                parts.append(
                    f'<rect class="s-{escape(standing)}" x="{x:.1f}" y="{y}" width="{max(0.0, width - 1):.1f}" height="{BAR}">'
                    f"<title>{count} {escape(standing)}</title></rect>"
                )
            x += width
        shown = counts[0][1] if counts else 0
        parts.append(f'<text class="label" x="{WIDTH - 80}" y="{y + 10}">{shown} of {total}</text>')
    said = "; ".join(f"{name}: {', '.join(f'{count} {standing}' for standing, count in counts if count)}" for name, counts in rows)
    return _svg(ROW * len(rows), said, parts)


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
    return _svg(10, f"Spoken length: {said}", drawn)


def radar(axes: Sequence[tuple[str, float]]) -> Markup:
    """Draw shares from 0 to 1 around a circle: for print, where there is no room for bars."""
    import math

    size, radius = 360, 110
    centre = size / 2
    points, parts = [], []
    for number, (name, share) in enumerate(axes):
        angle = 2 * math.pi * number / max(1, len(axes)) - math.pi / 2
        x, y = centre + radius * math.cos(angle), centre + radius * math.sin(angle)
        parts.append(f'<line class="grid" x1="{centre}" y1="{centre}" x2="{x:.1f}" y2="{y:.1f}"/>')
        anchor = "middle" if abs(math.cos(angle)) < 0.2 else "start" if math.cos(angle) > 0 else "end"
        lx, ly = centre + (radius + 12) * math.cos(angle), centre + (radius + 16) * math.sin(angle) + 4
        parts.append(f'<text x="{lx:.1f}" y="{ly:.1f}" text-anchor="{anchor}">{escape(_cut(name, 22))}</text>')
        points.append(f"{centre + radius * share * math.cos(angle):.1f},{centre + radius * share * math.sin(angle):.1f}")
    parts.append(f'<polygon class="mark" fill-opacity="0.25" stroke="currentColor" points="{" ".join(points)}"/>')
    said = "; ".join(f"{name}: {share:.0%}" for name, share in axes)
    return _svg(size, said, parts, width=size)


def series(points: Sequence[tuple[date, float]], target: float | None, unit: str) -> Markup:
    """Draw values over time with the line that is aimed at."""
    if not points:
        return Markup("")
    first, last = points[0][0], points[-1][0]
    days = max(1, (last - first).days)
    values = [value for _, value in points] + ([target] if target is not None else [])
    low, high = min(0.0, *values), max(values)
    scale = (high - low) or 1.0
    height = 140

    def at(value: float) -> float:
        return 110 - 100 * (value - low) / scale

    path = " ".join(f"{60 + (WIDTH - 80) * (when - first).days / days:.1f},{at(value):.1f}" for when, value in points)
    parts = [f'<polyline class="line" points="{path}"/>']
    for when, value in points:
        x = 60 + (WIDTH - 80) * (when - first).days / days
        parts.append(f'<circle class="mark" cx="{x:.1f}" cy="{at(value):.1f}" r="3"><title>{when}: {value:g} {escape(unit)}</title></circle>')
    if target is not None:
        parts.append(f'<line class="axis" stroke-dasharray="4 4" x1="60" x2="{WIDTH - 20}" y1="{at(target):.1f}" y2="{at(target):.1f}"/>')
        parts.append(f'<text class="label" x="0" y="{at(target) + 4:.1f}">target {target:g}</text>')
    parts.append(f'<text class="label" x="60" y="132">{first}</text>')
    parts.append(f'<text class="label" x="{WIDTH - 20}" y="132" text-anchor="end">{last}</text>')
    return _svg(height, f"{unit} from {first} to {last}", parts)


def level(count: int) -> int:
    """Give the shade of a heat map for a count."""
    return min(3, count)


def by_area(rows: Sequence[Mapping[str, str]], key: str) -> Mapping[str, list[Mapping[str, str]]]:
    """Group rows by one of their keys, in the order they come."""
    found: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row)
    return found


def _across(share: float) -> float:
    return LABEL + (WIDTH - LABEL - 10) * share


def _cut(text: str, most: int = 26) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _svg(height: float, said: str, parts: Sequence[str], width: int = WIDTH) -> Markup:
    body = "".join(parts)
    return Markup(  # noqa: S704 - every text in it is escaped
        f'<svg class="chart" viewBox="0 0 {width} {height:g}" role="img" aria-label="{escape(said)}">{body}</svg>'
    )
