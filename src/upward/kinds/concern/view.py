"""A concern as a page."""

from __future__ import annotations

from upward.analysis.concerns.concern import parse_indicators
from upward.model.page import Block, FactList, Heading, Page, Table
from upward.model.record import Record
from upward.text.body_blocks import body_blocks
from upward.text.template_slots import written


def view(record: Record) -> Page:
    """Draw one concern."""
    facts = (
        ("about", written(record, "about")),
        ("status", written(record, "status") or "open"),
        ("owner", written(record, "owner") or "none"),
        ("impact", written(record, "impact")),
        ("interest", written(record, "interest")),
        ("review by", written(record, "review-by")),
        ("settled by", written(record, "settled-by")),
    )
    blocks: list[Block] = [FactList(tuple(pair for pair in facts if pair[1]))]
    rows = tuple(
        (
            each.id,
            each.what,
            f"{each.source.value}: {each.place}" if each.source else "not measured",
            f"{each.target:g} {each.unit}".strip() if each.target is not None else "",
            f"{each.objective:.2%}" if each.objective is not None else "",
        )
        for each in parse_indicators(record)
    )
    if rows:
        blocks += [Heading("Indicators"), Table(("id", "what", "from", "target", "objective"), rows)]
    for section in record.sections:
        blocks += [Heading(section.title), *body_blocks(section.body.cut(record.text), "(empty)")]
    return Page(record.title, tuple(blocks))


VIEW = view
