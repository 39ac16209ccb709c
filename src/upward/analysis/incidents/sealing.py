"""Sealed hypotheses: a chain of hashes, so that no guess can be rewritten, dropped or inserted unnoticed.

Each seal is the SHA-256 of the previous seal and of everything the hypothesis says. Changing one breaks its own seal;
removing or inserting one breaks the next. What a chain alone cannot show is a rewrite of its whole tail with new
hashes: that is what the newest seal is shown to others for, and why resolving writes it down as `last-seal`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from upward.analysis.incidents.incident import Hypothesis, Incident

# What the first seal of every chain follows.
ROOT = "upward incident seal 1"
# Enough of a seal to be read out or written in a chat: 64 bits.
SHOWN_CHARACTERS = 16


class SealState(StrEnum):
    """What is known of a hypothesis's seal."""

    HOLDS = "holds"
    MISSING = "missing"
    BROKEN = "broken"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class SealCheck:
    """The state of one hypothesis's seal, with the reason where it does not hold."""

    hypothesis: Hypothesis
    state: SealState
    because: str = ""


def seal_of(previous: str, hypothesis: Hypothesis) -> str:
    """Give the seal of a hypothesis that follows `previous` ("" for the first): 64 hexadecimal digits."""
    said = [
        previous or ROOT,
        str(hypothesis.number),
        hypothesis.at,
        hypothesis.by,
        hypothesis.tool_version,
        hypothesis.component,
        hypothesis.text,
        hypothesis.confidence_text,
        hypothesis.refuted_if,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def check_seals(incident: Incident) -> Iterator[SealCheck]:
    """Yield the state of each hypothesis's seal, in order; one after `last-seal` came after the resolution."""
    previous, is_after = "", False
    for each in incident.hypotheses:
        if not each.seal:
            yield SealCheck(each, SealState.MISSING, "it has no seal, so it may have been written at any time")
        elif each.seal != seal_of(previous, each):
            yield SealCheck(each, SealState.BROKEN, "it, or one before it, changed after it was sealed")
        elif is_after:
            yield SealCheck(each, SealState.LATE, "it was sealed after the incident was resolved")
        else:
            yield SealCheck(each, SealState.HOLDS)
        previous = each.seal
        is_after = is_after or (bool(incident.last_seal) and each.seal == incident.last_seal)


def sealed_in_time(incident: Incident) -> tuple[Hypothesis, ...]:
    """Give the hypotheses whose seals hold and that were sealed before the resolution."""
    return tuple(each.hypothesis for each in check_seals(incident) if each.state is SealState.HOLDS)


def is_last_seal_lost(incident: Incident) -> bool:
    """Whether the seal written down at the resolution is not in the chain any more."""
    return bool(incident.last_seal) and incident.last_seal not in {each.seal for each in incident.hypotheses}


def clock_jumps(incident: Incident) -> Iterator[tuple[Hypothesis, Hypothesis]]:
    """Yield pairs of neighbours in the chain of which the later one claims an earlier moment."""
    for earlier, later in zip(incident.hypotheses, incident.hypotheses[1:], strict=False):
        if earlier.moment is not None and later.moment is not None and later.moment < earlier.moment:
            yield earlier, later


def shown_seal(seal: str) -> str:
    """Give the part of a seal that is shown to others."""
    return seal[:SHOWN_CHARACTERS]


def find_shown(incident: Incident, shown: str) -> Hypothesis | None:
    """Give the hypothesis whose seal was shown, if it still stands in a chain that holds up to it."""
    plain = re.sub(r"[^0-9a-f]", "", shown.lower())
    if len(plain) < SHOWN_CHARACTERS:
        return None
    for each in check_seals(incident):
        if each.state in {SealState.BROKEN, SealState.MISSING}:
            return None
        if each.hypothesis.seal.startswith(plain):
            return each.hypothesis
    return None
