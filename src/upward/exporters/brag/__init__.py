"""A brag document: the evidence by quarter, newest first, what stood out before the rest."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from upward.analysis.narrative.traceability import by_day
from upward.model.exporter import Exporter
from upward.model.page import Block, Callout, Heading, Page, Table, Tone
from upward.model.record import Record
from upward.model.rule import Context
from upward.text.dates import parse_date

UNDATED = "Without a date"


def page(records: Sequence[Record], context: Context) -> Page:
    """Give the document."""
    titles = {ident: story.title for story in context.corpus.records("story") for ident in story.strings("evidence")}
    blocks: list[Block] = []
    for quarter, group in groupby(by_day(records), key=_quarter):
        items = sorted(group, key=lambda record: (-_weight(record), record.id))
        rows = tuple((item.title, _measures(item), _people(item), titles.get(item.id, ""), item.id) for item in items)
        blocks += [Heading(quarter), Table(("what", "measured", "with", "told in", "record"), rows)]
    if not blocks:
        blocks.append(Callout("There is no evidence yet: `upward mine`, or `upward add evidence`.", Tone.WARN))
    return Page("What I did", tuple(blocks))


def _quarter(record: Record) -> str:
    day = parse_date(record.string("date"))
    return f"{day.year}, quarter {(day.month + 2) // 3}" if day else UNDATED


def _weight(record: Record) -> float:
    try:
        return float(record.string("significance") or 0)
    except ValueError:
        return 0.0


def _measures(record: Record) -> str:
    found = (
        f"{measure.get('value', '')} {measure.get('unit', '')}".strip()
        + (f" (was {measure['baseline']})" if measure.get("baseline") else "")
        for measure in record.mappings("measures")
    )
    return "; ".join(found)


def _people(record: Record) -> str:
    return ", ".join(str(person.get("name", "")) for person in record.mappings("people"))


EXPORTER = Exporter("brag", "A brag document: evidence by quarter", ".md", ("evidence",), page=page)
