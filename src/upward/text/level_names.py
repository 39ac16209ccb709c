"""Names of levels: intermediate, senior and staff are those of the rubrics; others mean one of them."""

from __future__ import annotations

OTHER_NAMES = {
    "mid": "intermediate",
    "mid-level": "intermediate",
    "junior": "intermediate",
    "lead": "staff",
    "principal": "staff",
}


def level_name(text: str) -> str:
    """Give the rubrics' name of a level: "mid" is intermediate; a name that is not known stays."""
    return OTHER_NAMES.get(text.strip().lower(), text)
