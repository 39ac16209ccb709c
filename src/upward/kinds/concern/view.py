"""A concern as a page."""

from __future__ import annotations

from upward.model.corpus import Corpus
from upward.model.page import Block, FactList, Heading, Items, Page, Prose
from upward.model.record import Record
from upward.text.markdown import spoken


def view(record: Record, corpus: Corpus) -> Page:  # noqa: ARG001 - every view is given the corpus
    """Draw one concern."""
    facts = (
        ("about", record.string("about")),
        ("status", record.string("status") or "open"),
        ("owner", record.string("owner") or "nobody"),
        ("impact", record.string("impact")),
        ("look again", record.string("review-by")),
    )
    blocks: list[Block] = [FactList(tuple(pair for pair in facts if pair[1]))]
    if record.strings("indicators"):
        blocks += [Heading("What would show it"), Items(record.strings("indicators"))]
    for section in record.sections:
        blocks += [Heading(section.title), Prose(spoken(section.body.cut(record.text)).strip() or "(empty)")]
    return Page(record.title, tuple(blocks))


VIEW = view
