"""Count records."""

from __future__ import annotations

from typing import Annotated

from upward.model.job import Job, JobResult
from upward.model.page import Page, Prose
from upward.session.session import Session


def run(session: Session, kind: Annotated[str, "The kind to count"] = "award") -> JobResult:
    """Give the number of records of a kind."""
    number = len(session.corpus.records(kind))
    return JobResult(Page("Count", (Prose(f"{number} {kind}"),)), number)


JOB = Job("count", run, "Count records")
