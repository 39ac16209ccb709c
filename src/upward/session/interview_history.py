"""What real interviews say of a story for a question: told for it before, and how that went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from upward.analysis.rehearsal.question_draw import plain_question
from upward.model.judgement import Match, RankedStories
from upward.session.session import Session
from upward.text.words import index_terms

# Two questions ask the same where they share so much of their words of content (Jaccard).
SAME_QUESTION = 0.6
# Before every other match, and behind every other.
_FIRST, _LAST = -1, 1
_PLACES = {"well": _FIRST, "badly": _LAST}


class TellingInInterview(NamedTuple):
    """A story told to a question in a real interview: the day, and how it went."""

    question: str
    story: str
    day: str
    went: str


def tellings(session: Session) -> list[TellingInInterview]:
    """Give what was told in the interviews of the logbook, the latest first."""
    found = [
        TellingInInterview(
            str(item.get("question", "")), str(item["story"]), held.string("date")[:10], str(item.get("went", ""))
        )
        for held in session.corpus.records("interview")
        for item in held.mappings("asked")
        if item.get("story")
    ]
    return sorted(found, key=lambda telling: telling.day, reverse=True)


def with_interviews(ranked: RankedStories, past: Sequence[TellingInInterview]) -> RankedStories:
    """Give the stories for a question in the light of interviews: one that went well for it first, badly last.

    How well a story matches is left as it is; the reason names the day.
    """
    latest: dict[str, TellingInInterview] = {}
    for telling in past:
        if is_same_question(telling.question, ranked.question):
            latest.setdefault(telling.story, telling)
    if not latest or not ranked.matches:
        return ranked
    matches = sorted(
        (_noted(match, latest.get(match.story)) for match in ranked.matches),
        key=lambda match: _PLACES.get(latest[match.story].went, 0) if match.story in latest else 0,
    )
    proven = latest.get(matches[0].story)
    answerable = ranked.answerable or (proven is not None and proven.went == "well")
    return replace(ranked, matches=tuple(matches), answerable=answerable, advice="" if answerable else ranked.advice)


def is_same_question(one: str, other: str) -> bool:
    """Whether two questions are the same, or nearly so by their words of content."""
    if plain_question(one) == plain_question(other):
        return True
    mine, theirs = set(index_terms(one)), set(index_terms(other))
    return bool(mine and theirs) and len(mine & theirs) / len(mine | theirs) >= SAME_QUESTION


def _noted(match: Match, telling: TellingInInterview | None) -> Match:
    if telling is None:
        return match
    went = f", and it went {telling.went}" if telling.went else ""
    return replace(match, because=(f"told for this question on {telling.day}{went}", *match.because))
