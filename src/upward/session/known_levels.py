"""Whether the level of the settings is one that a rubric has."""

from __future__ import annotations

from upward.session.session import Session
from upward.text.level_names import level_name
from upward.text.suggestion import closest_name

# Levels of the rubrics and questions that come with upward.
USUAL = frozenset({"intermediate", "senior", "staff"})


def level_problem(session: Session) -> str:
    """Say what is wrong with `level` in the settings; empty where a rubric has it, by any of its names."""
    given = session.settings.level
    # Reading all rubrics takes longer than a note to check.
    if not given or level_name(given) in USUAL:
        return ""
    known = list(dict.fromkeys(level for rubric in session.rubrics.values() for level in rubric.levels))
    if given in known:
        return ""
    hint = closest_name(given, known)
    return f"No rubric has the level {given} of the settings" + (f"; did you mean {hint}?" if hint else "")
