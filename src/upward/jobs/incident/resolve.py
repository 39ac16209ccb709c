"""Name the cause of an incident, and who judged it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from upward.analysis.incidents.incident import Incident, parse_incident
from upward.jobs.incident._moment import moment
from upward.model.errors import UsageError
from upward.model.job import Job, JobResult, Names
from upward.model.page import Callout, Page, Prose, Tone
from upward.session.session import Session
from upward.session.writing import rewrite
from upward.text import edits

# So long after its onset an incident is written down in hindsight, and "now" is not when its cause was known.
LATE = timedelta(days=7)


def run(
    session: Session,
    incident: Annotated[str, "The incident's id", Names.RECORD],
    *,
    component: Annotated[str, "The component at fault"] = "",
    mechanism: Annotated[str, "How it failed"] = "",
    trigger: Annotated[str, "What triggered it"] = "",
    by: Annotated[str, "Who names the cause; by default you"] = "",
    at: Annotated[str, "When the cause was known, as an ISO time or as 10:26; by default now"] = "",
    also_counts: Annotated[tuple[str, ...], "Another name of the component at fault"] = (),
    impact: Annotated[str, "Who was affected, and by how much"] = "",
    dry_run: Annotated[bool, "Show what would be written, and write nothing"] = False,
) -> JobResult:
    """Name component, mechanism and trigger, and close the chain of seals: later guesses do not count."""
    record = session.record(incident, "incident")
    held = parse_incident(record)
    if held.is_resolved:
        raise UsageError(
            f"{record.id} is already resolved: {held.judged_by} named {held.cause}",
            next_step=f"correct `cause` in {record.path} in an editor, and give the reason in the text",
        )
    judge = by or session.settings.name
    missing = [
        name for name, value in (("--component", component), ("--mechanism", mechanism), ("--by", judge)) if not value
    ]
    if missing:
        raise UsageError(
            f"A resolution needs {', '.join(missing)}",
            next_step='write --component NAME --mechanism "how it failed" --by "who judged"',
        )
    _require_time(session, held, at)
    values = {
        "status": "resolved", "identified": moment(session, at, held.onset), "cause": component, "mechanism": mechanism,
        "trigger": trigger, "judged-by": judge, "impact": impact or record.string("impact"),
        "last-seal": held.hypotheses[-1].seal if held.hypotheses else "",
    }  # fmt: skip
    text = record.text
    for key, value in values.items():
        if value:
            text = edits.apply_edits([edits.set_value(text, key, value)], text)
    for name in also_counts:
        text = edits.apply_edits([edits.add_to_list(text, "also-counts", name)], text)
    rewrite(session, record, text, dry_run=dry_run)
    right = [each for each in held.hypotheses if replace(held, cause=component).is_cause(each.component)]
    said = ", ".join(f"{each.id} by {each.source}" for each in right) or "no sealed hypothesis"
    blocks = (
        Callout(f"{'Would resolve' if dry_run else 'Resolved'} {record.id}: {component}.", Tone.GOOD),
        Prose(f"Right: {said}. Next: `upward incident report {record.id}`."),
    )
    data = {"id": record.id, "cause": component, "judged_by": judge, "right": [each.id for each in right]}
    return JobResult(Page(record.title, blocks), data)


def _require_time(session: Session, held: Incident, at: str) -> None:
    if not at and held.onset is not None and session.clock.now() - held.onset > LATE:
        raise UsageError(
            "The time at which the cause was known is missing",
            why=f"{held.id} began on {held.onset:%Y-%m-%d}; without a time, now would be recorded",
            next_step=f"write --at {held.onset:%Y-%m-%d}T12:00{held.onset:%z}, with the real time",
        )


# A verdict is a person's: an assistant may only see what it would be.
JOB = Job("incident resolve", run, interactive_only=("dry_run",))
