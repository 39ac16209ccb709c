"""The outcome of a story: where it is told, and whether by a number, by what one can see, or by a mood."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from upward.analysis.narrative.patterns.part_patterns import CONCRETE, MEASURE, VAGUE
from upward.analysis.narrative.story_text import StoryText
from upward.model.span import Span
from upward.text.story_parts import Part

SHORT = 12


class StoryOutcome(NamedTuple):
    """Where an outcome is told, whether with a measure, and otherwise its vague words, or whether one can see it."""

    place: Span
    measured: bool
    mood: Span | None
    seen: bool


# Two rules ask for it, one behind the other.
@lru_cache(maxsize=1)
def outcome_of(story: StoryText) -> StoryOutcome | None:
    """Look at the Result; without labels, at the end, by what sounds like one; None where there is none."""
    spans = _spans(story)
    if not spans:
        return None
    place = Span(spans[0].start, spans[-1].stop)
    # What is measured in the last third is measured in the half; asked in this order, the second is seldom needed.
    if (not story.parts and story.any(MEASURE, [story.last(3)])) or story.any(MEASURE, spans):
        return StoryOutcome(place, measured=True, mood=None, seen=True)
    # Whether there is one at all is known sooner than where it is.
    mood = next(story.hits(VAGUE, spans), None) if story.any(VAGUE, spans) else None
    return StoryOutcome(place, measured=False, mood=mood, seen=mood is None and story.any(CONCRETE, spans))


def _spans(story: StoryText) -> list[Span]:
    if story.parts:
        return [span for span in story.within(Part.RESULT) if story.cut(span).strip()]
    if story.words < SHORT:
        return []
    third = [story.last(3)]
    return third if not story.any(MEASURE, third) and story.any(VAGUE, third) else [story.last(2)]
