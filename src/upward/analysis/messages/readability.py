"""How hard a text is to read, and which of its words its reader may not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_SENTENCE = re.compile(r"[.!?]+(?:\s|$)|\n\s*\n|\n(?=\s*[-*])")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_VOWELS = re.compile(r"[aeiouy]+")
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]{1,5}s?\b")
_EXPLAINED = re.compile(r"\(([A-Z][A-Z0-9]{1,5})s?\)|\b([A-Z][A-Z0-9]{1,5})s?\s*(?:\(|, (?:which|that|the|our|a)\b)")
# What any office reader knows.
_KNOWN = frozenset(
    "AI API APP CEO CFO CIO CTO EU EUR GBP HR ID IT KPI OK PC PDF PM AM QA ROI SMS TV UK US USA USD UTC VAT".split()
)
# Terms of the trade with what to say instead.
PLAIN_WORDS = {
    "latency": "waiting time",
    "throughput": "how much it handles",
    "rollback": "going back to the old version",
    "rolled back": "went back to the old version",
    "deployment": "release",
    "deploy": "release",
    "downtime": "time when it did not work",
    "outage": "time when it did not work",
    "failover": "switching to the spare",
    "connection pool": "the lines it has to that system",
    "idempotent": "safe to repeat",
    "shard": "part of the database",
    "cache": "copy kept for speed",
    "queue": "waiting line",
    "backlog": "work that waits",
    "technical debt": "shortcuts that cost us time now",
    "refactor": "tidy up the code",
    "refactoring": "tidying up the code",
    "microservice": "part of the system",
    "endpoint": "address",
    "payload": "content",
    "regression": "something that worked before and broke",
    "root cause": "why it happened",
    "mitigate": "limit the harm",
    "observability": "seeing what the system does",
    "on-call": "the person on duty",
    "retries": "repeated attempts",
    "race condition": "two things at once that must be one after the other",
    "timeout": "how long it waits",
    "kubernetes": "the platform that runs our programs",
    "scalability": "room to grow",
    "stakeholder": "the people concerned",
}
_TERMS = re.compile(rf"(?i)\b(?:{'|'.join(sorted(map(re.escape, PLAIN_WORDS), key=len, reverse=True))})s?\b")


class Term(NamedTuple):
    """A word that a reader may not know, where it stands, and what to say instead ("" for an acronym)."""

    word: str
    start: int
    stop: int
    plain: str


def reading_grade(text: str) -> float | None:
    """Give the Flesch-Kincaid grade: school years to read it (Kincaid et al., 1975); None below thirty words."""
    words = _WORD.findall(text)
    if len(words) < 30:  # noqa: PLR2004 - fewer words say nothing about a style
        return None
    sentences = max(1, sum(bool(_WORD.search(part)) for part in _SENTENCE.split(text)))
    syllables = sum(map(_syllables, words))
    return round(0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59, 1)


def _syllables(word: str) -> int:
    """Count groups of vowels; a silent e at the end is none."""
    lower = word.lower()
    found = len(_VOWELS.findall(lower))
    return max(1, found - (lower.endswith("e") and not lower.endswith(("le", "ee")) and found > 1))


def unknown_terms(text: str) -> Iterator[Term]:
    """Yield each acronym that the text does not explain, and each term of the trade, at its first place."""
    explained = {name for pair in _EXPLAINED.findall(text) for name in pair if name}
    seen: set[str] = set()
    for match in _ACRONYM.finditer(text):
        name = match.group().rstrip("s")
        if name not in _KNOWN and name not in explained and name not in seen:
            seen.add(name)
            yield Term(match.group(), *match.span(), "")
    for match in _TERMS.finditer(text):
        word = match.group().lower()
        plain = PLAIN_WORDS.get(word) or PLAIN_WORDS.get(word.removesuffix("s"), "")
        if plain and plain not in seen:
            seen.add(plain)
            yield Term(match.group(), *match.span(), plain)
