"""List where AI had a part in decisions, and how much."""

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
    """List each mark of AI by decision; a decision without one is undeclared."""
    return _lookback.provenance(decisions_at(session, path))


JOB = Job("decide provenance", run)
