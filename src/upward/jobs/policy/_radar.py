"""The claims on the logbook's radar against which a policy checks commits."""

from __future__ import annotations

from upward.analysis.ai_policy.tool_claims import ToolClaim
from upward.analysis.radar.blip import ClaimState, claim_standing, parse_blip
from upward.session.session import Session


def radar_claims(session: Session) -> list[ToolClaim] | None:
    """Give every claim of every tool, of which none is live while the tool is on hold; None without a logbook."""
    if session.root is None:
        return None
    blips = [parse_blip(record) for record in session.corpus.records("radar")]
    return [
        ToolClaim(blip.tool, claim.capability, is_live=False, because="the tool is on hold")
        if blip.ring == "hold"
        else ToolClaim(blip.tool, claim.capability, found.state is ClaimState.LIVE, found.because)
        for blip in blips
        for claim in blip.claims
        for found in [claim_standing(blip, claim, session.today)]
    ]
