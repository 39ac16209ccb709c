"""Whether the words that speak for an event say that it happened: not that it might, would, or did not.

"If the cache is down, we read from the database" is no outage, and "no one complained" no complaint. English only.
"""

from __future__ import annotations

import re

# A clause ends here; what stands in the clause before an event's words decides whether they are said to be so.
_CLAUSE_END = re.compile(r"[.!?;:,()\n]")
# As far back as a clause is read, in characters.
MOST_BEFORE = 160
# "Would have" stands at most so many words before what did not happen.
WORDS_BEFORE = 4
_CONDITION = re.compile(
    r"\b(?:if|unless|in case|whenever|whether|until|before (?:it|they|that|anything)|to (?:avoid|prevent)"
    r"|instead of|rather than|so that (?:no|nothing|nobody))\b",  # language: quoted
    re.IGNORECASE,
)
# "When a node fails" means any time, "when the node failed" one time.
_HABIT = re.compile(r"\bwhen\b[^.,;:\n]*\b(?:is|are|goes?|fails?|breaks?|crash(?:es)?|happens?)\b", re.IGNORECASE)
_NEGATION = re.compile(
    r"\b(?:no|not(?! only| just)|never|without|nobody|no one|none|nothing|neither|nor"  # language: quoted
    r"|cannot|hardly|avoid(?:ed|ing)?|prevent(?:ed|ing)?|\w+n['’]t)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
# "The launch did not slip" denies within what matched; "could not deliver" says what happened.
_DENIED_INSIDE = re.compile(
    r"^\S.*\s(?:did|does|do|was|were|is|has|have|had)(?: not|n['’]t) (?:\w+ )?\w+$", re.IGNORECASE | re.DOTALL
)
# What would have happened did not; what should have, and did not, is often the point of the story.
_UNREAL = re.compile(r"\b(?:would|could|might)(?:n['’]t| not)?(?: \w+)? have\b", re.IGNORECASE)


def find_asserted(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Give the first place where a pattern occurs and is said to be so; None where there is none."""
    return next((match for match in pattern.finditer(text) if is_asserted(text, match)), None)


def is_asserted(text: str, match: re.Match[str]) -> bool:
    """Whether the clause says that what matched is so, by the words before it."""
    start = max(0, match.start() - MOST_BEFORE)
    for end in _CLAUSE_END.finditer(text, start, match.start()):
        start = end.end()
    before, said = text[start : match.start()], match.group()
    if _CONDITION.search(before) or _HABIT.search(before + said) or _NEGATION.search(before):
        return False
    near = " ".join(before.split()[-WORDS_BEFORE:])
    return not _DENIED_INSIDE.match(said) and _UNREAL.search(f"{near} {said}") is None
