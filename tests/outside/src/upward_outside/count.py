"""Count records."""

from __future__ import annotations

from typing import Annotated

from upward.model.extension import Job, Outcome
from upward.model.page import Page, Prose
from upward.session import Session


def run(session: Session, kind: Annotated[str, "The kind to count"] = "award") -> Outcome:
    """Give the number of records of a kind."""
    number = len(session.corpus.records(kind))
    return Outcome(Page("Count", (Prose(f"{number} {kind}"),)), number)


JOB = Job("count", run, "Count records")
