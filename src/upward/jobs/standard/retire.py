"""Retire a standard, and say why."""

from __future__ import annotations

from typing import Annotated

from upward.model.errors import UsageError
from upward.model.job import Job, JobResult, Names
from upward.model.page import Callout, Page
from upward.session.session import Session
from upward.session.writing import rewrite
from upward.text import edits


def run(
    session: Session,
    standard: Annotated[str, "The standard's id", Names.RECORD],
    *,
    why: Annotated[str, "Why it is no longer needed, or what replaces it"] = "",
    dry_run: Annotated[bool, "Show what would be written, and write nothing"] = False,
) -> JobResult:
    """Retire a standard; it needs a reason, so that no one writes it again by accident."""
    record = session.record(standard, "standard")
    if not why:
        raise UsageError(f"The reason for retiring {record.id} is missing", next_step='write --why "…"')
    text = record.text
    for key, value in (("status", "retired"), ("retired-why", why)):
        text = edits.apply_edits([edits.set_value(text, key, value)], text)
    rewrite(session, record, text, dry_run=dry_run)
    said = Callout(f"{'Would retire' if dry_run else 'Retired'} {record.id}: {why}")
    return JobResult(Page(record.title, (said,)), {"id": record.id, "status": "retired", "why": why})


JOB = Job("standard retire", run)
