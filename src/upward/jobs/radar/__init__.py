"""Keep a radar of AI tools: dated claims, trials of your own, rings."""

from __future__ import annotations

from upward.analysis.radar.blip import ClaimState, Ring, claim_standing, parse_blip
from upward.model.job import Job, JobResult
from upward.model.page import Callout, Page, Table
from upward.session.session import Session


def run(session: Session) -> JobResult:
    """List the tools by ring, with how many of their claims are live."""
    order = [ring.value for ring in Ring]
    rows = []
    for record in session.corpus.records("radar"):
        blip = parse_blip(record)
        states = [claim_standing(blip, claim, session.today).state for claim in blip.claims]
        rows.append(
            {
                "ring": blip.ring,
                "tool": blip.tool,
                "version": blip.version or "?",
                "quadrant": blip.quadrant,
                "claims": len(states),
                "live": states.count(ClaimState.LIVE),
                "id": blip.id,
            }
        )
    rows.sort(key=lambda row: (order.index(str(row["ring"])) if row["ring"] in order else len(order), str(row["tool"])))
    columns = ("ring", "tool", "version", "quadrant", "claims", "live", "id")
    table = Table(columns, tuple(tuple(str(row[column]) for column in columns) for row in rows))
    none = Callout("No tools yet. Begin with `upward radar add TOOL --tool-version V --claim TEXT --source WHO`.")
    return JobResult(Page("Radar", (table if rows else none,)), rows, rows=rows)


JOB = Job("radar", run, group="Team practices")
