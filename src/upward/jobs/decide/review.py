"""Review decisions that are due, and see how well predictions held."""

from __future__ import annotations

from typing import Annotated

from upward.jobs.decide import _lookback
from upward.jobs.decide._log import decisions_at
from upward.model.job import PLACE, Job, JobResult
from upward.session.session import Session


def run(
    session: Session,
    path: Annotated[str, "A decision, or a folder of them; by default the logbook's", PLACE] = "",
) -> JobResult:
    """List what is due for a look back; exit code 1 where something is."""
    return _lookback.review(session, decisions_at(session, path))


JOB = Job("decide review", run)
