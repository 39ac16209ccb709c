"""A reading as a page."""

from __future__ import annotations

from upward.model.corpus import Corpus
from upward.model.page import Block, FactList, Heading, Page, Prose
from upward.model.record import Record
from upward.text.markdown import spoken


def view(record: Record, corpus: Corpus) -> Page:  # noqa: ARG001 - every view is given the corpus
    """Draw one book or course."""
    facts = (
        ("by", record.string("author")),
        ("state", record.string("state")),
        ("serves", ", ".join(record.strings("serves")) or "nothing named"),
    )
    blocks: list[Block] = [FactList(facts)]
    for section in record.sections:
        blocks += [Heading(section.title), Prose(spoken(section.body.cut(record.text)).strip() or "(empty)")]
    return Page(record.title, tuple(blocks))


VIEW = view
