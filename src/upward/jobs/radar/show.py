"""Draw the radar, and show what changed since a day."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Annotated

from upward.analysis.radar.blip import Blip, Ring, parse_blip, ring_on
from upward.analysis.radar.drawing import radar_svg
from upward.analysis.radar.exchange import aoe_markdown, byor_csv, byor_rows, description
from upward.model.errors import NothingFoundError
from upward.model.job import Artefact, Job, JobResult
from upward.model.json_value import as_json
from upward.model.page import Block, Heading, Items, Page, Prose, Table
from upward.session.session import Session


@dataclass(frozen=True, slots=True)
class Move:
    """A tool that changed its ring since a day; it came `from_` None where it was not on the radar."""

    id: str
    tool: str
    from_: str | None
    to: str


def run(
    session: Session,
    *,
    since: Annotated[date | None, "Show what changed its ring since this day"] = None,
) -> JobResult:
    """List the tools by ring.

    `--output` draws them (.svg, .html) or writes them in the form of Thoughtworks (.csv, .json) or AOE (.md).
    """
    order = [ring.value for ring in Ring]
    blips = sorted(
        (parse_blip(record) for record in session.corpus.records("radar")),
        key=lambda blip: (order.index(blip.ring) if blip.ring in order else len(order), blip.tool),
    )
    if not blips:
        raise NothingFoundError("The radar is empty", next_step="add a tool with `upward radar add TOOL`")
    moved = [
        Move(blip.id, blip.tool, ring_on(blip, since) or None, blip.ring)
        for blip in blips
        if since is not None and ring_on(blip, since) != blip.ring
    ]
    blocks: list[Block] = []
    for ring in Ring:
        inside = [blip for blip in blips if blip.ring == ring]
        if inside:
            rows = tuple(
                (blip.tool, blip.version or "?", blip.quadrant, description(blip, session.today)) for blip in inside
            )
            blocks += [Heading(ring.value), Table(("tool", "version", "quadrant", "claims"), rows)]
    if since is not None:
        said = tuple(f"{each.tool}: {each.from_ or 'new'} -> {each.to}" for each in moved)
        blocks += [Heading(f"Since {since}"), Items(said) if said else Prose("Nothing moved.")]
    tools = [as_json(blip, "id", "tool", "version", "ring", "quadrant") for blip in blips]
    artefacts = _artefacts(blips, session.today, frozenset(each.id for each in moved))
    return JobResult(Page("Radar", tuple(blocks)), {"tools": tools, "moved": moved}, rows=tools, artefacts=artefacts)


def _artefacts(blips: Sequence[Blip], today: date, moved: frozenset[str]) -> tuple[Artefact, ...]:
    """Give the radar in every form that a file's ending can ask for."""
    rows = byor_rows(blips, today, moved)
    drawing = radar_svg(blips, moved)
    listed = "".join(
        f"<li>{escape(row['name'])}: {escape(row['ring'])}. {escape(row['description'])}</li>" for row in rows
    )
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Radar</title>'
    return (
        Artefact(drawing, (".svg",)),
        Artefact(f"{head}<h1>Radar</h1>{drawing}<ol>{listed}</ol></html>\n", (".html", ".htm")),
        Artefact(byor_csv(rows), (".csv",)),
        Artefact(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", (".json",)),
        Artefact("\n".join(aoe_markdown(blip, today) for blip in blips), (".md",)),
    )


JOB = Job("radar show", run)
