"""Which records an export shows: none that is empty, and in a packet none whose questions are still open."""

from __future__ import annotations

from collections.abc import Sequence

from upward.model.record import Record
from upward.text.template_slots import open_slots

# Records of what happened; a story has its own test, `finished`.
_OF_WORK = frozenset({"evidence", "decision", "incident", "mentoring", "standard", "concern", "review"})


def is_open(record: Record) -> bool:
    """Whether a question of the record still waits for its answer, in its title or its text."""
    return next(open_slots(record.text), None) is not None


def is_empty(record: Record) -> bool:
    """Whether nothing was answered yet: even its title is still a question."""
    return next(open_slots(f"{record.fields.get('title', '')}"), None) is not None


def answered(records: Sequence[Record]) -> list[Record]:
    """Give the records without those of work that are empty."""
    return [record for record in records if record.kind not in _OF_WORK or not is_empty(record)]


def for_others(records: Sequence[Record]) -> list[Record]:
    """Give the records that a committee may read.

    Left out are drafts: records of work with an open question, unless a finished story links them as its source or
    the person confirmed a criterion for them.
    """
    told = {
        ident
        for story in records
        if story.kind == "story" and not is_open(story)
        for ident in story.strings("evidence")
    }
    return [
        record
        for record in answered(records)
        if record.kind not in _OF_WORK or not is_open(record) or record.id in told or record.strings("criteria")
    ]
