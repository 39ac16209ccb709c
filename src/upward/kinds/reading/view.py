"""A reading as a page."""

from __future__ import annotations

from upward.model.page import Block, FactList, Heading, Page, Table
from upward.model.record import Record
from upward.text.body_blocks import body_blocks
from upward.text.template_slots import written


def view(record: Record) -> Page:
    """Draw one book or course."""
    facts = (
        ("by", written(record, "author")),
        ("state", written(record, "state")),
        ("hours", written(record, "hours") or "not recorded"),
        ("teaches", written(record, "teaches")),
        ("serves", ", ".join(record.strings("serves")) or "no criterion named"),
    )
    blocks: list[Block] = [FactList(tuple(pair for pair in facts if pair[1]))]
    keys = ("title", "why", "hours", "read", "takeaway")
    rows = tuple(tuple(str(each.get(key, "")) for key in keys) for each in record.mappings("chapters"))
    if rows:
        blocks += [Heading("Chapters"), Table(("chapter", "why", "hours", "read", "takeaway"), rows)]
    for section in record.sections:
        blocks += [Heading(section.title), *body_blocks(section.body.cut(record.text), "(empty)")]
    return Page(record.title, tuple(blocks))


VIEW = view
