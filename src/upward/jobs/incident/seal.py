"""Print an incident's newest seal, or verify one that was shown earlier."""

from __future__ import annotations

from typing import Annotated

from upward.analysis.incidents.incident import parse_incident
from upward.analysis.incidents.sealing import SealState, check_seals, find_shown, shown_seal
from upward.model.errors import UsageError
from upward.model.job import Job, JobResult, Names
from upward.model.page import Block, Callout, FactList, Page, Tone
from upward.session.session import Session


def run(
    session: Session,
    incident: Annotated[str, "The incident's id", Names.RECORD],
    *,
    shown: Annotated[str, "Verify this seal, which was shown earlier"] = "",
) -> JobResult:
    """Print the seal to show to others, or verify one; exit code 1 if it does not hold."""
    record = session.record(incident, "incident")
    held = parse_incident(record)
    checks = list(check_seals(held))
    if shown:
        found = find_shown(held, shown)
        if found is None:
            why = "no hypothesis in an unbroken chain has it, so a hypothesis was rewritten or removed"
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


JOB = Job("incident seal", run)
