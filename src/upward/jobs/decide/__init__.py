"""Keep a log of decisions: check, score, supersede and convert them, and look back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from upward.analysis.decisions.adr_status import AdrRelation, AdrStatus, field_of, status_of
from upward.jobs.decide._log import decisions_at, unread_decisions
from upward.model.job import PLACE, Job, JobResult
from upward.model.page import Block, Callout, Page, Table, Tone
from upward.model.record import Record
from upward.session.session import Session


class _ListedDecision(NamedTuple):
    """A decision with its status as written, and what that means; None where it is not known."""

    id: str
    path: str
    title: str
    status: str
    meaning: AdrStatus | None
    date: str
    relations: Sequence[AdrRelation]


def run(
    session: Session,
    path: Annotated[str, "A folder of decisions; by default the logbook's", PLACE] = "",
) -> JobResult:
    """List the decisions: status, date, and what each supersedes or is superseded by."""
    decisions = sorted((_listed(session, record) for record in decisions_at(session, path)), key=lambda each: each.id)
    rows = tuple(
        (
            each.id,
            each.title,
            each.meaning or each.status or "no status",
            each.date,
            "; ".join(f"{relation.verb} {', '.join(relation.to)}" for relation in each.relations),
        )
        for each in decisions
    )
    note = Callout("`--format html --output log.html` writes this as a page; `upward decide check` finds problems.")
    table = Table(("id", "title", "status", "date", "relations"), rows)
    unread = unread_decisions(session, path)
    blocks: list[Block] = [table, *([Callout(unread, Tone.BAD)] if unread else []), note]
    return JobResult(Page("Decisions", tuple(blocks)), decisions, rows=decisions)


def _listed(session: Session, record: Record) -> _ListedDecision:
    status, day = status_of(record), field_of(record, "date")[0]
    meaning = status.meaning(session.settings.decision_statuses)
    return _ListedDecision(record.id, record.path, record.title, status.text, meaning, day, status.relations)


JOB = Job("decide", run, group="Team practices")
