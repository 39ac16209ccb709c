"""Whether a story tells a lesson, decided once: one to act on, a general one, or none."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from upward.analysis.narrative.patterns.lesson_patterns import APPLIED, PLATITUDE
from upward.analysis.narrative.patterns.part_patterns import LEARNED, VAGUE
from upward.analysis.narrative.patterns.pattern import Pattern
from upward.analysis.narrative.role_features import in_past, tokens
from upward.analysis.narrative.role_model import Role
from upward.analysis.narrative.sentence_roles import LIKELY, Agent, RoledSentence, story_roles
from upward.analysis.narrative.story_text import StoryText
from upward.model.span import Span
from upward.text.story_parts import Part
from upward.text.words import index_terms

# The probability below which no sentence is a lesson: chosen on authors left out of the training.
MIN_LESSON = 0.3
# What a wording such as "I learned that" adds to a sentence in the later half; earlier it tells of a fact found out.
WORDED = 0.3
# From this probability of a general lesson on, a sentence that is less likely a specific lesson tells a general one.
MIN_GENERAL = 0.5
HALF = 0.5
# What a closing sentence in the present adds, after a story in the past; of fewer words it is a remark.
CLOSING, MIN_PRINCIPLE = 0.3, 4
# Among so many last sentences the speaker's own may close a story; of others' only the last.
LAST, LEAST = 2, 2
# What the speaker would do: after a story in the past, next time. "I would say" is a remark.
_WOULD = re.compile(
    r"(?i)(?:if I [^.]{0,40}?)?\bI(?:['’]d| would) (?!say\b|like\b|have\b|think\b|be\b|call\b|love\b)\w+"
)
# Of the words of a closing sentence, the share told before above which it goes on with the story.
TOLD = 0.5
# "I sort by amount now before I touch anything" is a habit since, whatever else the sentence holds.
_SINCE = frozenset({"now", "since"})
# What stands behind the first clause may tell of the past: "I test with the screen off, and the rule I added helps".
_CLAUSE = re.compile(r"[,;:(]| (?:and|when|where|which|what|that|whether|before|after|because|if) ")
# The share of the sentences that are in the past where something that happened is told.
PAST = 0.5
# The probabilities from which on a sentence tells a result, an explanation or the beginning instead.
_BOUNDS = {
    Role.ASIDE: 0.3,
    Role.MOOD: 0.25,
    **dict.fromkeys((Role.MEASURED, Role.CHECKABLE, Role.SITUATION, Role.TASK), LIKELY),
}
# Words that begin a sentence about what was just told.
_POINTING = frozenset(
    "the this that these those it its they he she his her their our we there all both everyone people".split()
)
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
    # With a Result of its own, what is learned within the Action is a fact found out on the way.
    before = {Part.SITUATION, Part.TASK, *((Part.ACTION,) if story.length(Part.RESULT) else ())}
    candidates = [
        (each, _score(story, each, late=(place + HALF) / count > HALF, closing=_closes(each, place, count)))
        for place, each in enumerate(sentences)
        if each.part not in before
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


def _closes(sentence: RoledSentence, place: int, count: int) -> bool:
    return count > LEAST and place >= count - (LAST if sentence.agent is Agent.SELF else 1)


def _score(story: StoryText, sentence: RoledSentence, *, late: bool, closing: bool) -> float:
    text = story.text_of(sentence.span)
    score = max(sentence.roles[Role.LESSON], sentence.roles[Role.GENERIC])
    if late and (_finds(story, LEARNED, text) or _finds(story, PLATITUDE, text)):
        return score + WORDED
    return score + (CLOSING if closing and _is_principle(story, sentence) and _happened(story) else 0.0)


def _happened(story: StoryText) -> bool:
    """Whether most sentences are in the past, so that a sentence in the present is not another step of it."""
    sentences = story_roles(story).sentences
    return sum(in_past(story.text_of(each.span)) for each in sentences) >= PAST * len(sentences)


def _is_principle(story: StoryText, sentence: RoledSentence) -> bool:
    """Whether a sentence states, in the present, what holds or is done: "Bad news early leaves time for a plan."."""
    text = story.text_of(sentence.span)
    words = tokens(text)
    counts = sentence.agent is not Agent.SELF and any(word[0].isdigit() for word in words)
    if len(words) < MIN_PRINCIPLE or words[0] in _POINTING or counts:
        return False
    if _WOULD.match(text):
        return True
    # A list of headings has no full stops.
    first = _CLAUSE.split(text, maxsplit=1)[0]
    if (text[-1] not in ".!" and "i" not in words) or in_past(first if "i" in tokens(first) else text):
        return False
    if not _SINCE.isdisjoint(words) and sentence.agent is Agent.SELF:
        return True
    if any(sentence.roles[role] >= bound for role, bound in _BOUNDS.items()) or _finds(story, VAGUE, text):
        return False
    return sentence.agent is Agent.SELF or not _goes_on(story, sentence)


def _goes_on(story: StoryText, sentence: RoledSentence) -> bool:
    """Whether most words were told before: "New editors publish alone" is what became of the editors."""
    terms = set(index_terms(story.text_of(sentence.span)))
    before = set(index_terms(story.text[story.body.start : sentence.span.start]))
    return len(terms & before) > TOLD * len(terms)


def _is_platitude(story: StoryText, sentence: RoledSentence) -> bool:
    text = story.text_of(sentence.span)
    general = sentence.roles[Role.GENERIC] >= MIN_GENERAL and sentence.roles[Role.GENERIC] > sentence.roles[Role.LESSON]
    return (general or _finds(story, PLATITUDE, text)) and not _finds(story, APPLIED, text)


def _finds(story: StoryText, pattern: Pattern, text: str) -> bool:
    # The one pass over the whole story has told already what is nowhere in it.
    return pattern.name in story.matched_patterns and pattern.regex.search(text) is not None
