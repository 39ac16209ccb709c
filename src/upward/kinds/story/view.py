"""A story as a page: its parts with how long each takes to say, and its numbers."""

from __future__ import annotations

from upward.model.corpus import Corpus
from upward.model.page import Block, FactList, Heading, Page, Table
from upward.model.record import Record
from upward.text.body_blocks import body_blocks
from upward.text.story_parts import story_parts
from upward.text.words import spoken_seconds

USUAL_WORDS_PER_MINUTE = 140


def view(record: Record, corpus: Corpus) -> Page:
    """Draw one story."""
    found = story_parts(record)
    total = sum(
        spoken_seconds(span.cut(record.text), USUAL_WORDS_PER_MINUTE) for span in set(found.values()) or {record.body}
    )
    tags = ", ".join(tag for key in ("themes", "leadership", "principles") for tag in record.strings(key))
    known = [item for ident in record.strings("evidence") for item in corpus.named(ident)]
    blocks: list[Block] = [
        FactList(
            (
                ("said in", f"{total / 60:.1f} minutes at {USUAL_WORDS_PER_MINUTE} words a minute"),
                ("tags", tags or "none yet"),
            )
        ),
    ]
    for part, span in found.items():
        seconds = spoken_seconds(span.cut(record.text), USUAL_WORDS_PER_MINUTE)
        blocks += [
            Heading(f"{part.value.title()} ({seconds:.0f} s)"),
            *body_blocks(span.cut(record.text), "(empty)"),
        ]
    if not found:
        blocks += body_blocks(record.prose, title=record.title)
    rows = tuple(
        tuple(str(row.get(key, "")) for key in ("id", "value", "unit", "baseline", "status"))
        for row in record.mappings("metrics")
    )
    if rows:
        blocks += [Heading("Numbers"), Table(("name", "value", "unit", "before", "status"), rows)]
    if known:
        blocks += [
            Heading("Rests on"),
            Table(("evidence", "title", "date"), tuple((item.id, item.title, item.string("date")) for item in known)),
        ]
    return Page(record.title, tuple(blocks))


VIEW = view
