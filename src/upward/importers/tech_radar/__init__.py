"""Tools of another radar: Thoughtworks' Build Your Own Radar (CSV, JSON), AOE's technology radar (Markdown)."""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.radar.exchange import parse_radar
from upward.model.errors import SourceError
from upward.model.importer import Candidate, Importer, ImportQuery
from upward.model.ports import ImportSource
from upward.text.record_writer import slug
from upward.text.template_slots import neutralised

_ENDINGS = (".csv", ".json", ".md")
_ASKED = "{{date: When was it last looked at, such as 2026-06-30?}}"


def recognises(source: ImportSource) -> bool:
    """Whether the file is a radar in one of the three forms."""
    if source.is_folder or not source.path.lower().endswith(_ENDINGS):
        return False
    try:
        return bool(parse_radar(source.text()))
    except SourceError:
        return False


def read(source: ImportSource, query: ImportQuery) -> Iterator[Candidate]:
    """Yield each tool in its ring; what others wrote about it stays text, and no claim is made of it."""
    for entry in parse_radar(source.text()):
        origin = f"radar:{slug(entry.quadrant)}/{slug(entry.name)}"
        if origin in query.known_origins:
            continue
        day = entry.day[:10] or (query.today.isoformat() if query.today else _ASKED)
        name = neutralised(entry.name, 120)
        fields = {
            "title": name, "date": day, "tool": name, "quadrant": neutralised(entry.quadrant, 60), "ring": entry.ring,
            "origins": [origin],
        }  # fmt: skip
        body = f"## What we use it for\n\n{neutralised(entry.description, 2000) or '(not said)'}"
        yield Candidate("radar", name, (origin,), fields, body)


IMPORTER = Importer("tech_radar", "Tools of another technology radar (Thoughtworks, AOE)", recognises, read)
