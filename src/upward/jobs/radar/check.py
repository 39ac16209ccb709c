"""Find claims that are stale, untested or contradicted, and classes of code whose policy lacks a live claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, NamedTuple

from upward.analysis.radar.blip import Blip, ClaimState, claim_standing, is_over_ring, parse_blip
from upward.model.job import PLACE, Job, JobResult
from upward.model.page import Block, Callout, Page, Table, Tone
from upward.session.session import Session
from upward.store.import_source import PathImportSource
from upward.text import record_reader

POLICY = "AI_POLICY.md"


class JudgedClaim(NamedTuple):
    """A claim about a tool, and whether it is live; a tool without claims has one of unknown state."""

    id: str
    tool: str
    ring: str
    claim: str
    text: str
    capability: str
    state: ClaimState
    because: str


@dataclass(frozen=True, slots=True)
class RequiredClaim:
    """A capability that a class of code requires, and the tools that have a live claim for it."""

    class_: str
    capability: str
    live_by: tuple[str, ...]


class OverRing(NamedTuple):
    """A tool whose ring promises more than its claims hold."""

    tool: str
    because: str


def run(
    session: Session,
    *,
    policy: Annotated[
        str, "The policy whose classes may require claims; by default AI_POLICY.md, if there is one", PLACE
    ] = "",
) -> JobResult:
    """Check every claim of every tool that is not on hold; exit code 1 if one is not live, or a class lacks one."""
    blips = [parse_blip(record) for record in session.corpus.records("radar")]
    rows = [row for blip in blips if blip.ring != "hold" for row in _claims(blip, session)]
    required = list(_required(session, blips, policy))
    over = [OverRing(blip.tool, because) for blip in blips if (because := is_over_ring(blip, session.today))]
    clean = not over and all(row.state is ClaimState.LIVE for row in rows) and all(row.live_by for row in required)
    blocks = _blocks(rows, required, over, clean=clean)
    data = {"claims": rows, "required": required, "over_ring": over}
    return JobResult(Page("Claims on the radar", tuple(blocks)), data, rows=rows, succeeded=clean)


def _blocks(
    rows: Sequence[JudgedClaim], required: Sequence[RequiredClaim], over: Sequence[OverRing], *, clean: bool
) -> Iterator[Block]:
    cells = tuple((row.tool, row.ring, row.claim, row.state.value, row.because) for row in rows)
    yield Table(("tool", "ring", "claim", "state", "because"), cells)
    for each in over:
        yield Callout(f"{each.tool} can't be in the ring adopt: {each.because}.", Tone.BAD)
    for row in required:
        yield Callout(
            f"The policy's class {row.class_} requires a live claim for {row.capability}: "
            f"{', '.join(row.live_by) or 'there is none'}.",
            Tone.GOOD if row.live_by else Tone.BAD,
        )
    if clean:
        yield Callout("Every claim is live.", Tone.GOOD)


def _claims(blip: Blip, session: Session) -> Iterator[JudgedClaim]:
    for claim in blip.claims:
        found = claim_standing(blip, claim, session.today)
        yield JudgedClaim(
            blip.id, blip.tool, blip.ring, claim.id, claim.text, claim.capability, found.state, found.because
        )
    if not blip.claims:
        because = "it has no claims"
        yield JudgedClaim(blip.id, blip.tool, blip.ring, "", "", "", ClaimState.UNKNOWN, because)


def _required(session: Session, blips: Sequence[Blip], name: str) -> Iterator[RequiredClaim]:
    """Yield each capability that a class of the policy requires, with the tools that have a live claim for it."""
    path = session.here / Path(name or POLICY).expanduser()
    if not name and not path.is_file():
        return
    record = record_reader.parse_record(POLICY, PathImportSource(str(path)).text(), {}, otherwise="policy")
    for each in record.mappings("classes"):
        wanted = each.get("claims", ())
        for capability in (wanted,) if isinstance(wanted, str) else wanted if not isinstance(wanted, Mapping) else ():
            live = tuple(
                blip.tool
                for blip in blips
                if any(
                    claim.capability.lower() == str(capability).lower()
                    and claim_standing(blip, claim, session.today).state is ClaimState.LIVE
                    for claim in blip.claims
                )
            )
            yield RequiredClaim(str(each.get("id", "")), str(capability), live)


JOB = Job("radar check", run)
