"""Keep a log of decisions: check, score, supersede and convert them, and look back."""

from __future__ import annotations

from typing import Annotated, Any

from upward.analysis.decisions.adr_status import field_of, status_of
from upward.jobs.decide._log import decisions_at
from upward.model.job import PLACE, Job, JobResult
from upward.model.page import Callout, Page, Table
from upward.session.session import Session


def run(
    session: Session,
    path: Annotated[str, "A folder of decisions; by default the logbook's", PLACE] = "",
) -> JobResult:
    """List the log: each decision with its status, date, and what it supersedes or is superseded by."""
    rows: list[dict[str, Any]] = []
    for record in decisions_at(session, path):
        status = status_of(record)
        meaning = status.meaning(session.settings.decision_statuses)
        rows.append(
            {
                "id": record.id,
                "path": record.path,
                "title": record.title,
                "status": status.text,
                "meaning": meaning.value if meaning else None,
                "date": field_of(record, "date")[0],
                "relations": [{"verb": each.verb, "to": list(each.targets)} for each in status.relations],
            }
        )
    rows.sort(key=lambda row: str(row["id"]))
    shown = tuple(
        (
            str(row["id"]),
            str(row["title"]),
            str(row["meaning"] or row["status"] or "no status"),
            str(row["date"]),
            "; ".join(f"{each['verb']} {', '.join(each['to'])}" for each in row["relations"]),
        )
        for row in rows
    )
    note = Callout("`--format html --output log.html` makes a page of this; `upward decide check` finds problems.")
    return JobResult(
        Page("Decisions", (Table(("id", "title", "status", "date", "relations"), shown), note)), rows, rows=rows
    )


JOB = Job("decide", run, group="Team practices")
