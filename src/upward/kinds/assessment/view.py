"""An assessment as a page."""

from __future__ import annotations

from upward.model.page import FactList, Page, Table
from upward.model.record import Record, Value
from upward.text.body_blocks import body_blocks


def view(record: Record) -> Page:
    """Draw one assessment."""
    rows = tuple(
        (
            str(row.get("criterion", "")),
            str(row.get("rating", "")),
            "; ".join(text for text in (_listed(row.get("evidence", "")), str(row.get("seen", ""))) if text),
            str(row.get("note", "")),
        )
        for row in record.mappings("ratings")
    )
    facts = (
        ("rubric", record.string("rubric")),
        ("by", record.string("by") or record.string("role")),
        ("date", record.string("date")),
    )
    return Page(
        record.title,
        (
            FactList(facts),
            Table(("criterion", "rating", "evidence", "why"), rows),
            *body_blocks(record.prose, title=record.title),
        ),
    )


def _listed(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(str(item) for item in value)


VIEW = view
