"""The radar in the forms of others: Thoughtworks' Build Your Own Radar (CSV, JSON), AOE's radar (Markdown).

What these forms cannot hold, claims and trials, goes into the description as text.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from upward.analysis.radar.blip import Blip, Ring, claim_standing
from upward.text import frontmatter

COLUMNS = ("name", "ring", "quadrant", "isNew", "description")
# AOE allows the same rings; names that others use for them.
_RINGS = {"use": "adopt", "try": "trial", "explore": "assess", "avoid": "hold", "stop": "hold", "caution": "hold"}
MOST_ENTRIES = 1000
# Where the front matter of the next tool begins.
_NEXT = re.compile(r"\n(?=---\r?\n[\w-]+:)")


class RadarEntry(NamedTuple):
    """A tool as another radar has it."""

    name: str
    ring: str
    quadrant: str
    description: str
    day: str = ""


def description(blip: Blip, today: date) -> str:
    """Give claims and trials as a text of one line."""
    said = [f"{each.claim.text} ({each.state.value}: {each.because})" for each in (
        claim_standing(blip, claim, today) for claim in blip.claims
    )]  # fmt: skip
    return "; ".join([f"Version {blip.version}"] * bool(blip.version) + said)


def byor_rows(blips: Sequence[Blip], today: date, new: frozenset[str]) -> list[dict[str, str]]:
    """Give the rows of Thoughtworks' form."""
    return [
        {
            "name": blip.tool,
            "ring": blip.ring,
            "quadrant": blip.quadrant,
            "isNew": "TRUE" if blip.id in new else "FALSE",
            "description": description(blip, today),
        }
        for blip in blips
    ]


def byor_csv(rows: Sequence[Mapping[str, str]]) -> str:
    """Give the rows as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows([{key: _inert(value) for key, value in row.items()} for row in rows])
    return out.getvalue()


def _inert(cell: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t"} else cell


def aoe_markdown(blip: Blip, today: date) -> str:
    """Give a tool as AOE's Markdown: front matter and a text."""
    head = {"title": blip.tool, "ring": blip.ring, "quadrant": blip.quadrant}
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    return "\n".join(["---", *lines, "---", "", description(blip, today) or "No claim yet.", ""])


def parse_radar(text: str) -> list[RadarEntry]:
    """Read any of the three forms; empty where it is not one of them."""
    if text.lstrip().startswith("---"):
        # AOE keeps a file a tool; `radar show --output radar.md` writes them one after another.
        return [entry for each in _NEXT.split(text.lstrip())[:MOST_ENTRIES] if (entry := _aoe(each)) is not None]
    rows = _json_rows(text) if text.lstrip().startswith(("[", "{")) else list(_csv_rows(text))
    return [
        RadarEntry(row["name"].strip(), _ring(row["ring"]), row.get("quadrant", ""), row.get("description", "")[:2000])
        for row in rows[:MOST_ENTRIES]
        if row.get("name", "").strip() and row.get("ring", "").strip()
    ]


def _aoe(text: str) -> RadarEntry | None:
    fields = frontmatter.parse_front_matter(text).fields
    limits = frontmatter.front_matter_limits(text)
    given = {key: str(fields.get(key, "")) for key in ("title", "ring", "quadrant", "date")}
    if not given["ring"] or not given["quadrant"] or not given["title"]:
        return None
    body = " ".join(text[limits[1] :].split()) if limits else ""
    return RadarEntry(given["title"], _ring(given["ring"]), given["quadrant"], body[:2000], given["date"])


def _ring(written: str) -> str:
    plain = written.strip().lower()
    return _RINGS.get(plain, plain if plain in set(Ring) else Ring.ASSESS.value)


def _json_rows(text: str) -> list[dict[str, str]]:
    try:
        held: Any = json.loads(text)
    except (ValueError, RecursionError):
        return []
    items = held.get("blips", held.get("entries", [])) if isinstance(held, dict) else held
    if not isinstance(items, list):
        return []
    return [{str(key): str(value) for key, value in each.items()} for each in items if isinstance(each, dict)]


def _csv_rows(text: str) -> Iterator[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    try:
        if not {"name", "ring", "quadrant"} <= {str(name).strip() for name in reader.fieldnames or ()}:
            return
        for row in reader:
            yield {str(key).strip(): value for key, value in row.items() if isinstance(value, str)}
    except csv.Error:
        return
