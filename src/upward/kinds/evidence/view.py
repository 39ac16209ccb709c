"""Evidence as a page."""

from __future__ import annotations

from upward.model.corpus import Corpus
from upward.model.page import Block, FactList, Heading, Page, Table
from upward.model.record import Record
from upward.text.body_blocks import body_blocks


def view(record: Record, corpus: Corpus) -> Page:
    """Draw one piece of evidence, with the stories that rest on it."""
    when = " to ".join(day for day in (record.string("started"), record.string("date")) if day)
    facts = (
        ("when", when or "no date"),
        ("from", record.string("repo") or "written by hand"),
        ("areas", ", ".join(record.strings("areas")) or "none named"),
        ("shows", ", ".join(record.strings("criteria")) or "not confirmed yet"),
        ("private", "yes" if record.private else "no"),
    )
    blocks: list[Block] = [FactList(facts)]
    for section in record.sections:
        blocks += [Heading(section.title), *body_blocks(section.body.cut(record.text), "(empty)")]
    rows = tuple(
        tuple(str(row.get(key, "")) for key in ("id", "value", "unit", "baseline", "status"))
        for row in record.mappings("measures")
    )
    if rows:
        blocks += [Heading("Measures"), Table(("name", "value", "unit", "before", "status"), rows)]
    people = tuple((str(row.get("name", "")), str(row.get("part", ""))) for row in record.mappings("people"))
    if people:
        blocks += [Heading("People"), Table(("name", "part"), people)]
    stories = tuple(
        (story.id, story.title) for story in corpus.records("story") if record.id in story.strings("evidence")
    )
    if stories:
        blocks += [Heading("Told in"), Table(("story", "title"), stories)]
    return Page(record.title, tuple(blocks))


VIEW = view
