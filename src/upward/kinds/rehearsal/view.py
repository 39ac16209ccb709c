"""A rehearsal as a page."""

from __future__ import annotations

from upward.model.corpus import Corpus
from upward.model.page import Block, FactList, Heading, Page, Table
from upward.model.record import Record
from upward.text.body_blocks import body_blocks


def view(record: Record, corpus: Corpus) -> Page:
    """Draw one run."""
    title = next((story.title for story in corpus.named(record.string("story"))), record.string("story"))
    facts = (
        ("when", record.string("date")),
        ("story", title),
        ("took", f"{record.string('duration') or '?'} s"),
        ("went", record.string("rating") or "not rated"),
    )
    blocks: list[Block] = [FactList(facts)]
    times = record.fields.get("parts")
    if isinstance(times, dict):
        blocks += [
            Heading("Parts"),
            Table(("part", "seconds"), tuple((str(part), str(value)) for part, value in times.items())),
        ]
    rows = tuple(
        tuple(str(row.get(key, "")) for key in ("metric", "verdict", "heard")) for row in record.mappings("recalled")
    )
    if rows:
        blocks += [Heading("Numbers"), Table(("number", "verdict", "said"), rows)]
    blocks += body_blocks(record.prose, "No notes.", record.title)
    return Page(record.title, tuple(blocks))


VIEW = view
