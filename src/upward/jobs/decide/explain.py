"""List the decisions that apply to a file: those that name its path, its folder or a pattern that matches it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NamedTuple

from upward.analysis.decisions.adr_links import mentions_of
from upward.analysis.decisions.adr_status import AdrStatus, status_of
from upward.jobs.decide._log import decisions_at
from upward.model.errors import NothingFoundError
from upward.model.job import PLACE, Job, JobResult
from upward.model.page import Callout, Page, Table
from upward.session.session import Session


class DecisionMention(NamedTuple):
    """Where a decision names a file: the row in the decision, and why it counts; `holds` where it is in force."""

    id: str
    path: str
    title: str
    status: str
    holds: bool
    row: int
    because: str


def run(
    session: Session,
    file: Annotated[str, "A file or folder of the code, written as in the decisions", PLACE],
    *,
    log: Annotated[str, "The folder of decisions; by default the logbook's, or else docs/adr and similar", PLACE] = "",
) -> JobResult:
    """List the decisions that apply to a file, those in force first; exit code 1 if there are none."""
    rows: list[DecisionMention] = []
    for record in decisions_at(session, log or _usual(session)):
        status = status_of(record)
        holds = status.meaning(session.settings.decision_statuses) in {AdrStatus.ACCEPTED, None}
        rows += [
            DecisionMention(record.id, record.path, record.title, status.text, holds, mention.row, mention.because)
            for mention in mentions_of(record, _plain(session, file))
        ]
    if not rows:
        raise NothingFoundError(
            f"No decision names {file}", next_step="write paths in decisions in backticks, such as `src/queue/`"
        )
    rows.sort(key=lambda row: (not row.holds, row.id, row.row))
    shown = tuple((row.id, row.title, row.status, row.because) for row in rows)
    note = Callout("A decision that names no path of this file is not listed.")
    return JobResult(
        Page(f"Decisions about {file}", (Table(("id", "title", "status", "because"), shown), note)), rows, rows=rows
    )


def _usual(session: Session) -> str:
    """Give the usual folder of decisions where there is no logbook with some."""
    if session.root is not None and session.corpus.records("decision"):
        return ""
    usual = (
        "docs/adr",
        "doc/adr",
        "docs/decisions",
        "docs/architecture/decisions",
        "adr",
        "ADR",
        "doc/architecture/decisions",
    )
    return next((name for name in usual if (session.here / name).is_dir()), "")


def _plain(session: Session, file: str) -> str:
    path = Path(file).expanduser()
    if path.is_absolute() and path.is_relative_to(session.here):
        path = path.relative_to(session.here)
    return path.as_posix().removeprefix("./")


JOB = Job("decide explain", run)
