"""What an interviewer would ask next about a story: one question for each thing it leaves open.

A hole is a claim that nothing proves, a finding of the linter, or something that interviewers ask for and the
story does not say (whose idea, what else was considered, who disagreed, what it cost, how it was measured,
what one would do differently). Questions quote the story; none is asked about what it says already.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from upward.analysis.narrative.claims import Claim
from upward.analysis.rehearsal.recall import is_same_number
from upward.model.quantity import QuantityKind
from upward.model.record import Record, Value
from upward.text.record_writer import slug
from upward.text.story_parts import Part, story_parts
from upward.text.template_slots import text_without_slots

# An answer of fewer words settles nothing.
MIN_ANSWER_WORDS = 8


class Hole(NamedTuple):
    """Something the story leaves open: a stable id, the question, why it is asked, and what an answer must hold."""

    id: str
    question: str
    because: str
    needs: str = ""


class _Probe(NamedTuple):
    """A question that is asked unless the story says something like `said`; `findings` ask it in any case."""

    id: str
    question: str
    said: re.Pattern[str]
    because: str
    findings: frozenset[str] = frozenset()
    needs: str = ""


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})", re.IGNORECASE)


# In the order in which they are asked. What is said already is looked for generously: a question about something
# the story answers is worse than one too few.
_PROBES = (
    _Probe(
        "alternatives",
        "What else did you consider, and why did you decide against it?",
        _pattern(
            r"instead of|rather than|considered|alternatives?|options?\b|ruled out|rejected|trade-?offs?"
            r"|decided against|could have|obvious (?:step|choice|way)|compared"
        ),
        "the story names no alternative",
    ),
    _Probe(
        "obstacle",
        "What was the hardest moment, and what did you do then?",
        _pattern(
            r"however|but (?:then|the|it|he|she|they)|refused|failed|broke|got worse|blocked|stuck|hardest|difficult"
            r"|did not (?:work|believe)|nobody|unpopular|deadline"  # language: quoted
        ),
        "the story names no obstacle",
        frozenset({"no-obstacle"}),
    ),
    _Probe(
        "disagreement",
        "Who disagreed with you, and what was their argument?",
        _pattern(
            r"disagree\w*|objected|objections?|pushed back|push-?back|refused|opposed|unpopular|blocker|scepti\w+"
            r"|skepti\w+|convinc\w+|persuad\w+|said no|against it|argued|doubted|resist\w+"
        ),
        "the story does not say who disagreed",
    ),
    _Probe(
        "idea",
        "Whose idea was it, and how did it come up?",
        _pattern(
            r"my idea|I (?:proposed|suggested|noticed|saw|found|came up|reali[sz]ed|decided|began by|told my manager)"
            r"|I wrote (?:a|the) (?:[\w-]+ )?(?:proposal|design|rfc|draft)|idea (?:of|came|was)|asked me to"
        ),
        "the story does not say whose idea it was",
        frozenset({"absorbed-credit"}),
    ),
    _Probe(
        "cost",
        "What did it cost: people, time, and what was not done because of it?",
        _pattern(
            r"costs?\b|budget|person-(?:days|weeks|months)|gave up|postpon\w+|in return"
            r"|took (?:us|me|them) \w+ (?:\w+ )?(?:hours|days|weeks|months)"
        ),
        "the story does not say what it cost",
    ),
    _Probe(
        "cause",
        "How do you know that your change caused this result, and not something else?",
        _pattern(
            r"control group|a/b|compared with|the same (?:week|month|period)|nothing else changed|rolled (?:it )?back"
            r"|only change"
        ),
        "the story shows no cause for its result",
    ),
    _Probe(
        "differently",
        "What would you do differently today?",
        _pattern(r"would (?:have|do|now)|next time|differently|should have|earlier than|since then I|now I"),
        "the story does not say what you would do differently",
        frozenset({"no-learning"}),
    ),
    _Probe(
        "stakes",
        "What would have happened if you had done nothing?",
        _pattern(
            r"at stake|otherwise|would have|risk\w*|lost?\b|losing|deadline|penalt\w+|customers? (?:were|was|left|leav)"
        ),
        "the story does not say what was at stake",
    ),
    _Probe(
        "today",
        "Is it still in use today, and who looks after it now?",
        _pattern(r"today|still|since then|now owned|owns (?:it|the)|took over|handed (?:it )?over|to this day"),
        "the story does not say what became of it",
    ),
)
_OWN_PART_FINDINGS = frozenset({"we-without-i", "absorbed-credit", "over-credit"})
# As many figures as an interviewer doubts in one story: those of its Result, and of those the first.
_MAX_NUMBERS, _MAX_SCOPES = 2, 1
_HARD_KINDS = frozenset({QuantityKind.PERCENT, QuantityKind.POINTS, QuantityKind.FACTOR, QuantityKind.MONEY})
_SMALL = 10
_OUTCOME_FINDINGS = frozenset({"vague-outcome", "no-metric", "missing-result"})
_WE = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)
_I = re.compile(r"\b(?:I|my|me)\b")
_FIRST_PERSON = re.compile(r"\b(?:I|my|me)\b")
_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|double[d]?|halved)\b", re.IGNORECASE
)


def holes_of(
    story: Record, claims: Sequence[Claim], findings: Collection[str], closed: Collection[str] = ()
) -> list[Hole]:
    """Give what the story leaves open, the most pressing first; ids in `closed` are left out.

    The outcome and its numbers come first, then the person's own part, then what else is missing.
    """
    text = text_without_slots(story)
    found = [
        *_outcome_hole(findings),
        *_number_holes(story, claims),
        *_own_part_hole(text, findings),
        *_wording_holes(claims),
        *_probe_holes(text, findings),
    ]
    seen: set[str] = set(closed)
    holes = []
    for hole in found:
        if hole.id not in seen:
            seen.add(hole.id)
            holes.append(hole)
    return holes


def claim_of(hole: Hole, claims: Sequence[Claim]) -> Claim | None:
    """Give the claim a hole asks about; None for a hole of another kind."""
    return next((claim for claim in claims if _claim_id(claim) == hole.id), None)


def closed_holes(answers: Sequence[Mapping[str, Value]]) -> set[str]:
    """Give the ids of the questions that were answered, as notes or aloud with a rating of at least good."""
    settled = set()
    for item in answers:
        said, rating = str(item.get("answer", "")), str(item.get("rating", ""))
        if rating in {"good", "easy"} or len(said.split()) >= MIN_ANSWER_WORDS:
            settled.add(str(item.get("id", "")))
    return settled


def _claim_id(claim: Claim) -> str:
    return f"{claim.kind}-{slug(claim.text)}"


def _number_holes(story: Record, claims: Sequence[Claim]) -> Iterator[Hole]:
    """Give the figures of the Result that a listener doubts: no small counts, none whose measure the story has."""
    result = story_parts(story).get(Part.RESULT)
    known = [
        str(item.get(key, ""))
        for item in story.mappings("metrics")
        for key in ("value", "baseline")
        if item.get("method")
    ]
    left = _MAX_NUMBERS
    for claim in claims:
        inside = result is None or result.start <= claim.span.start < result.stop
        if claim.kind != "number" or not left or not (inside and _is_doubtful(claim)):
            continue
        if any(value and is_same_number(claim.text, value) for value in known):
            continue
        left -= 1
        said = " ".join(claim.text.split())
        question = f"You said “{said}”. How was that measured, by whom, and over which period?"
        yield Hole(_claim_id(claim), question, f"“{said}” rests on your word alone")


def _is_doubtful(claim: Claim) -> bool:
    amount = claim.quantity
    if amount is None:
        return True
    return amount.kind in _HARD_KINDS or amount.baseline is not None or abs(amount.value) >= _SMALL


def _own_part_hole(text: str, findings: Collection[str]) -> Iterator[Hole]:
    named = sorted(_OWN_PART_FINDINGS & set(findings))
    if named or len(_WE.findall(text)) > len(_I.findall(text)):
        because = f"open finding: {named[0]}" if named else "the story says “we” more often than “I”"
        yield Hole("own-part", "Which part of this did you do yourself, and which part did others do?", because, "I")


def _wording_holes(claims: Sequence[Claim]) -> Iterator[Hole]:
    """Give the verbs that claim the lead, and the first scope that nothing shows."""
    left = _MAX_SCOPES
    for claim in claims:
        said = " ".join(claim.text.split())
        because = f"“{said}” rests on your word alone"
        if claim.kind == "scope" and left:
            left -= 1
            yield Hole(_claim_id(claim), f"You said “{said}”. Which ones exactly, and how do you know?", because)
        elif claim.kind == "verb":
            question = f"You said you “{said}” it. Which decision was yours alone?"
            yield Hole(_claim_id(claim), question, because, "I")


def _outcome_hole(findings: Collection[str]) -> Iterator[Hole]:
    if _OUTCOME_FINDINGS & set(findings):
        question = "What changed, in numbers: what was it before, and what was it afterwards?"
        yield Hole("outcome", question, "the result has no number", "number")


def _probe_holes(text: str, findings: Collection[str]) -> Iterator[Hole]:
    for probe in _PROBES:
        named = sorted(probe.findings & set(findings))
        if named or not probe.said.search(text):
            because = f"open finding: {named[0]}" if named else probe.because
            yield Hole(probe.id, probe.question, because, probe.needs)


def answer_gap(hole: Hole, answer: str) -> str:
    """Give what an answer still lacks, as a request; empty if it says something to the point.

    Whether it is true or convincing is not judged: only its length, and whether it has the number or the "I" asked for.
    """
    if len(answer.split()) < MIN_ANSWER_WORDS:
        return "That is too short to settle it. Give one concrete fact."
    if hole.needs == "number" and not _FIGURE.search(answer):
        return "That names no number. Which one, and in which unit?"
    if hole.needs == "I" and not _FIRST_PERSON.search(answer):
        return "That does not say what you did. Begin with “I”."
    return ""


def follow_ups(
    story: Record, claims: Sequence[Claim], findings: Collection[str], most: int = 3, met: Collection[str] = ()
) -> list[Hole]:
    """Give the follow-up questions of a mock interview: what the story leaves open, then what is often asked.

    Those not met before come first.
    """
    holes = holes_of(story, claims, findings)
    named = {hole.id for hole in holes}
    often = [Hole(probe.id, probe.question, "it is often asked") for probe in _PROBES if probe.id not in named]
    return sorted([*holes, *often], key=lambda hole: hole.id in met)[:most]
