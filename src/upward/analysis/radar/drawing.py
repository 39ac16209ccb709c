"""The radar as SVG: rings as half circles of one centre, quadrants as sectors, a dot and a number a tool."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from upward.analysis.radar.blip import Blip, Ring
from upward.text.words import count_noun

_SIZE = 640
_CENTRE = _SIZE / 2
_STEP = 75
_MOST_LABEL = 32
_COLOURS = {"adopt": "#2e7d32", "trial": "#1565c0", "assess": "#b26a00", "hold": "#9e2a2b"}


def radar_svg(blips: Sequence[Blip], moved: frozenset[str] = frozenset()) -> str:
    """Draw the tools; those in `moved` (by id) get a ring of their own. Colours tell apart what the labels say, too."""
    quadrants = list(dict.fromkeys(blip.quadrant for blip in blips)) or ["tools"]
    rings = list(Ring)
    parts = [
        f'<circle cx="{_CENTRE}" cy="{_CENTRE}" r="{(place + 1) * _STEP}" fill="none" stroke="#bbb"/>'
        f'<text x="{_CENTRE}" y="{_CENTRE - (place + 1) * _STEP + 14}" text-anchor="middle">{ring.value}</text>'
        for place, ring in enumerate(rings)
    ]
    sector = 2 * math.pi / len(quadrants)
    for place, name in enumerate(quadrants):
        x, y = _point(place * sector, 4 * _STEP)
        if len(quadrants) > 1:
            parts.append(f'<line x1="{_CENTRE}" y1="{_CENTRE}" x2="{x:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        x, y = _point((place + 0.5) * sector, 4 * _STEP + 12)
        parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-weight="bold">{escape(name)}</text>')
    for number, blip in enumerate(blips, start=1):
        parts.append(_blip(number, blip, blips, quadrants.index(blip.quadrant), sector, is_moved=blip.id in moved))
    legend = [
        f'<text x="{_SIZE + 10}" y="{6 + 18 * number}">{number} {escape(_label(blip))}</text>'
        for number, blip in enumerate(blips, start=1)
    ]
    if moved:
        y = 24 + 18 * len(blips)
        legend.append(
            f'<circle cx="{_SIZE + 17}" cy="{y - 4}" r="7" fill="none" stroke="#555"/>'
            f'<text x="{_SIZE + 32}" y="{y}">new or moved since then</text>'
        )
    height = max(_SIZE, 50 + 18 * len(blips))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE + 300} {height}" font-family="sans-serif" '
        f'font-size="13" role="img" aria-label="Radar of {count_noun(len(blips), "tool")}"><title>Radar</title>'
        + "".join(parts)
        + "".join(legend)
        + "</svg>\n"
    )


def _label(blip: Blip) -> str:
    """Give a tool as the legend has it, cut to the legend's width; its whole name is in the drawing's title of it."""
    name = f"{blip.tool} {blip.version}".strip()
    return f"{name if len(name) <= _MOST_LABEL else name[: _MOST_LABEL - 1] + '…'} ({blip.ring})"


def _point(angle: float, radius: float) -> tuple[float, float]:
    return _CENTRE + radius * math.sin(angle), _CENTRE - radius * math.cos(angle)


def _blip(number: int, blip: Blip, blips: Sequence[Blip], quadrant: int, sector: float, *, is_moved: bool) -> str:
    """Place a tool in its ring and sector, spread evenly among those beside it."""
    rings = [ring.value for ring in Ring]
    ring = rings.index(blip.ring) if blip.ring in rings else len(rings) - 1
    beside = [each.id for each in blips if each.quadrant == blip.quadrant and each.ring == blip.ring]
    share = (beside.index(blip.id) + 1) / (len(beside) + 1)
    x, y = _point((quadrant + share) * sector, (ring + 0.5) * _STEP)
    colour = _COLOURS.get(blip.ring, "#555")
    halo = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="15" fill="none" stroke="{colour}"/>' if is_moved else ""
    return (
        f"<g><title>{escape(blip.tool)}: {escape(blip.ring)}</title>{halo}"
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="11" fill="{colour}"/>'
        f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" fill="#fff" font-size="11">{number}</text></g>'
    )
