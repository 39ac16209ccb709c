"""An interview as a page."""

from __future__ import annotations

from upward.model.corpus import Corpus
from upward.model.page import Block, FactList, Heading, Page, Table
from upward.model.record import Record
from upward.text.body_blocks import body_blocks


def view(record: Record, corpus: Corpus) -> Page:
    """Draw one interview."""
    titles = {story.id: story.title for story in corpus.records("story")}
    facts = (
        ("when", record.string("date")),
        ("company", record.string("company") or "not named"),
        ("level", record.string("level") or "not named"),
        ("state", record.string("state") or "planned"),
        ("looks for", ", ".join(record.strings("looks-for")) or "not known"),
        ("stories", ", ".join(titles.get(ident, ident) for ident in record.strings("stories")) or "none chosen"),
    )
    blocks: list[Block] = [FactList(facts)]
    rows = tuple(
        (
            str(item.get("question", "")),
            titles.get(str(item.get("story", "")), str(item.get("story", ""))),
            str(item.get("went", "")),
            str(item.get("note", "")),
        )
        for item in record.mappings("asked")
    )
    if rows:
        blocks += [Heading("What was asked"), Table(("question", "story told", "went", "next time"), rows)]
    blocks += body_blocks(record.prose, "No notes.", record.title)
    return Page(record.title, tuple(blocks))


VIEW = view
