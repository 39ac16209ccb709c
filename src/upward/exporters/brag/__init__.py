"""A brag document: stories, decisions, incidents and evidence by quarter, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from upward.analysis.narrative.shown_records import answered
from upward.analysis.narrative.traceability import by_day, finished, measures, metrics, result_line
from upward.model.exporter import Exporter
from upward.model.page import Block, Callout, Heading, Page, Table, Tone
from upward.model.record import Record
from upward.model.rule import Context
from upward.text.dates import parse_date
from upward.text.words import count_noun

UNDATED = "Without a date"
KINDS = ("evidence", "story", "decision", "incident", "mentoring", "standard")
# What was done beside code, in the order it is told.
_OTHERS = {"decision": "Decisions", "incident": "Incidents", "mentoring": "Mentoring", "standard": "Standards"}


def page(records: Sequence[Record], context: Context) -> Page:
    """Give the document."""
    del context
    shown = answered(records)
    told = finished(shown)
    titles = {ident: story.title for story in told for ident in story.strings("evidence")}
    drafts = sum(record.kind == "story" for record in shown) - len(told)
    blocks: list[Block] = []
    for quarter, group in groupby(
        by_day([each for each in shown if each.kind != "story" or each in told]), key=_quarter
    ):
        blocks += [Heading(quarter), *_blocks(list(group), titles)]
    if not blocks:
        blocks.append(
            Callout("Nothing is recorded yet: `upward mine`, `upward add evidence`, or `upward draft`.", Tone.WARN)
        )
    if drafts:
        blocks.append(Callout(f"{count_noun(drafts, 'story', 'stories')} with open questions left out.", Tone.WARN))
    return Page("What I did", tuple(blocks))


def _blocks(records: Sequence[Record], titles: Mapping[str, str]) -> Iterator[Block]:
    """Yield what one quarter holds: what was told first, then what is on record."""
    stories = [record for record in records if record.kind == "story"]
    if stories:
        yield Heading("Stories", 3)
        yield Table(
            ("what", "result", "measured", "record"),
            tuple((story.title, result_line(story), "; ".join(metrics(story)), story.id) for story in stories),
        )
    for kind, name in _OTHERS.items():
        mine = [record for record in records if record.kind == kind]
        if mine:
            yield Heading(name, 3)
            yield Table(
                ("when", "what", "state", "record"),
                tuple((each.string("date"), each.title, each.string("status"), each.id) for each in mine),
            )
    evidence = sorted(
        (record for record in records if record.kind == "evidence"), key=lambda record: (-_weight(record), record.id)
    )
    if evidence:
        if len(evidence) < len(records):
            yield Heading("Evidence", 3)
        rows = tuple(
            (item.title, "; ".join(measures(item)), _people(item), titles.get(item.id, ""), item.id)
            for item in evidence
        )
        yield Table(("what", "measured", "with", "told in", "record"), rows)


def _quarter(record: Record) -> str:
    day = parse_date(record.string("date"))
    return f"{day.year}, quarter {(day.month + 2) // 3}" if day else UNDATED


def _weight(record: Record) -> float:
    try:
        return float(record.string("significance") or 0)
    except ValueError:
        return 0.0


def _people(record: Record) -> str:
    return ", ".join(str(person.get("name", "")) for person in record.mappings("people"))


EXPORTER = Exporter(
    "brag",
    "A brag document: stories, decisions, incidents and evidence by quarter",
    ".md",
    KINDS,
    page=page,
    select=answered,
)
