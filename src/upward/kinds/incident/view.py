"""An incident as a blameless post-mortem."""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.incidents.incident import Incident, parse_incident
from upward.analysis.incidents.sealing import SealState, check_seals
from upward.model.corpus import Corpus
from upward.model.page import Block, Callout, FactList, Heading, Page, Prose, Table, Tone
from upward.model.record import Record
from upward.text.markdown import spoken
from upward.text.moments import duration_text, minutes_between


def view(record: Record, corpus: Corpus) -> Page:  # noqa: ARG001 - every view is given the corpus
    """Draw one incident."""
    incident = parse_incident(record)
    blocks: list[Block] = [FactList(tuple(pair for pair in _facts(record, incident) if pair[1]))]
    for section in record.sections:
        text = spoken(section.body.cut(record.text)).strip()
        blocks += [Heading(section.title), Prose(text or "(not written yet)")]
        if section.title.lower() in {"what happened", "summary"}:
            blocks += _timeline(record)
    blocks += [*_hypotheses(incident), *_actions(record)]
    return Page(record.title, tuple(blocks))


def _facts(record: Record, incident: Incident) -> Iterator[tuple[str, str]]:
    yield "severity", record.string("severity")
    yield "status", record.string("status") or "open"
    yield "impact", record.string("impact")
    yield "began", record.string("onset")
    if incident.detected is not None:
        yield "time to detect", duration_text(incident.minutes_to_detect)
        yield "detected by", record.string("detected-by") or "not recorded"
    if incident.mitigated is not None:
        yield "time to mitigate", duration_text(minutes_between(incident.onset, incident.mitigated))
    if incident.identified is not None:
        yield "time to find the cause", duration_text(minutes_between(incident.onset, incident.identified))
    yield "component at fault", incident.cause
    yield "mechanism", record.string("mechanism")
    yield "trigger", record.string("trigger")
    yield "judged by", incident.judged_by


def _timeline(record: Record) -> list[Block]:
    rows = sorted((str(each.get("at", "")), str(each.get("text", ""))) for each in record.mappings("timeline"))
    return [Heading("Timeline", 3), Table(("at", "what"), tuple(rows))] if rows else []


def _hypotheses(incident: Incident) -> list[Block]:
    if not incident.hypotheses:
        return []
    rows = tuple(
        (
            check.hypothesis.at,
            check.hypothesis.source,
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


def _outcome(incident: Incident, component: str) -> str:
    if not incident.is_resolved:
        return "not known"
    return "yes" if incident.is_cause(component) else "no"


def _actions(record: Record) -> list[Block]:
    keys = ("text", "type", "owner", "due", "status")
    rows = tuple(tuple(str(each.get(key, "")) for key in keys) for each in record.mappings("actions"))
    return [Heading("Actions"), Table(("what", "type", "owner", "due", "status"), rows)] if rows else []


VIEW = view
