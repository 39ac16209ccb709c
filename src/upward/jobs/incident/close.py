"""Close an incident whose post-mortem is complete, and draft evidence of it."""

from __future__ import annotations

from typing import Annotated

from upward.analysis.incidents.incident import Incident, parse_incident
from upward.jobs.incident._findings import findings_of
from upward.model.errors import UsageError
from upward.model.finding import Severity
from upward.model.job import Job, JobResult, Names
from upward.model.page import Callout, Page, Prose, Tone
from upward.session.session import Session
from upward.session.writing import draft_evidence, rewrite
from upward.text import edits
from upward.text.moments import minutes_between
from upward.text.words import count_noun


def run(
    session: Session,
    incident: Annotated[str, "The incident's id", Names.RECORD],
    *,
    dry_run: Annotated[bool, "Show what would be written, and write nothing"] = False,
) -> JobResult:
    """Close a resolved incident whose post-mortem is complete, and draft evidence of it."""
    record = session.record(incident, "incident")
    held = parse_incident(record)
    if not held.is_resolved:
        raise UsageError(
            f"{record.id} is not resolved", next_step=f"name the cause with `upward incident resolve {record.id} …`"
        )
    if record.string("status") == "closed":
        raise UsageError(
            f"{record.id} is closed already", next_step="`upward list evidence` shows the evidence drafted from it"
        )
    lacking = [each for each in findings_of(session, record) if each.severity is not Severity.HINT]
    if lacking:
        raise UsageError(
            f"The post-mortem of {record.id} lacks {count_noun(len(lacking), 'thing')}",
            why="; ".join(each.message for each in lacking[:3]),
            next_step=f"`upward incident report {record.id}` lists what is missing",
        )
    made = draft_evidence(
        session,
        record,
        title=f"Incident closed: {record.title}",
        started=record.string("date"),
        measures=_measures(held),
        people=[held.judged_by],
        what=_sentences(record.string("impact"), f"Cause: {held.cause}, {record.string('mechanism')}"),
        dry_run=dry_run,
    )
    text = edits.apply_edits([edits.set_value(record.text, "status", "closed")], record.text)
    text = edits.apply_edits([edits.add_to_list(text, "evidence", made.id)], text)
    rewrite(session, record, text, dry_run=dry_run)
    blocks = (
        Callout(f"{'Would close' if dry_run else 'Closed'} {record.id}.", Tone.GOOD),
        Prose(f"{'Would draft' if dry_run else 'Drafted'} {made.path}; add your own part to it."),
    )
    return JobResult(Page(record.title, blocks), {"id": record.id, "evidence": made.id, "path": made.path})


def _sentences(*said: str) -> str:
    """Give what was written down as sentences, each with its full stop."""
    return " ".join(each if each.endswith((".", "!", "?")) else f"{each}." for each in map(str.strip, said) if each)


def _measures(incident: Incident) -> list[dict[str, str]]:
    spans = (
        ("detect", "minutes from onset to detection", incident.minutes_to_detect),
        ("identify", "minutes until the cause was known", minutes_between(incident.onset, incident.identified)),
    )
    return [
        {"id": name, "value": f"{minutes:.0f}", "unit": unit, "method": "the incident's timeline", "status": "measured"}
        for name, unit, minutes in spans
        if minutes is not None
    ]


JOB = Job("incident close", run)
