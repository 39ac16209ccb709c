"""Summarise a week in a few lines by project, for a one-to-one or a brag document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Any, NamedTuple

from upward.analysis.narrative.shown_records import answered
from upward.analysis.narrative.traceability import finished, result_line
from upward.model.job import Job, JobResult
from upward.model.page import Block, Callout, Heading, Items, Page, Prose
from upward.model.record import Record
from upward.session.session import Session
from upward.text.dates import parse_date
from upward.text.words import count_noun

WEEK, MONTH = 7, 30
LINES = 5
KINDS = ("evidence", "story", "decision", "incident")
GROUPS = {"story": "Stories", "decision": "Decisions", "incident": "Incidents"}
_HELP = frozenset({"reviews", "merges", "mentoring"})


class DigestLine(NamedTuple):
    """A piece of evidence in a line, with how much it stood out (0 to 1)."""

    id: str
    date: str
    project: str
    title: str
    significance: float
    line: str


def run(
    session: Session,
    *,
    week: Annotated[bool, "The last seven days, which is the default"] = False,
    month: Annotated[bool, "The last thirty days"] = False,
    since: Annotated[date | None, "On or after this day"] = None,
    until: Annotated[date | None, "On or before this day"] = None,
    limit: Annotated[int, "How many lines at most"] = LINES,
) -> JobResult:
    """List the most significant evidence, stories, decisions and incidents of some days, a line each, by project."""
    last = until or session.today
    first = since or last - timedelta(days=(MONTH if month and not week else WEEK) - 1)
    every = [record for kind in KINDS for record in session.corpus.records(kind)]
    found = [record for record in _shown(every) if _within(record, first, last)]
    ranked = sorted(map(_digest_line, found), key=lambda each: (-each.significance, each.date, each.id))
    shown = ranked[: max(1, limit)]
    blocks: list[Block] = []
    for project in dict.fromkeys(each.project for each in shown):
        blocks.append(Heading(project, 3))
        blocks.append(Items(tuple(each.line for each in shown if each.project == project)))
    if not shown:
        blocks.append(Prose(f"There is nothing recorded from {first} to {last}."))
        blocks.append(Callout('Run `upward mine --save`, or add what git does not record: `upward add evidence "…"`.'))
    elif len(ranked) > len(shown):
        blocks.append(Prose(f"{len(ranked) - len(shown)} more; --limit {len(ranked)} shows all."))
    title = f"{first} to {last}: {count_noun(len(found), 'record')}"
    return JobResult(Page(title, tuple(blocks)), {"since": first, "until": last, "lines": shown}, rows=shown)


def _shown(records: Sequence[Record]) -> list[Record]:
    """Leave out what is empty, drafts of stories, and evidence that a finished story of the logbook tells."""
    told = finished(records)
    linked = {ident for story in told for ident in story.strings("evidence")}
    return [
        record
        for record in answered(records)
        if (record in told if record.kind == "story" else record.id not in linked)
    ]


def _within(record: Record, first: date, last: date) -> bool:
    day = parse_date(record.string("date"))
    return day is not None and first <= day <= last


def _line(record: Record) -> str:
    if record.kind == "story":
        result = result_line(record)
        return f"{record.title}{f': {result}' if result else ''}"
    people = [str(person.get("name", "")) for person in record.mappings("people")][:3]
    named = (
        f", with {', '.join(filter(None, people))}" if any(people) and not set(record.strings("tags")) & _HELP else ""
    )
    effect = _effect(record)
    refs = f" ({', '.join(record.strings('refs')[:2])})" if record.strings("refs") else ""
    return f"{record.title}{refs}{named}{f': {effect}' if effect else ''}"


def _effect(record: Record) -> str:
    changed: Sequence[Any] = [measure for measure in record.mappings("measures") if measure.get("baseline")]
    return "; ".join(f"{each.get('value')} {each.get('unit', '')}, was {each['baseline']}" for each in changed[:2])


def _digest_line(record: Record) -> DigestLine:
    project = record.string("repo") or GROUPS.get(record.kind, "Other")
    return DigestLine(
        record.id, record.string("date"), project, record.title, _significance(record), line=_line(record)
    )


def _significance(record: Record) -> float:
    """Give how much it stood out; what the user wrote down stands above most of what was mined."""
    try:
        return float(record.string("significance") or 0.7)
    except ValueError:
        return 0.0


JOB = Job("digest", run, group="Collect")
