"""Times as a person gives them, and as an incident keeps them."""

from __future__ import annotations

from upward.model.errors import UsageError
from upward.session.session import Session
from upward.text.moments import has_time, parse_moment


def moment(session: Session, given: str) -> str:
    """Give a time as it is written down: the one given, or now to the second; raises UsageError for what is none."""
    if not given:
        return session.clock.now().isoformat(timespec="seconds")
    if not has_time(given):
        raise UsageError(f"{given!r} is no time", next_step="write it as 2026-05-20T09:40+02:00")
    found = parse_moment(given)
    return found.isoformat(timespec="seconds") if found is not None else given
