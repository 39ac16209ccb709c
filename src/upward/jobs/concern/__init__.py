"""Keep concerns: what each costs, its indicators over time, and their state when it is closed."""

from __future__ import annotations

from typing import NamedTuple

from upward.jobs.concern.status import statuses
from upward.model.job import Job, JobResult
from upward.model.page import Callout, Page, Table
from upward.model.record import Record
from upward.session.session import Session


class OpenConcern(NamedTuple):
    """A concern, what it costs a month, and the status of each indicator."""

    id: str
    about: str
    status: str
    owner: str
    review_by: str
    interest: str
    indicators: dict[str, str]

    def cells(self) -> tuple[str, ...]:
        """Give the row of a table: id, about, owner, day of the review, interest and indicators."""
        said = ", ".join(f"{name} {status}" for name, status in self.indicators.items())
        return self.id, self.about, self.owner or "none", self.review_by, self.interest, said


def run(session: Session) -> JobResult:
    """List the concerns that are not closed, their indicators, and what each costs a month."""
    records = [each for each in session.corpus.records("concern") if each.string("status") != "closed"]
    rows = [_open_concern(session, record) for record in records]
    columns = ("id", "about", "owner", "review by", "interest", "indicators")
    shown = tuple(each.cells() for each in rows)
    none = Callout(
        "No open concerns. `upward concern find PATH` looks for code that changes often and has no active owner."
    )
    return JobResult(Page("Concerns", (Table(columns, shown) if rows else none,)), rows, rows=rows)


def _open_concern(session: Session, record: Record) -> OpenConcern:
    return OpenConcern(
        id=record.id,
        about=record.string("about"),
        status=record.string("status") or "open",
        owner=record.string("owner"),
        review_by=record.string("review-by"),
        interest=record.string("interest"),
        indicators={each.id: each.status for each in statuses(session, record)},
    )


JOB = Job("concern", run, group="Team practices")
