"""Begin an incident."""

from __future__ import annotations

from typing import Annotated, Literal

from upward.jobs.incident._moment import moment
from upward.model.job import Job, JobResult
from upward.model.page import Items, Page, Prose
from upward.session.session import Session
from upward.session.writing import create_record
from upward.text.moments import parse_moment
from upward.text.template_slots import open_slots


def run(
    session: Session,
    title: Annotated[str, "What users notice, in one line"],
    *,
    at: Annotated[str, "When it began, as an ISO time or as 09:40; by default now"] = "",
    severity: Annotated[Literal["critical", "high", "medium", "low"], "How severe it is"] = "medium",
    detected: Annotated[str, "When it was noticed, as an ISO time or as 09:47"] = "",
    detected_by: Annotated[str, "What or who noticed it"] = "",
    impact: Annotated[str, "Who is affected, and by how much"] = "",
    dry_run: Annotated[bool, "Show the record, and write nothing"] = False,
) -> JobResult:
    """Write the record of a new incident."""
    onset = moment(session, at)
    began = parse_moment(onset)
    fields = {
        "title": title,
        "date": onset[:10],
        "severity": severity,
        "status": "open",
        "onset": onset,
        "detected": moment(session, detected, began) if detected else "",
        "detected-by": detected_by,
        "impact": impact,
    }
    made = create_record(session, "incident", fields, dry_run=dry_run)
    said = (
        Prose(f"{'Would write' if dry_run else 'Wrote'} {made.path}."),
        Prose("Seal hypotheses before the cause is known, each with its component:"),
        Items((f'upward incident hypothesise {made.id} --component NAME --text "…" --confidence "60 %"',)),
    )
    data = {"id": made.id, "path": made.path, "text": made.text, "open": [slot.name for slot in open_slots(made.text)]}
    return JobResult(Page(title, said), data)


JOB = Job("incident new", run)
