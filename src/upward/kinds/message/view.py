"""A message as a page."""

from __future__ import annotations

from upward.analysis.messages.readability import reading_grade
from upward.model.page import Block, FactList, Heading, Page, Table
from upward.model.record import Record
from upward.text.body_blocks import body_blocks
from upward.text.spoken_text import spoken_text
from upward.text.template_slots import blank_slots, written


def view(record: Record) -> Page:
    """Draw one message."""
    grade = reading_grade(spoken_text(blank_slots(record.prose)))
    facts = (
        ("for", written(record, "audience")),
        ("about", written(record, "source")),
        ("needed by", written(record, "needed-by")),
        ("reading grade", f"{grade:g} school years" if grade is not None else "too short to say"),
    )
    blocks: list[Block] = [FactList(tuple(pair for pair in facts if pair[1]))]
    for section in record.sections:
        blocks += [
            Heading(section.title),
            *body_blocks(section.body.cut(record.text), "(not written yet)"),
        ]
    rows = tuple(
        tuple(str(each.get(key, "")) for key in ("date", "reader", "understood", "words"))
        for each in record.mappings("readers")
    )
    if rows:
        blocks += [Heading("Said back"), Table(("date", "reader", "understood", "words"), rows)]
    return Page(record.title, tuple(blocks))


VIEW = view
