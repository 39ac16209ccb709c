"""An incident as a blameless post-mortem."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from upward.analysis.incidents.incident import Hypothesis, Incident, parse_incident
from upward.analysis.incidents.sealing import SealState, check_seals
from upward.model.page import Block, Callout, FactList, Heading, Page, Table, Tone
from upward.model.record import Record
from upward.text.body_blocks import body_blocks
from upward.text.moments import duration_text, minutes_between, parse_moment
from upward.text.template_slots import written


def view(record: Record) -> Page:
    """Draw one incident."""
    incident = parse_incident(record)
    blocks: list[Block] = [FactList(tuple(pair for pair in _facts(record, incident) if pair[1]))]
    for section in record.sections:
        blocks += [Heading(section.title), *body_blocks(section.body.cut(record.text), "(not written yet)")]
        if section.title.lower() in {"what happened", "summary"}:
            blocks += _timeline(record, incident)
    blocks += [*_hypotheses(incident), *_actions(record)]
    return Page(record.title, tuple(blocks))


def _facts(record: Record, incident: Incident) -> Iterator[tuple[str, str]]:
    yield "severity", written(record, "severity")
    yield "status", written(record, "status") or "open"
    yield "impact", written(record, "impact")
    yield "began", written(record, "onset")
    if incident.detected is not None:
        yield "time to detect", duration_text(incident.minutes_to_detect)
        yield "detected by", written(record, "detected-by") or "not recorded"
    if incident.mitigated is not None:
        yield "time to mitigate", duration_text(minutes_between(incident.onset, incident.mitigated))
    if incident.identified is not None:
        yield "time to find the cause", duration_text(minutes_between(incident.onset, incident.identified))
    yield "component at fault", incident.cause
    yield "mechanism", written(record, "mechanism")
    yield "trigger", written(record, "trigger")
    yield "judged by", incident.judged_by


def _timeline(record: Record, incident: Incident) -> list[Block]:
    events = [(str(each.get("at", "")), str(each.get("text", ""))) for each in record.mappings("timeline")]
    # Times may have different offsets, so that their text does not sort.
    events.sort(key=lambda event: (parse_moment(event[0]) or datetime.max.replace(tzinfo=UTC), event[1]))
    rows = tuple((_moment_text(at, incident), what) for at, what in events)
    return [Heading("Timeline", 3), Table((f"at ({_offset(incident)})", "what"), rows)] if rows else []


def _offset(incident: Incident) -> str:
    """Give the offset in which times are shown: that of the onset."""
    offset = f"{incident.onset:%z}" if incident.onset is not None else "+0000"
    return "UTC" if offset == "+0000" else f"UTC{offset[:3]}:{offset[3:5]}"


def _moment_text(written: str, incident: Incident) -> str:
    """Give a time to the minute, in the offset of the onset; the record has it in full."""
    moment = parse_moment(written)
    if moment is None:
        return written
    zone = incident.onset.tzinfo if incident.onset is not None else moment.tzinfo
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def _hypotheses(incident: Incident) -> list[Block]:
    if not incident.hypotheses:
        return []
    rows = tuple(
        (
            _moment_text(check.hypothesis.at, incident),
            _source(incident, check.hypothesis),
            check.hypothesis.component,
            check.hypothesis.text,
            check.hypothesis.confidence_text,
            _outcome(incident, check.hypothesis.component),
            check.state.value,
        )
        for check in check_seals(incident)
    )
    blocks: list[Block] = [Heading("Hypotheses")]
    blocks.append(Table(("at", "by", "component", "hypothesis", "confidence", "right", "seal"), rows))
    lost = [check for check in check_seals(incident) if check.state is not SealState.HOLDS]
    blocks += [Callout(f"{check.hypothesis.id} is not counted: {check.because}.", Tone.WARN) for check in lost]
    return blocks


def _source(incident: Incident, hypothesis: Hypothesis) -> str:
    """Give who guessed. Once it is known who was right, people are not named: a post-mortem blames no person."""
    return hypothesis.source if hypothesis.tool_version or not incident.is_resolved else "a person"


def _outcome(incident: Incident, component: str) -> str:
    if not incident.is_resolved:
        return "not known"
    return "yes" if incident.is_cause(component) else "no"


def _actions(record: Record) -> list[Block]:
    keys = ("text", "type", "owner", "due", "status")
    rows = tuple(tuple(str(each.get(key, "")) for key in keys) for each in record.mappings("actions"))
    return [Heading("Actions"), Table(("what", "type", "owner", "due", "status"), rows)] if rows else []


VIEW = view
