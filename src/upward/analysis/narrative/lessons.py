"""Whether a story tells a lesson, decided once: one to act on, a general one, or none."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from upward.analysis.narrative.patterns.lesson_patterns import APPLIED, PLATITUDE
from upward.analysis.narrative.patterns.part_patterns import LEARNED
from upward.analysis.narrative.patterns.pattern import Pattern
from upward.analysis.narrative.role_model import Role
from upward.analysis.narrative.sentence_roles import RoledSentence, story_roles
from upward.analysis.narrative.story_text import StoryText
from upward.model.span import Span
from upward.text.story_parts import Part

# The probability below which no sentence is a lesson: chosen on authors left out of the training.
MIN_LESSON = 0.3
# What a wording such as "I learned that" adds to a sentence in the later half; earlier it tells of a fact found out.
WORDED = 0.3
HALF = 0.5
# A labelled Learning of fewer words says nothing: "Learning: TBD".
MIN_WORDS = 3


class LessonKind(StrEnum):
    """What kind of lesson a story tells."""

    SPECIFIC = "specific"
    GENERIC = "generic"
    NONE = "none"


class Lesson(NamedTuple):
    """The kind of lesson, and the sentence that tells it; none where there is none."""

    kind: LessonKind
    place: Span | None


# Two rules ask for it.
@lru_cache(maxsize=1)
def story_lesson(story: StoryText) -> Lesson:
    """Give the lesson of a story: of its labelled Learning, otherwise of any sentence behind the Task."""
    sentences = story_roles(story).sentences
    count = len(sentences)
    candidates = [
        (each, _score(story, each, late=(place + HALF) / count > HALF))
        for place, each in enumerate(sentences)
        if each.part not in {Part.SITUATION, Part.TASK}
    ]
    lessons = [each for each, score in candidates if score >= MIN_LESSON]
    labelled = [each for each in sentences if each.part is Part.LEARNING]
    if not lessons and story.length(Part.LEARNING) >= MIN_WORDS:
        lessons = labelled
    if not lessons:
        return Lesson(LessonKind.NONE, None)
    specific = next((each for each in lessons if not _is_platitude(story, each)), None)
    if specific is not None:
        return Lesson(LessonKind.SPECIFIC, specific.span)
    return Lesson(LessonKind.GENERIC, lessons[0].span)


def _score(story: StoryText, sentence: RoledSentence, *, late: bool) -> float:
    text = story.text_of(sentence.span)
    worded = late and (_finds(story, LEARNED, text) or _finds(story, PLATITUDE, text))
    return max(sentence.roles[Role.LESSON], sentence.roles[Role.GENERIC]) + (WORDED if worded else 0.0)


def _is_platitude(story: StoryText, sentence: RoledSentence) -> bool:
    text = story.text_of(sentence.span)
    return _finds(story, PLATITUDE, text) and not _finds(story, APPLIED, text)


def _finds(story: StoryText, pattern: Pattern, text: str) -> bool:
    # The one pass over the whole story has told already what is nowhere in it.
    return pattern.name in story.matched_patterns and pattern.regex.search(text) is not None
