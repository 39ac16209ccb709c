"""The sentences of a story with their roles and agents: decided once, and used by every rule about the telling."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from upward.analysis.narrative import role_model
from upward.analysis.narrative.role_features import IRREGULAR, features, is_past, tokens
from upward.analysis.narrative.role_model import Role
from upward.analysis.narrative.story_text import StoryText
from upward.model.span import Span
from upward.text.story_parts import Part
from upward.text.words import sentences

# From this probability on a sentence counts as having a role.
LIKELY = 0.5
# A role of which a sentence may be suspected.
POSSIBLE = 0.25
# A subordinating word stands within so many characters before its subject; of a longer sentence no more is read.
REACH, LONGEST = 16, 1000
# In a text of which more is quoted, the quotation is the text.
MOST_QUOTED = 0.5
_LETTERS = {Part.SITUATION: "S", Part.TASK: "T", Part.ACTION: "A", Part.RESULT: "R", Part.LEARNING: "L"}
# "I recall" and "I think" say nothing of what the speaker did.
_REMARK = (
    r"(?:can |could |must |would |should |still |just |also |well )*"
    r"(?:recall|remember|think|guess|suppose|mean|admit|believe|hope)\b"
)
# Notes written in haste have a small "i"; "i.e." is none.
_SELF = rf"[Ii](?<=\b[Ii])(?P<self>(?:['’](?:ve|d))?\b(?!\.\w|\s+{_REMARK}))"
_GROUP = (
    r"[Ww](?P<group_we>e(?:['’](?:ve|d|ll))?\b)"
    r"|[OoTtMm](?P<group_team>(?:(?<=[Oo])ur|(?<=[Tt])he|(?<=[Mm])y) (?:\w+ )?(?:team|group|squad|crew)\b)"
    r"|[Ii](?P<group_it>t was (?:then |finally )?(?:decided|agreed)\b)"
)
_PERSON = (
    "manager|lead|boss|mentor|colleague|teammate|team-mate|architect|director|intern|client|customer|engineer|developer"
)
_OTHER = (
    r"[TtHhSs](?P<other_they>(?:(?<=[Tt])hey|(?<=[Hh])e|(?<=[Ss])he)\b)"
    r"|[MmOoTtAa](?P<other_person>(?:(?<=[Mm])y|(?<=[Oo])ur|(?<=[Tt])he|(?<=[Oo])ne|(?<=[Aa])) "
    rf"(?:\w+ )?(?:{_PERSON})\b)"
)
# Each branch begins with the characters it may begin with, so that a place where none fits is left at once.
_SUBJECT = re.compile(f"{_SELF}|{_GROUP}|{_OTHER}")
# A subject behind one of these is the subject of a subordinate clause.
_SUBORDINATE = re.compile(
    r"\b(?:when|while|as|because|since|that|which|where|if|how|what|until|whatever|whom|than|once)\s+$", re.IGNORECASE
)
_FIRST_WORD = re.compile(r"[\W\d]*([A-Za-z]+)")


class Agent(StrEnum):
    """Who acts in a sentence."""

    SELF = "self"
    GROUP = "group"
    OTHER = "other"
    NONE = "none"


class RoledSentence(NamedTuple):
    """A sentence with the labelled part it stands in, the probability of each role, and who acts."""

    span: Span
    part: Part | None
    roles: Mapping[Role, float]
    agent: Agent
    # Whether the subject is left out, as in a list of steps: "Profiled the build".
    implied: bool = False

    def likely(self, role: Role) -> bool:
        """Whether the sentence more probably has this role than not."""
        return self.roles[role] >= LIKELY


@dataclass(frozen=True, slots=True)
class StoryRoles:
    """The sentences of a story with their roles, in order."""

    sentences: tuple[RoledSentence, ...]

    def highest(self, role: Role, *, outside: Iterable[Part] = ()) -> float:
        """Give the highest probability of a role, outside of these labelled parts."""
        left_out = set(outside)
        return max((each.roles[role] for each in self.sentences if each.part not in left_out), default=0.0)

    def acts(self, *agents: Agent, outside: Iterable[Part] = ()) -> Iterator[RoledSentence]:
        """Yield the sentences in which one of these acts, outside of these labelled parts."""
        left_out = set(outside)
        for each in self.sentences:
            if each.agent in agents and each.part not in left_out:
                yield each


# Several rules ask for it, one behind the other.
@lru_cache(maxsize=1)
def story_roles(story: StoryText) -> StoryRoles:
    """Give the sentences of a story with their roles."""
    places = list(_sentences(story))
    texts = [story.text[span.start : min(span.stop, span.start + LONGEST)] for span, _ in places]
    words = [tokens(text) for text in texts]
    kept = [number for number, each in enumerate(words) if each]
    model = role_model.shipped_model()
    found = features(
        [words[number] for number in kept],
        [_letter(places[number][1]) for number in kept],
        [texts[number].rstrip()[-1] for number in kept],
    )
    roled = []
    for number, each in zip(kept, found, strict=True):
        span, part = places[number]
        agent, implied = acting(texts[number])
        roled.append(RoledSentence(span, part, model.probabilities(each), agent, implied))
    return StoryRoles(tuple(roled))


def _letter(part: Part | None) -> str:
    return _LETTERS[part] if part is not None else ""


def acting(sentence: str) -> tuple[Agent, bool]:
    """Give who acts in a sentence, and whether that is implied by a subject left out."""
    seen: set[str] = set()
    for match in _SUBJECT.finditer(sentence):
        start = match.start()
        if not _SUBORDINATE.search(sentence, max(0, start - REACH), start):
            seen.add((match.lastgroup or "").partition("_")[0])
    if "self" in seen:
        return Agent.SELF, False
    first = _FIRST_WORD.match(sentence)
    word = first[1].lower() if first else ""
    if is_past(word) or (word in IRREGULAR and word != "had"):
        return Agent.SELF, True
    if "group" in seen:
        return Agent.GROUP, False
    return (Agent.OTHER if "other" in seen else Agent.NONE), False


def _sentences(story: StoryText) -> Iterator[tuple[Span, Part | None]]:
    """Yield the sentences of a story with their parts: no headings, no labels, no quotations."""
    quoted = _quotations(story)
    for piece, part in story.pieces:
        for span in sentences(story.text, piece):
            before = bisect_right(quoted, span.start, key=lambda quote: quote.start) - 1
            if before < 0 or span.start >= quoted[before].stop:
                yield span, part


def _quotations(story: StoryText) -> Sequence[Span]:
    """Give the quoted blocks, which are another person's words; none where a story is written as a quotation."""
    if ">" not in story.text[story.body.start : story.body.stop]:
        return ()
    found = [Span(*match.span()) for match in _QUOTE.finditer(story.text, *story.body)]
    size = sum(span.stop - span.start for span in found)
    labelled = any(span.start < part.start <= span.stop for span in found for part in story.parts.values())
    return () if labelled or size > MOST_QUOTED * (story.body.stop - story.body.start) else found


_QUOTE = re.compile(r"^[ ]{0,3}>[^\n]*(?:\n[ ]{0,3}>[^\n]*)*", re.MULTILINE)
