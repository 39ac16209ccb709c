"""A question as a page."""

from __future__ import annotations

from upward.model.corpus import Corpus
from upward.model.page import FactList, Page
from upward.model.record import Record
from upward.text.body_blocks import body_blocks
from upward.text.words import count_noun


def view(record: Record, corpus: Corpus) -> Page:
    """Draw one question, with how often it was rehearsed."""
    runs = sum(1 for run in corpus.records("rehearsal") if run.string("question") in {record.id, record.title})
    facts = (
        ("level", record.string("level") or "any"),
        ("principles", ", ".join(record.strings("principles")) or "none named"),
        ("themes", ", ".join(record.strings("themes")) or "none named"),
        ("heard", record.string("source") or "not said"),
        ("rehearsed", count_noun(runs, "time")),
    )
    return Page(record.title, (FactList(facts), *body_blocks(record.prose, "No notes.", record.title)))


VIEW = view
