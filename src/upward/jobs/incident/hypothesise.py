"""Seal a guess at the cause, by a person or an AI tool."""

from __future__ import annotations

from typing import Annotated

from upward.analysis.incidents.incident import Hypothesis, Incident, parse_incident, parse_share
from upward.analysis.incidents.sealing import shown_seal
from upward.jobs.incident._sealing import sealed
from upward.model.errors import UsageError
from upward.model.job import Job, JobResult, Names
from upward.model.page import Block, Callout, FactList, Page, Prose, Tone
from upward.session.session import Session
from upward.session.writing import rewrite


def run(
    session: Session,
    incident: Annotated[str, "The incident's id", Names.RECORD],
    *,
    component: Annotated[str, "The component that is suspected"] = "",
    text: Annotated[str, "The mechanism that is supposed"] = "",
    by: Annotated[str, "Who made the guess: a person or an AI tool; by default you"] = "",
    tool_version: Annotated[str, "The version, if an AI tool made the guess"] = "",
    confidence: Annotated[str, "How sure they are, such as 60 %"] = "",
    refuted_if: Annotated[str, "What would refute it"] = "",
    dry_run: Annotated[bool, "Show what would be sealed, and write nothing"] = False,
) -> JobResult:
    """Seal a hypothesis before the cause is known; refused once the incident is resolved."""
    record = session.record(incident, "incident")
    if not component or not text:
        raise UsageError(
            "A hypothesis needs a component and a mechanism", next_step='write --component NAME --text "what failed"'
        )
    if confidence and parse_share(confidence) is None:
        raise UsageError(f"{confidence!r} is not a confidence in percent", next_step='for example --confidence "60 %"')
    given = Hypothesis(
        0, "", "", by or session.settings.name or "me", tool_version, component, text, None, confidence, refuted_if, ""
    )
    made, changed = sealed(session, record, given)
    rewrite(session, record, changed, dry_run=dry_run)
    blocks: list[Block] = [
        Callout(f"{'Would seal' if dry_run else 'Sealed'} {made.id} by {made.source}: {component}.", Tone.GOOD),
        FactList((("seal", shown_seal(made.seal)), ("at", made.at))),
        Prose(f"Post the seal where others see it; `upward incident seal {record.id} --shown SEAL` verifies it later."),
    ]
    jumped = _time_notes(parse_incident(record), made)
    data = {"id": record.id, "hypothesis": made.id, "source": made.source, "at": made.at, "seal": made.seal}
    return JobResult(Page(record.title, (*blocks, *jumped)), data)


def _time_notes(incident: Incident, made: Hypothesis) -> list[Block]:
    notes: list[Block] = []
    if incident.mitigated is not None and made.moment is not None and made.moment > incident.mitigated:
        late = "This guess was sealed after the mitigation; who knows the cause by then guesses nothing."
        notes.append(Callout(late, Tone.WARN))
    return notes + _backwards(incident, made)


def _backwards(incident: Incident, made: Hypothesis) -> list[Block]:
    last = incident.hypotheses[-1].moment if incident.hypotheses else None
    if last is not None and made.moment is not None and made.moment < last:
        return [
            Callout(
                ("The clock shows an earlier time than at the previous seal, so the minutes are not reliable."),
                Tone.WARN,
            )
        ]
    return []


JOB = Job("incident hypothesise", run)
