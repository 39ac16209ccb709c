"""Keep mentoring notes: private, by pseudonym, with consent, before and after."""

from __future__ import annotations

from upward.model.job import Job, JobResult
from upward.model.page import Callout, Page, Table
from upward.session.session import Session
from upward.text.dates import parse_date


def run(session: Session) -> JobResult:
    """List the mentoring records by title, never by person, with the next checkpoint. People are not ranked."""
    rows = []
    for record in session.corpus.records("mentoring"):
        ahead = [each for each in record.strings("checkpoints") if (day := parse_date(each)) and day >= session.today]
        rows.append(
            {
                "id": record.id,
                "title": record.title,
                "status": record.string("status") or "open",
                "agreed": record.string("agreed") or "not recorded",
                "next_checkpoint": min(ahead, default=""),
            }
        )
    columns = ("id", "title", "status", "agreed", "next_checkpoint")
    table = Table(
        tuple(column.replace("_", " ") for column in columns),
        tuple(tuple(row[column] for column in columns) for row in rows),
    )
    none = Callout(
        "No mentoring records. Once you and the mentee have agreed, create one with `upward add mentoring TITLE`."
    )
    return JobResult(Page("Mentoring", (table if rows else none,)), rows, rows=rows)


JOB = Job("mentor", run, group="Team practices")
