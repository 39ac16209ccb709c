"""How well a story answers a question in words, from its strength, the events it lacks, and what backs its tags."""

from __future__ import annotations

from collections.abc import Sequence

from upward.analysis.questions.events import Event
from upward.model.judgement import Fit

ANSWERABLE_FROM = 0.5
# The strengths from which on a story is a strong answer, and at least a stretch.
STRONG, STRETCH = 0.7, 0.3
# So many telling words in common back a tag.
BACKED_WORDS = 2
# The fits that answer a question.
ANSWERS = frozenset({Fit.STRONG, Fit.WORKABLE})
# A strength never says more than the fit in words.
_MOST = {Fit.STRONG: 1.0, Fit.WORKABLE: 1.0, Fit.STRETCH: ANSWERABLE_FROM, Fit.GAP: STRETCH}


def fit_of(strength: float, lacks: Sequence[Event], *, is_backed: bool) -> Fit:
    """Give the fit; tags alone, that no word of the story backs, never make a strong answer."""
    if strength < STRETCH or any(not event.is_loose for event in lacks):
        return Fit.GAP
    if lacks or strength < ANSWERABLE_FROM:
        return Fit.STRETCH
    return Fit.STRONG if strength >= STRONG and is_backed else Fit.WORKABLE


def bounded(strength: float, fit: Fit) -> float:
    """Give a strength from 0 to 1 that says no more than the fit."""
    return strength if strength < _MOST[fit] else _MOST[fit] * min(strength, 0.999)
