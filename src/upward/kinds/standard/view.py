"""A standard as a page."""

from __future__ import annotations

from upward.analysis.standards.standard import parse_standard
from upward.model.page import Block, FactList, Heading, Items, Page, Table
from upward.model.record import Record
from upward.text.body_blocks import body_blocks
from upward.text.template_slots import written


def view(record: Record) -> Page:
    """Draw one standard."""
    facts = (
        ("about", written(record, "about")),
        ("status", written(record, "status") or "proposed"),
        ("owner", written(record, "owner") or "none"),
        ("retired because", written(record, "retired-why")),
    )
    blocks: list[Block] = [FactList(tuple(pair for pair in facts if pair[1]))]
    for section in record.sections:
        blocks += [
            Heading(section.title),
            *body_blocks(section.body.cut(record.text), "(not written yet)"),
        ]
    standard = parse_standard(record)
    if standard.items:
        said = tuple(f"{each.id}: {each.text}{'' if each.is_required else ' (optional)'}" for each in standard.items)
        blocks += [Heading("Checklist"), Items(said)]
    for title, key, columns in (
        ("Adopters", "adopters", ("team", "date", "answer", "objection")),
        ("Exceptions", "exceptions", ("where", "until", "owner", "why")),
        ("Signed", "sign-offs", ("for", "date", "by")),
        ("Would have stopped", "replays", ("date", "repository", "stopped", "fixes")),
    ):
        rows = tuple(tuple(str(each.get(column, "")) for column in columns) for each in record.mappings(key))
        if rows:
            blocks += [Heading(title), Table(columns, rows)]
    return Page(record.title, tuple(blocks))


VIEW = view
