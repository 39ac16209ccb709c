"""Whether the tool a commit names has a live claim on the radar for what a class of code requires."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from upward.analysis.ai_policy.attribution import AiMark
from upward.analysis.identities.ai_tools import is_tool_name, tool_named


@dataclass(frozen=True, slots=True)
class ToolClaim:
    """A claim on the radar: which tool, for which capability, whether it is live, and why or why not."""

    tool: str
    capability: str
    is_live: bool
    because: str


@dataclass(slots=True)
class ClaimReview:
    """What the claims say of a commit: what is against it, and what could not be looked at."""

    faults: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)


def review_claims(
    class_id: str, required: Sequence[str], marks: Sequence[AiMark], radar: Sequence[ToolClaim] | None
) -> ClaimReview:
    """Hold the tools of a commit against a radar; without one (None) nothing can be said, and that is said."""
    found = ClaimReview()
    for capability in required:
        wanted = f"{class_id} requires a live claim for {capability}"
        if radar is None:
            found.unchecked.append(f"{wanted}: there is no logbook with a radar here; name one with --logbook")
            continue
        for tool in dict.fromkeys(mark.tool for mark in marks):
            _review_tool(wanted, capability, tool, radar, found)
    return found


def _review_tool(wanted: str, capability: str, tool: str, radar: Sequence[ToolClaim], found: ClaimReview) -> None:
    listed = [each for each in radar if _tool(each.tool) == _tool(tool)]
    own = [each for each in listed if _folded(each.capability) == _folded(capability)]
    if any(each.is_live for each in own):
        found.unchecked.append(f"{wanted}: which version of {tool} was used is not in the commit")
    elif own:
        found.faults.append(f"{wanted}; that of {tool} is not live: {own[0].because}")
    elif listed:
        found.faults.append(f"{wanted}; {tool} has none on the radar")
    elif not is_tool_name(tool):
        found.unchecked.append(f"{wanted}: the commit names no known tool ({tool})")
    else:
        found.faults.append(f"{wanted}; {tool} is not on the radar")


def _tool(name: str) -> str:
    """Give a tool's name as names are compared: "Claude Code" and "Claude Opus 4" are Claude."""
    return _folded(tool_named(name) or name)


def _folded(text: str) -> str:
    return " ".join(text.lower().replace("-", " ").split())
