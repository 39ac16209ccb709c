"""Keep concerns: what each costs, its indicators over time, and closing them with before and after."""

from __future__ import annotations

from typing import Any

from upward.jobs.concern.status import statuses
from upward.model.job import Job, JobResult
from upward.model.page import Callout, Page, Table
from upward.session.session import Session


def run(session: Session) -> JobResult:
    """List the concerns that are not closed: how each stands, and what it costs a month."""
    records = [each for each in session.corpus.records("concern") if each.string("status") != "closed"]
    rows: list[dict[str, Any]] = [
        {
            "id": record.id,
            "about": record.string("about"),
            "status": record.string("status") or "open",
            "owner": record.string("owner"),
            "review_by": record.string("review-by"),
            "interest": record.string("interest"),
            "indicators": {each.id: each.verdict for each in statuses(session, record)},
        }
        for record in records
    ]
    columns = ("id", "about", "owner", "review by", "interest", "indicators")
    shown = tuple(
        (
            str(row["id"]), str(row["about"]), str(row["owner"]) or "none", str(row["review_by"]), str(row["interest"]),
            ", ".join(f"{name} {verdict}" for name, verdict in row["indicators"].items()),
        )
        for row in rows
    )  # fmt: skip
    none = Callout("No open concerns. `upward concern find PATH` looks for code that changes often without an owner.")
    return JobResult(Page("Concerns", (Table(columns, shown) if rows else none,)), rows, rows=rows)


JOB = Job("concern", run, group="Team practices")
