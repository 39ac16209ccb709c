"""Whether a text describes one occasion, a habit, what someone would do, or only explains something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from upward.analysis.narrative.patterns.lesson_patterns import HABIT, HYPOTHETICAL
from upward.analysis.narrative.role_features import in_past, is_past, tokens
from upward.analysis.narrative.role_model import Role
from upward.analysis.narrative.sentence_roles import LIKELY, POSSIBLE, Agent, RoledSentence, story_roles
from upward.analysis.narrative.story_text import StoryText
from upward.model.span import Span

# Of the sentences, the share from which on the text is not about an occasion.
MOST = 0.5
# "She'd say", and not "she'd said".
_WOULD = re.compile(
    r"(?i)\bwould\b|\b(?:I|we|you|he|she|they|it|who)['’]d\b"
    r"(?! (?:\w+ly )?(?:\w+ed|been|had|gone|done|seen|taken|given|built|made|got|told|found|left|said)\b)"
)
_CONDITION = re.compile(r"(?i)(?:if|were|should|suppose|say|imagine|once|when)\b")
# The share of sentences in the past up to which nothing that happened is told, and the least sentences to say so.
FEW, MIN_LASTING = 0.25, 3
# A text of fewer words explains nothing yet.
MIN_EXPLANATION_WORDS = 40
# "I would have" tells of an occasion that happened otherwise.
_REGRET = ("would have", "could have", "might have", "should have", "'d have", "’d have")


class NarrativeKind(StrEnum):
    """What a text tells of."""

    OCCASION = "occasion"
    HABIT = "habit"
    HYPOTHETICAL = "hypothetical"


class NarrativeVerdict(NamedTuple):
    """What a text tells of, and the first sentence that says so."""

    kind: NarrativeKind
    place: Span


# Two rules ask for it.
@lru_cache(maxsize=1)
def narrative_kind_of(story: StoryText) -> NarrativeVerdict:
    """Give whether a text describes an occasion, a habit, or what someone would do."""
    sentences = story_roles(story).sentences
    nothing = NarrativeVerdict(NarrativeKind.OCCASION, story.first_line(story.body))
    if not sentences or any(_happened(story, each) for each in sentences):
        return nothing
    would = [each for each in sentences if _is_hypothetical(story, each)]
    lasting = _is_lasting(story, sentences)
    habits = [
        each
        for each in sentences
        if each not in would
        and (HABIT.regex.search(story.text_of(each.span)) or (lasting and _in_present(story, each)))
    ]
    if len(would) + len(habits) < MOST * len(sentences):
        return nothing
    kind, first = (NarrativeKind.HYPOTHETICAL, would) if len(would) >= len(habits) else (NarrativeKind.HABIT, habits)
    return NarrativeVerdict(kind, first[0].span)


def explains_only(story: StoryText) -> bool:
    """Whether a text without labels has no one who acts, and is long enough to be a story."""
    if story.parts or story.has_open_slots or story.words < MIN_EXPLANATION_WORDS:
        return False
    if narrative_kind_of(story).kind is not NarrativeKind.OCCASION:
        return False
    roles = story_roles(story)
    own = [*roles.acts(Agent.SELF), *roles.acts(Agent.GROUP)]
    # A text in which "I" is the subject throughout is about a person.
    if sum(each.agent is Agent.SELF for each in own) >= MOST * len(roles.sentences):
        return False
    return all(each.roles[Role.ACTION] < POSSIBLE and each.roles[Role.TASK] < LIKELY for each in own) and not any(
        each.likely(Role.ACTION) for each in roles.acts(Agent.OTHER)
    )


def _is_hypothetical(story: StoryText, sentence: RoledSentence) -> bool:
    text = story.text_of(sentence.span)
    would = HYPOTHETICAL.regex.search(text) is not None or _WOULD.search(text) is not None
    return would and not any(each in text for each in _REGRET)


def _is_lasting(story: StoryText, sentences: Sequence[RoledSentence]) -> bool:
    """Whether next to nothing in it happened."""
    past = sum(in_past(story.text_of(each.span)) for each in sentences)
    return len(sentences) >= MIN_LASTING and past <= FEW * len(sentences)


def _in_present(story: StoryText, sentence: RoledSentence) -> bool:
    """Whether "I" or "we" is the subject, in the present: "I ask both sides first"."""
    if sentence.agent not in {Agent.SELF, Agent.GROUP} or sentence.implied:
        return False
    return not in_past(story.text_of(sentence.span))


def _happened(story: StoryText, sentence: RoledSentence) -> bool:
    """Whether "I" or "we" did something here, in the past tense."""
    if sentence.agent not in {Agent.SELF, Agent.GROUP} or sentence.roles[Role.ACTION] < POSSIBLE:
        return False
    # "If we agreed, I would sign".
    if _CONDITION.match(story.text, sentence.span.start) and _is_hypothetical(story, sentence):
        return False
    words = tokens(story.text_of(sentence.span))
    subject = next((place for place, word in enumerate(words) if word in {"i", "we"}), -1)
    return any(is_past(word) for word in words[subject + 1 : subject + 4])
