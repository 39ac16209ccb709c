"""Which level a question is asked at, or a story shows: by how far the work it describes reaches."""

from __future__ import annotations

import re

from upward.model.judgement import Label

# Words of reach, by level, written for this purpose; the widest reach named decides.
_REACH = {
    "staff": (
        r"organi[sz]ation(?:al|s|-wide)?|company[- ]wide|(?:whole|entire) (?:company|organi[sz]ation|department)|executives?|"
        r"industry|multi-year|(?:several|many|multiple|\d{2,}) (?:teams|groups|departments)|portfolio|board|vp|cto|years ahead|"
        r"strateg(?:y|ic|ies)|across (?:the )?(?:company|organi[sz]ation|business)|other leaders|directors?"
    ),
    "senior": (
        r"mentor\w*|architect\w*|technical direction|cross[- ](?:team|functional)|two teams|another team|other teams|stakeholders?|"
        r"influenc\w+|led|lead(?:ing|ership)?|without (?:formal )?authority|incident|standards?|hir(?:e|ed|ing)|coach\w*|"
        r"manager|trade-offs?|your team|team members?|junior|delegat\w+|vision|roadmap|department"
    ),
    "intermediate": (
        r"bug|feature|ticket|teammate|colleague|learn(?:ed|ing)?|deadline|feedback|code review|task|your first|mistake|"
        r"new (?:technology|tool|language)|project"
    ),
}
_FOUND = {level: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for level, words in _REACH.items()}
NAMES_NOTHING = "names nothing wider"
_WEIGHT = {"staff": 3.0, "senior": 1.5, "intermediate": 1.0}


def levels(text: str) -> list[Label]:
    """Give the levels, likeliest first, each with a strength from 0 to 1 and the words that say so."""
    hits = {
        level: list(dict.fromkeys(match.lower() for match in pattern.findall(text)))
        for level, pattern in _FOUND.items()
    }
    points = {
        level: _WEIGHT[level] * len(found) + (0.5 if level == "intermediate" else 0.25) for level, found in hits.items()
    }
    whole = sum(points.values())
    made = [
        Label(level, round(points[level] / whole, 3), f"names {', '.join(found[:3])}" if found else NAMES_NOTHING)
        for level, found in hits.items()
    ]
    return sorted(made, key=lambda label: -label.strength)
