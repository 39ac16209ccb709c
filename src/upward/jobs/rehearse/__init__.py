"""Plan what to practise, tell stories against the clock, and rehearse whole interviews."""

from __future__ import annotations

from typing import Annotated

from upward.jobs.rehearse import plan
from upward.model.job import Job, JobResult, Names
from upward.session.session import Session


def run(
    session: Session, story: Annotated[str, "A story's id; by default all stories", Names.RECORD] = ""
) -> JobResult:
    """List what is due, like `upward rehearse plan`."""
    return plan.run(session, story)


JOB = Job("rehearse", run, group="Interview")
