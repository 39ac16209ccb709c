"""What an interviewer would ask next about a story: one question for each thing it leaves open.

A hole is a claim that nothing proves, a finding of the linter, or something that interviewers ask for and the
story does not say (whose idea, what else was considered, who disagreed, what it cost, how it was measured,
what they would do differently). Questions quote the story; none is asked about what it says already.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from upward.analysis.narrative.claims import Claim
from upward.analysis.narrative.lessons import LessonKind, story_lesson
from upward.analysis.narrative.story_text import parse_story
from upward.analysis.rehearsal.interview_probes import PROBES
from upward.analysis.rehearsal.recall import is_same_number
from upward.model.quantity import QuantityKind
from upward.model.record import Record, Value
from upward.model.span import Span
from upward.text.language import ENGLISH, language_of
from upward.text.record_writer import slug
from upward.text.story_parts import Part, story_parts
from upward.text.template_slots import text_without_slots

# An answer of fewer words settles nothing.
MIN_ANSWER_WORDS = 8
# What is added to such an answer is a fact from so many words on, or with a number.
MIN_ADDED_WORDS = 3


class Hole(NamedTuple):
    """Something the story leaves open: a stable id, the question, why it is asked, and what an answer must hold."""

    id: str
    question: str
    because: str
    needs: str = ""


_OWN_PART_FINDINGS = frozenset({"we-without-i", "absorbed-credit", "over-credit"})
# As many figures as an interviewer doubts in one story: those of its Result, and of those the first.
_MAX_NUMBERS, _MAX_SCOPES = 2, 1
_HARD_KINDS = frozenset({QuantityKind.PERCENT, QuantityKind.POINTS, QuantityKind.FACTOR, QuantityKind.MONEY})
_SMALL = 10
_OUTCOME_FINDINGS = frozenset({"vague-outcome", "no-metric", "missing-result"})
_SHARES = frozenset({QuantityKind.PERCENT, QuantityKind.FACTOR})
_MINE = re.compile(r"^(?:my|our)\b", re.IGNORECASE)
_MEASURED = "How was that measured, by whom, and over which period?"
# A sentence that says how its number is known answers the question for it.
_TELLS_MEASURE = re.compile(
    r"\b(?:measured|according to|reported by|counted|sampled|benchmark\w*|load tests?|monitoring|dashboards?|telemetry"
    r"|grafana|datadog|prometheus"
    r"|(?:from|in|by) (?:the|our|its) (?:[\w'’-]+ ){0,2}(?:logs?|metrics|reports?|traces|survey|tracker))\b",
    re.IGNORECASE,
)
# Others took part, or may have: then who did what is asked, unless the story shares it out.
_OTHERS = re.compile(r"\b(?:we|led|lead|team|project|initiative|colleagues?)\b", re.IGNORECASE)
_SHARED_OUT = re.compile(
    r"\b(?:alone|by myself|on my own|single-?handed(?:ly)?|my (?:own )?(?:part|share) was"
    r"|while (?:the|a|my|two|three|another) (?:\w+ ){1,3}(?:wrote|built|did|handled|took)"
    r"|(?:colleagues?|engineers?|developers?|teammates?|they|he|she) (?:wrote|built|implemented|coded|took over)"
    r"|(?-i:(?!I|We|It|Then|They|The|This|That)[A-Z][a-z]+) (?:from \w+ )?"
    r"(?:designed|wrote|built|implemented|reviewed|measured|checked|tested|proposed))\b",
    re.IGNORECASE,
)
# A story in which "I" acts so many times, and so many times as often as "we", says what the person did.
_OWN, _OWN_SHARE = 4, 3
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
    if language_of(text) != ENGLISH:
        return [hole for hole in _usual_questions("every story is asked this") if hole.id not in closed]
    found = [
        *_outcome_hole(findings),
        *_number_holes(story, claims),
        *_own_part_hole(text, findings),
        *_scope_holes(claims),
        *_probe_holes(story, text, findings),
        *_verb_holes(claims),
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
        if _TELLS_MEASURE.search(_around(story.text, claim.span)):
            continue
        inside = result is None or result.start <= claim.span.start < result.stop
        if claim.kind != "number" or not left or not (inside and _is_doubtful(claim)):
            continue
        if any(value and is_same_number(claim.text, value) for value in known):
            continue
        left -= 1
        said = claim.quoted or claim.text
        share = claim.quantity is not None and claim.quantity.kind in _SHARES and claim.quantity.baseline is None
        how = "What was changed, from which value to which, and how was it measured?" if share else _MEASURED
        question = f"You said “{said}”. {how}"
        yield Hole(_claim_id(claim), question, f"“{said}” rests on your word alone")


def _around(text: str, span: Span) -> str:
    """Give the sentence around a claim."""
    start = max((text.rfind(mark, 0, span.start) for mark in (". ", "! ", "? ", "\n\n", "\n- ", "\n* ")), default=-1)
    stops = [
        place
        for mark in (". ", ".\n", "! ", "? ", "\n\n", "\n- ", "\n* ")
        if (place := text.find(mark, span.stop)) >= 0
    ]
    return text[max(0, start) : min(stops, default=len(text))]


def _is_doubtful(claim: Claim) -> bool:
    amount = claim.quantity
    if amount is None:
        return True
    return amount.kind in _HARD_KINDS or amount.baseline is not None or abs(amount.value) >= _SMALL


def _own_part_hole(text: str, findings: Collection[str]) -> Iterator[Hole]:
    named = sorted(_OWN_PART_FINDINGS & set(findings))
    own, shared = len(re.findall(r"\bI\b", text)), len(re.findall(r"\b[Ww]e\b", text))
    is_own = own >= max(_OWN, _OWN_SHARE * shared)
    if named or (_OTHERS.search(text) and not is_own and not _SHARED_OUT.search(text)):
        because = f"open finding: {named[0]}" if named else "the story does not say who did what"
        question = "Which part of this did you do and decide yourself, and which part did others do?"
        yield Hole("own-part", question, because, "I")


def _scope_holes(claims: Sequence[Claim]) -> Iterator[Hole]:
    """Give the first scope that nothing shows."""
    for claim in [claim for claim in claims if claim.kind == "scope"][:_MAX_SCOPES]:
        said = " ".join(claim.text.split())
        question = f"You said “{said}”. Which ones exactly, and how do you know?"
        yield Hole(_claim_id(claim), question, f"“{said}” rests on your word alone")


def _verb_holes(claims: Sequence[Claim]) -> Iterator[Hole]:
    """Give the verbs that claim the lead."""
    for claim in claims:
        if claim.kind == "verb":
            said = " ".join(claim.text.split())
            question = f"You said you “{said}” it. Which decision was yours alone?"
            yield Hole(_claim_id(claim), question, f"“{said}” rests on your word alone", "I")


def _outcome_hole(findings: Collection[str]) -> Iterator[Hole]:
    if _OUTCOME_FINDINGS & set(findings):
        question = "What changed, in numbers: what was it before, and what was it afterwards?"
        yield Hole("outcome", question, "the result has no number", "number")


def _probe_holes(story: Record, text: str, findings: Collection[str]) -> Iterator[Hole]:
    lesson = story_lesson(parse_story(story))
    # A lesson in the first person says what is done differently, in whatever words.
    is_own = lesson.place is not None and _FIRST_PERSON.search(lesson.place.cut(story.text)) is not None
    told = {"differently"} if lesson.kind is LessonKind.SPECIFIC and is_own else set[str]()
    for probe in PROBES:
        named = sorted(probe.findings & set(findings))
        about = probe.about.search(text) if probe.about else None
        is_said = probe.id in told or probe.said.search(text)
        if (probe.about and not about) or (is_said and not named):
            continue
        question = probe.question.replace("{}", _named(about.group())) if about else probe.question
        yield Hole(probe.id, question, f"open finding: {named[0]}" if named else probe.because)


def _named(said: str) -> str:
    """Give words of the story as the interviewer would name them: "my tech lead" is "your tech lead"."""
    return _MINE.sub("your", re.sub("^The ", "the ", " ".join(said.split())))


def answer_gap(hole: Hole, answer: str) -> str:
    """Give what an answer still lacks, as a request; empty if it says something to the point.

    Whether it is true or convincing is not judged: only its length, and whether it has the number or the "I" asked for.
    """
    # How a number is known takes few words: "By the load balancer's logs".
    tells = hole.id.startswith("number-") and _TELLS_MEASURE.search(answer) is not None
    if len(answer.split()) < MIN_ANSWER_WORDS and not tells:
        return "That is too short to settle it. Give one concrete fact."
    if hole.needs == "number" and not _FIGURE.search(answer):
        return "That names no number. Which one, and in which unit?"
    if hole.needs == "I" and not _FIRST_PERSON.search(answer):
        return "That does not say what you did. Begin with “I”."
    return ""


def is_evasion(answer: str) -> bool:
    """Whether an answer says that there is none, or is too short to add a fact: "idk", "no idea"."""
    return len(answer.split()) < MIN_ADDED_WORDS and not _FIGURE.search(answer)


def _usual_questions(because: str) -> list[Hole]:
    """Give the questions that any story is asked."""
    return [Hole(probe.id, probe.question, because) for probe in PROBES if probe.about is None]


def follow_ups(
    story: Record, claims: Sequence[Claim], findings: Collection[str], most: int = 3, met: Collection[str] = ()
) -> list[Hole]:
    """Give the follow-up questions of a mock interview: what the story leaves open, then what is often asked.

    Those not met before come first.
    """
    holes = holes_of(story, claims, findings)
    named = {hole.id for hole in holes}
    often = [hole for hole in _usual_questions("it is often asked") if hole.id not in named]
    return sorted([*holes, *often], key=lambda hole: hole.id in met)[:most]
