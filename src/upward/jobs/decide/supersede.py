"""Replace a decision by another: both records get a link."""

from __future__ import annotations

import os.path
from pathlib import Path
from typing import Annotated

from upward.analysis.decisions.adr_links import with_supersession
from upward.jobs.decide._log import one_decision, rewrite_decision
from upward.model.errors import UsageError
from upward.model.job import PLACE, Job, JobResult
from upward.model.page import FactList, Page, Prose
from upward.session.session import Session


def run(
    session: Session,
    old: Annotated[str, "The decision that is no longer in force", PLACE],
    by: Annotated[str, "The decision that replaces it", PLACE],
    *,
    dry_run: Annotated[bool, "Show both records, and write nothing"] = False,
) -> JobResult:
    """Set the status of the old record and add a link to each; nothing else changes in either."""
    former, present = one_decision(session, old, "supersede"), one_decision(session, by, "supersede")
    if former.path == present.path:
        raise UsageError(f"{old} can't supersede itself", next_step="name two different decisions")
    there = _relative(present.path, former.path)
    back = _relative(former.path, present.path)
    first, second = with_supersession(former, present, there, back)
    if not dry_run:
        rewrite_decision(session, former, first)
        rewrite_decision(session, one_decision(session, by, "supersede"), second)
    said = Prose("Would change:" if dry_run else "Changed:")
    facts = FactList(((former.path, f"superseded by {present.title}"), (present.path, f"supersedes {former.title}")))
    data = {"old": {"path": former.path, "text": first}, "new": {"path": present.path, "text": second}}
    return JobResult(Page(present.title, (said, facts)), data)


def _relative(target: str, source: str) -> str:
    """Give the link from one record to another."""
    return Path(os.path.relpath(target, Path(source).parent)).as_posix()


JOB = Job("decide supersede", run)
