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
    r"[Ww](?<=\b[Ww])(?P<group_we>e(?:['’](?:ve|d|ll))?\b)"
    r"|[OoTtMm](?<=\b[OoTtMm])(?P<group_team>(?:(?<=[Oo])ur|(?<=[Tt])he|(?<=[Mm])y) "
    r"(?:\w+ )?(?:team|group|squad|crew)\b)"
    r"|[Ii](?<=\b[Ii])(?P<group_it>t was (?:then |finally )?(?:decided|agreed)\b)"
)
_PERSON = (
    "manager|lead|boss|mentor|colleague|coworker|co-worker|teammate|team-mate|architect|director|intern|client|customer|engineer|"
    "developer|designer|tester|analyst|contractor|consultant|administrator|admin|dba|professor|supervisor|vendor|lawyer"
)
_OTHER = (
    r"[TtHhSs](?<=\b[TtHhSs])(?P<other_they>(?:(?<=[Tt])hey|(?<=[Hh])e|(?<=[Ss])he)\b)"
    r"|[MmOoTtAaHh](?<=\b[MmOoTtAaHh])(?P<other_person>(?:(?<=[Mm])y|(?<=[Oo])ur|(?<=[Tt])he(?:ir)?|(?<=[Oo])ne|(?<=[Tt])wo"
    rf"|(?<=[Aa])(?:n|nother)?|(?<=[Hh])(?:is|er)) (?:\w+ )?(?:{_PERSON})s?\b)"
)
# A name, perhaps with a team, or any noun, before a verb of which a person is the subject: "Priya from platform saw".
PERSON_ACTS = re.compile(
    r"(?<![\w’'])(?!(?:I|We|He|She|They|It|This|That|Then|There|What|Which|Who|And|But|So|After|Before|When|While)\b)[A-Z][a-z]+"
    r"(?: (?:from|of|in|on|at) (?:the |our )?[\w-]+)?,? (?:(?:then|also|finally|quickly|\w+ly) )?"
    r"(?:found|saw|spotted|noticed|wrote|rewrote|fixed|solved|restored|rebuilt|built|designed|proposed|suggested|decided|took|told|offered|looked|led|drew|gave|made|did)\b"
    r"|\b(?:[Mm]y|[Oo]ur|[Tt]he(?:ir)?|[Oo]ne|[Aa]n?|[Aa]nother|[Hh]is|[Hh]er) (?:\w+ ){1,3}"
    r"(?:wrote|rewrote|fixed|solved|spotted|noticed|proposed|suggested|decided|offered|designed|rebuilt|repaired)\b"
    r"|\b(?:[Tt]heir|[Hh]is|[Hh]er|[Aa]nother) (?:\w+ ){1,3}(?:found|saw|took|made|built)\b"
)
_CONTRACTED = ("'m", "'s", "'re", "'ve", "'d", "'ll")
# Each branch begins with the characters it may begin with, so that a place where none fits is left at once.
_SUBJECT = re.compile(f"{_SELF}|{_GROUP}|{_OTHER}")
# One of these tokens is in whatever the pattern above finds.
_NOUNS = ("team", "group", "squad", "crew", *_PERSON.replace("-", "|").split("|"))
_ACTORS = frozenset(
    {f"{word}{ending}" for word in ("i", "we", "it", "they", "he", "she") for ending in ("", *_CONTRACTED)}
    | {f"{noun}{ending}" for noun in _NOUNS for ending in ("", "s", "'s", "s'")}
)
# A subject behind one of these is the subject of a subordinate clause, or no subject: "agreed with the vendor".
_SUBORDINATE = re.compile(
    r"\b(?:when|while|as|because|since|that|which|where|if|how|what|until|whatever|whom|than|once"
    r"|with|to|for|from|of|about|against|between)\s+$",
    re.IGNORECASE,
)
_NEW_CLAUSE = re.compile(r"(?:[^\w\s'’]|\b(?:and|but|so|or|then|yet))\s*$", re.IGNORECASE)
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
        agent, implied = acting(texts[number], words[number])
        roled.append(RoledSentence(span, part, model.probabilities(each), agent, implied))
    return StoryRoles(tuple(roled))


def _letter(part: Part | None) -> str:
    return _LETTERS[part] if part is not None else ""


def acting(sentence: str, words: Sequence[str]) -> tuple[Agent, bool]:
    """Give who acts in a sentence of these tokens, and whether that is implied by a subject left out."""
    seen: set[str] = set()
    # Most sentences without any of these words can be left at once.
    for match in _SUBJECT.finditer(sentence) if not _ACTORS.isdisjoint(words) else ():
        start = match.start()
        if _SUBORDINATE.search(sentence, max(0, start - REACH), start):
            continue
        name = (match.lastgroup or "").partition("_")[0]
        # "She asked about the data we have": behind another subject, within its clause.
        if name == "group" and seen and not _NEW_CLAUSE.search(sentence, max(0, start - REACH), start):
            continue
        seen.add(name)
    if "self" in seen:
        return Agent.SELF, False
    first = _FIRST_WORD.match(sentence)
    word = first[1].lower() if first else ""
    if is_past(word) or (word in IRREGULAR and word != "had"):
        return Agent.SELF, True
    if "group" in seen:
        return Agent.GROUP, False
    return (Agent.OTHER if "other" in seen or PERSON_ACTS.search(sentence) else Agent.NONE), False


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
