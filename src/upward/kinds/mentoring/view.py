"""Mentoring as a page."""

from __future__ import annotations

from upward.analysis.mentoring.progress import progress_of
from upward.model.page import Block, FactList, Heading, Items, Page, Table
from upward.model.record import Record
from upward.text.body_blocks import body_blocks
from upward.text.template_slots import written


def view(record: Record) -> Page:
    """Draw one record."""
    facts = (
        ("person", written(record, "person")),
        ("goal", written(record, "goal")),
        ("agreed", written(record, "agreed") or "not recorded"),
        ("may be shared", written(record, "agreed-to-share") or "no"),
    )
    blocks: list[Block] = [FactList(tuple(pair for pair in facts if pair[1]))]
    rows = tuple((each.measure, each.before or "?", each.after, each.unit) for each in progress_of(record))
    if rows:
        blocks += [Heading("Before and after"), Table(("measure", "before", "after", "unit"), rows)]
    said = tuple(f"{each.get('date', '')}: {each.get('text', '')}" for each in record.mappings("own-words"))
    if said:
        blocks += [Heading("In their own words"), Items(said)]
    for section in record.sections:
        blocks += [Heading(section.title), *body_blocks(section.body.cut(record.text), "(empty)")]
    return Page(record.title, tuple(blocks))


VIEW = view
