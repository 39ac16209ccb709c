"""Moving a tool to another ring, as far as its claims carry it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from upward.analysis.radar.blip import Blip, is_over_ring
from upward.model.errors import UsageError
from upward.text import edits

RingName = Literal["", "adopt", "trial", "assess", "hold"]


def moved(text: str, ring: str, why: str, today: date) -> str:
    """Give a tool's record with another ring, and the move among its rings."""
    text = edits.apply_edits([edits.set_value(text, "ring", ring)], text)
    move = {"date": today.isoformat(), "ring": ring, "why": why}
    return edits.apply_edits([edits.add_to_list(text, "rings", move)], text)


def check_ring(blip: Blip, today: date) -> None:
    """Refuse a ring that the tool's claims do not carry; raises UsageError."""
    because = is_over_ring(blip, today)
    if because:
        raise UsageError(
            f"{blip.tool} cannot be in the ring adopt", why=because, next_step="leave --ring out, or name a lower one"
        )
