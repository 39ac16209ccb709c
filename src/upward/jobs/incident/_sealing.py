"""Adding a hypothesis to an incident's chain of seals."""

from __future__ import annotations

from dataclasses import replace

from upward.analysis.incidents.incident import Hypothesis, parse_incident
from upward.analysis.incidents.sealing import SealState, check_seals, seal_of
from upward.jobs.incident._moment import moment
from upward.model.errors import UsageError
from upward.model.record import Record
from upward.session.session import Session
from upward.text import edits


def sealed(session: Session, record: Record, given: Hypothesis) -> tuple[Hypothesis, str]:
    """Give a hypothesis sealed as the next of an incident's chain, and the record's text with it.

    Raises UsageError where the incident is resolved, or its chain is broken.
    """
    incident = parse_incident(record)
    if incident.is_resolved or incident.last_seal:
        raise UsageError(
            f"{record.id} is resolved, so no further hypothesis can be sealed",
            why=f"{incident.judged_by} named {incident.cause} as the cause",
            next_step=f'add what you know to the timeline with `upward incident add {record.id} --text "…"`',
        )
    broken = next((check for check in check_seals(incident) if check.state is not SealState.HOLDS), None)
    if broken is not None:
        raise UsageError(
            f"The seal of {broken.hypothesis.id} is broken",
            why=broken.because,
            next_step=f"restore {record.path} from your version history, then seal again",
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
    return made, edits.apply_edits([edits.add_to_list(record.text, "hypotheses", entry)], record.text)


def _line(text: str) -> str:
    return " ".join(text.split())
