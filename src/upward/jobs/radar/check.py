"""Find claims that are stale, untried or contradicted, and classes of code whose policy lacks a live claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from upward.analysis.radar.blip import Blip, ClaimState, claim_standing, is_over_ring, parse_blip
from upward.model.job import PLACE, Job, JobResult
from upward.model.page import Callout, Page, Table, Tone
from upward.session.session import Session
from upward.store.import_source import PathImportSource
from upward.text import record_reader

POLICY = "AI_POLICY.md"


def run(
    session: Session,
    *,
    policy: Annotated[
        str, "The policy whose classes may require claims; by default AI_POLICY.md, if there is one", PLACE
    ] = "",
) -> JobResult:
    """Judge every claim of every tool that is not on hold; exit code 1 where one is not live, or a class lacks one."""
    blips = [parse_blip(record) for record in session.corpus.records("radar")]
    rows = [row for blip in blips if blip.ring != "hold" for row in _claims(blip, session)]
    required = list(_required(session, blips, policy))
    bad = [row for row in rows if row["state"] != ClaimState.LIVE.value] + [
        row for row in required if not row["live_by"]
    ]
    over = [(blip.tool, because) for blip in blips if (because := is_over_ring(blip, session.today))]
    columns = ("tool", "ring", "claim", "state", "because")
    blocks: list[Any] = [Table(columns, tuple(tuple(str(row[column]) for column in columns) for row in rows))]
    blocks += [Callout(f"{tool} cannot be in the ring adopt: {because}.", Tone.BAD) for tool, because in over]
    blocks += [
        Callout(
            f"Class {row['class']} requires a live claim for {row['capability']}: "
            f"{', '.join(row['live_by']) or 'there is none'}.",
            Tone.GOOD if row["live_by"] else Tone.BAD,
        )
        for row in required
    ]
    if not bad and not over:
        blocks.append(Callout("Every claim is live.", Tone.GOOD))
    data = {"claims": rows, "required": required, "over_ring": [{"tool": name, "because": why} for name, why in over]}
    return JobResult(Page("Claims on the radar", tuple(blocks)), data, rows=rows, succeeded=not bad and not over)


def _claims(blip: Blip, session: Session) -> Iterator[dict[str, Any]]:
    for claim in blip.claims:
        found = claim_standing(blip, claim, session.today)
        yield {
            "id": blip.id, "tool": blip.tool, "ring": blip.ring, "claim": claim.id, "text": claim.text,
            "capability": claim.capability, "state": found.state.value, "because": found.because,
        }  # fmt: skip
    if not blip.claims:
        yield {
            "id": blip.id, "tool": blip.tool, "ring": blip.ring, "claim": "", "text": "", "capability": "",
            "state": ClaimState.UNKNOWN.value, "because": "no claim is written down",
        }  # fmt: skip


def _required(session: Session, blips: Sequence[Blip], name: str) -> Iterator[dict[str, Any]]:
    """Yield each capability that a class of the policy requires, with the tools that have a live claim for it."""
    path = session.here / Path(name or POLICY).expanduser()
    if not name and not path.is_file():
        return
    record = record_reader.parse_record(POLICY, PathImportSource(str(path)).text(), {}, otherwise="policy")
    for each in record.mappings("classes"):
        wanted = each.get("claims", ())
        for capability in (wanted,) if isinstance(wanted, str) else wanted if not isinstance(wanted, Mapping) else ():
            live = [
                blip.tool
                for blip in blips
                if any(
                    claim.capability.lower() == str(capability).lower()
                    and claim_standing(blip, claim, session.today).state is ClaimState.LIVE
                    for claim in blip.claims
                )
            ]
            yield {"class": str(each.get("id", "")), "capability": str(capability), "live_by": live}


JOB = Job("radar check", run)
