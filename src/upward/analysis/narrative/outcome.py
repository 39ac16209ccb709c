"""The outcome of a story, decided once: measured, checkable, vague or missing, with the sentence that says so."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from upward.analysis.narrative.patterns.part_patterns import EVENT, VAGUE
from upward.analysis.narrative.role_model import Role
from upward.analysis.narrative.sentence_roles import LIKELY, POSSIBLE, RoledSentence, story_roles
from upward.analysis.narrative.story_text import StoryText
from upward.model.quantity import QuantityKind
from upward.model.span import Span
from upward.text.story_parts import Part

# The sum of the best probabilities of a measured and of a checkable result below which there is neither: chosen on
# authors left out of the training (docs/evaluation/red-flags.md).
MIN_RESULT = 0.35
# What a measured result counts for where its sentence holds no number.
WITHOUT_NUMBER = 0.6
# What announces a result, whatever it tells.
_CONCLUDES = re.compile(
    r"(?i)(?:as a (?:result|consequence)|the (?:result|outcome) (?:is|was)|in the end|ultimately)\b"
)
# From this probability on a sentence is a result told by a mood.
MIN_MOOD = 0.2


class OutcomeKind(StrEnum):
    """How an outcome is stated."""

    MEASURED = "measured"
    CHECKABLE = "checkable"
    VAGUE = "vague"
    MISSING = "missing"


class StoryOutcome(NamedTuple):
    """How the outcome is stated, and the sentence or line it stands on."""

    kind: OutcomeKind
    place: Span


# Three rules ask for it, one behind the other.
@lru_cache(maxsize=1)
def story_outcome(story: StoryText) -> StoryOutcome:
    """Give how the outcome is stated: in the Result and behind it, and without labels in every sentence."""
    behind = {Part.SITUATION, Part.TASK, *((Part.ACTION,) if story.length(Part.RESULT) else ())}
    own_sentences = [each for each in story_roles(story).sentences if each.part not in behind and not _is_lesson(each)]
    sentences = [each for each in own_sentences if not _is_mood(story, each)]
    if story.parts and Part.RESULT not in story.parts and not any(_holds_result(story, each) for each in sentences):
        return StoryOutcome(OutcomeKind.MISSING, story.last_line)
    numbers = {each.span: _measured(story, each) for each in sentences}
    measured = max(sentences, key=lambda each: numbers[each.span], default=None)
    checkable = max(sentences, key=lambda each: each.roles[Role.CHECKABLE], default=None)
    if measured is None or checkable is None:
        return _without_result(story, own_sentences)
    number, event = numbers[measured.span], checkable.roles[Role.CHECKABLE]
    if number + event < MIN_RESULT and (named := _named_event(story, own_sentences)) is not None:
        return StoryOutcome(OutcomeKind.CHECKABLE, named)
    if number + event >= MIN_RESULT:
        if number >= event and _counts(story, measured):
            return StoryOutcome(OutcomeKind.MEASURED, measured.span)
        return StoryOutcome(OutcomeKind.CHECKABLE, (measured if number > event else checkable).span)
    return _without_result(story, own_sentences)


def measured_sentences(story: StoryText) -> list[Span]:
    """Give the sentences that tell a measured result, for a story that labels none."""
    return [each.span for each in story_roles(story).sentences if _measured(story, each) >= MIN_RESULT]


def acting_sentences(story: StoryText) -> list[Span]:
    """Give the sentences from the first action on, for a story that labels none; all, where none is an action."""
    sentences = story_roles(story).sentences
    first = next((place for place, each in enumerate(sentences) if each.roles[Role.ACTION] >= LIKELY), 0)
    return [each.span for each in sentences[first:]]


def _is_lesson(sentence: RoledSentence) -> bool:
    """Whether a sentence of the Learning tells a lesson, whatever number is in it."""
    return sentence.part is Part.LEARNING and sentence.roles[Role.LESSON] >= POSSIBLE


def _is_mood(story: StoryText, sentence: RoledSentence) -> bool:
    mood = sentence.roles[Role.MOOD]
    if mood <= max(sentence.roles[Role.MEASURED], sentence.roles[Role.CHECKABLE]):
        return False
    # "My manager was pleased": likelier a mood than a fact, and worded as one.
    return mood >= LIKELY or (mood >= MIN_MOOD and _is_vague(story, sentence))


def _named_event(story: StoryText, sentences: list[RoledSentence]) -> Span | None:
    """Give the last sentence that names an event such as a date met or a proposal adopted, in the later half."""
    if EVENT.name not in story.matched_patterns:
        return None
    later = sentences[len(sentences) // 2 :]
    return next((each.span for each in reversed(later) if EVENT.regex.search(story.text_of(each.span))), None)


def _without_result(story: StoryText, sentences: list[RoledSentence]) -> StoryOutcome:
    labelled = [each for each in sentences if each.part is Part.RESULT]
    moods = [each for each in labelled or sentences if _mood(story, each) >= MIN_MOOD]
    if moods:
        return StoryOutcome(OutcomeKind.VAGUE, max(moods, key=lambda each: _mood(story, each)).span)
    if labelled:
        return StoryOutcome(OutcomeKind.VAGUE, labelled[0].span)
    worded = next((each.span for each in sentences if _CONCLUDES.match(story.text_of(each.span))), None)
    return StoryOutcome(OutcomeKind.VAGUE, worded) if worded else StoryOutcome(OutcomeKind.MISSING, story.last_line)


def _holds_result(story: StoryText, sentence: RoledSentence) -> bool:
    return max(_measured(story, sentence), sentence.roles[Role.CHECKABLE]) >= LIKELY


def _measured(story: StoryText, sentence: RoledSentence) -> float:
    probability = sentence.roles[Role.MEASURED]
    # A quantity is looked for only where it decides something.
    if probability < MIN_RESULT / 2 or _counts(story, sentence):
        return probability
    return probability * WITHOUT_NUMBER


def _counts(story: StoryText, sentence: RoledSentence) -> bool:
    return any(each.is_number or each.kind is QuantityKind.ORDINAL for each in story.quantities_in(sentence.span))


def _mood(story: StoryText, sentence: RoledSentence) -> float:
    return sentence.roles[Role.MOOD] + (MIN_MOOD if _is_vague(story, sentence) else 0.0)


def _is_vague(story: StoryText, sentence: RoledSentence) -> bool:
    # The one pass over the whole story has told already whether such words are anywhere in it.
    return VAGUE.name in story.matched_patterns and VAGUE.regex.search(story.text_of(sentence.span)) is not None
