"""Sealing hypotheses, showing and verifying seals, and naming the cause."""

from __future__ import annotations

from dataclasses import replace

from upward.analysis.incidents.incident import Hypothesis, Incident, parse_incident, parse_share
from upward.analysis.incidents.sealing import SealState, check_seals, find_shown, seal_of, shown_seal
from upward.jobs.incident._recording import moment
from upward.model.errors import UsageError
from upward.model.job import JobResult
from upward.model.page import Block, Callout, FactList, Page, Prose, Tone
from upward.model.record import Record
from upward.session.session import Session
from upward.session.writing import rewrite
from upward.text import edits


def hypothesise(
    session: Session,
    record: Record,
    *,
    component: str,
    text: str,
    by: str,
    tool_version: str,
    confidence: str,
    refuted_if: str,
    dry_run: bool,
) -> JobResult:
    """Seal a guess at the cause; raises UsageError once the incident is resolved."""
    if not component or not text:
        raise UsageError(
            "A hypothesis needs a component and a mechanism", next_step='write --component NAME --text "what failed"'
        )
    if confidence and parse_share(confidence) is None:
        raise UsageError(f"{confidence!r} is no confidence", next_step='write it as --confidence "60 %"')
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
    jumped = _clock_note(parse_incident(record), made)
    data = {"id": record.id, "hypothesis": made.id, "source": made.source, "at": made.at, "seal": made.seal}
    return JobResult(Page(record.title, (*blocks, *jumped)), data)


def sealed(session: Session, record: Record, given: Hypothesis) -> tuple[Hypothesis, str]:
    """Give a hypothesis sealed as the next of an incident's chain, and the record's text with it.

    Raises UsageError where the incident is resolved, or its chain is broken.
    """
    incident = parse_incident(record)
    if incident.is_resolved or incident.last_seal:
        raise UsageError(
            f"{record.id} is resolved: a guess made now cannot be sealed",
            why=f"{incident.judged_by} named {incident.cause} as the cause",
            next_step=f'add what you know to the timeline with `upward incident add {record.id} --text "…"`',
        )
    broken = next((check for check in check_seals(incident) if check.state is not SealState.HOLDS), None)
    if broken is not None:
        raise UsageError(
            f"The seal of {broken.hypothesis.id} does not hold",
            why=broken.because,
            next_step=f"restore {record.path} from your history, then seal again",
        )
    number = len(incident.hypotheses) + 1
    previous = incident.hypotheses[-1].seal if incident.hypotheses else ""
    # Line ends would not survive the writing, and the seal is over what is written.
    made = replace(
        given,
        number=number,
        id=f"h{number}",
        at=moment(session, ""),
        by=_line(given.by),
        tool_version=_line(given.tool_version),
        component=_line(given.component),
        text=_line(given.text),
        confidence_text=_line(given.confidence_text),
        refuted_if=_line(given.refuted_if),
    )
    made = replace(made, seal=seal_of(previous, made))
    entry = {
        "id": made.id, "at": made.at, "by": made.by, "tool-version": made.tool_version, "component": made.component,
        "text": made.text, "confidence": made.confidence_text, "refuted-if": made.refuted_if, "seal": made.seal,
    }  # fmt: skip
    return made, edits.apply([edits.add_to_list(record.text, "hypotheses", entry)], record.text)


def _line(text: str) -> str:
    return " ".join(text.split())


def _clock_note(incident: Incident, made: Hypothesis) -> list[Block]:
    last = incident.hypotheses[-1].moment if incident.hypotheses else None
    if last is not None and made.moment is not None and made.moment < last:
        return [Callout("The clock is behind that of the previous seal; minutes will not be reliable.", Tone.WARN)]
    return []


def seal(record: Record, shown: str) -> JobResult:
    """Print the newest seal, or verify one that was shown before; exit code 1 where it does not hold."""
    incident = parse_incident(record)
    checks = list(check_seals(incident))
    if shown:
        found = find_shown(incident, shown)
        if found is None:
            why = "no hypothesis in an unbroken chain has it, so something was rewritten or removed"
            said = Callout(f"The seal {shown} is not in {record.path}: {why}.", Tone.BAD)
        else:
            said = Callout(f"{shown} seals {found.id} by {found.source} at {found.at}, unchanged since.", Tone.GOOD)
        data = {"id": record.id, "shown": shown, "holds": found is not None, "hypothesis": found.id if found else None}
        return JobResult(Page(record.title, (said,)), data, succeeded=found is not None)
    if not checks:
        raise UsageError(
            f"{record.id} has no hypotheses", next_step=f"seal one with `upward incident hypothesise {record.id}`"
        )
    last = checks[-1].hypothesis
    holds = all(check.state is SealState.HOLDS for check in checks)
    blocks: list[Block] = [FactList((("show this", shown_seal(last.seal)), ("it covers", f"h1 to {last.id}")))]
    blocks += [
        Callout(f"{check.hypothesis.id}: {check.because}.", Tone.BAD)
        for check in checks
        if check.state is not SealState.HOLDS
    ]
    data = {"id": record.id, "seal": last.seal, "show": shown_seal(last.seal), "holds": holds}
    return JobResult(Page(record.title, tuple(blocks)), data, succeeded=holds)


def resolve(
    session: Session,
    record: Record,
    *,
    component: str,
    mechanism: str,
    trigger: str,
    by: str,
    at: str,
    also_counts: tuple[str, ...],
    impact: str,
    dry_run: bool,
) -> JobResult:
    """Name the cause, who judged, and close the chain of seals; no guess counts after that."""
    incident = parse_incident(record)
    if incident.is_resolved:
        raise UsageError(
            f"{record.id} is resolved already: {incident.judged_by} named {incident.cause}",
            next_step=f"correct `cause` in {record.path} by hand, and say why in the text",
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
    values = {
        "status": "resolved", "identified": moment(session, at), "cause": component, "mechanism": mechanism,
        "trigger": trigger, "judged-by": judge, "impact": impact or record.string("impact"),
        "last-seal": incident.hypotheses[-1].seal if incident.hypotheses else "",
    }  # fmt: skip
    text = record.text
    for key, value in values.items():
        if value:
            text = edits.apply([edits.set_value(text, key, value)], text)
    for name in also_counts:
        text = edits.apply([edits.add_to_list(text, "also-counts", name)], text)
    rewrite(session, record, text, dry_run=dry_run)
    right = [each for each in incident.hypotheses if replace(incident, cause=component).is_cause(each.component)]
    said = ", ".join(f"{each.id} by {each.source}" for each in right) or "no sealed hypothesis"
    blocks = (
        Callout(f"{'Would resolve' if dry_run else 'Resolved'} {record.id}: {component}.", Tone.GOOD),
        Prose(f"Right: {said}. Next: `upward incident report {record.id}`."),
    )
    data = {"id": record.id, "cause": component, "judged_by": judge, "right": [each.id for each in right]}
    return JobResult(Page(record.title, blocks), data)
