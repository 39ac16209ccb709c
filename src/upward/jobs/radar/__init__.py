"""Keep a radar of AI tools: dated claims, trials of your own, rings."""

from __future__ import annotations

from typing import NamedTuple

from upward.analysis.radar.blip import ClaimState, Ring, claim_standing, parse_blip
from upward.model.job import Job, JobResult
from upward.model.page import Callout, Page, Table
from upward.session.session import Session


class _ListedTool(NamedTuple):
    """A tool, how many claims were made of it, and how many of those are live."""

    ring: str
    tool: str
    version: str
    quadrant: str
    claims: int
    live: int
    id: str


def run(session: Session) -> JobResult:
    """List the tools by ring, with the number of their live claims."""
    order = [ring.value for ring in Ring]
    tools = []
    for record in session.corpus.records("radar"):
        blip = parse_blip(record)
        states = [claim_standing(blip, claim, session.today).state for claim in blip.claims]
        live = states.count(ClaimState.LIVE)
        tools.append(
            _ListedTool(blip.ring, blip.tool, blip.version or "?", blip.quadrant, len(states), live, id=blip.id)
        )
    tools.sort(key=lambda each: (order.index(each.ring) if each.ring in order else len(order), each.tool))
    table = Table(_ListedTool._fields, tuple(tuple(map(str, each)) for each in tools))
    none = Callout("No tools yet. Add one with `upward radar add TOOL --tool-version V --claim TEXT --source WHO`.")
    return JobResult(Page("Radar", (table if tools else none,)), tools, rows=tools)


JOB = Job("radar", run, group="Team practices")
