"""What an interviewer would ask next about a story: one question for each thing it leaves open.

A hole is a claim that nothing proves, a finding of the linter, or something that interviewers ask for and the
story does not say (whose idea, what else was considered, who disagreed, what it cost, how it was measured,
what one would do differently). Questions quote the story; none is asked about what it says already.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from upward.analysis.narrative.claims import Claim
from upward.model.record import Record
from upward.text.record_writer import slug
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
        "own-part",
        "Which part of this did you do yourself, and which part did others do?",
        _pattern(
            r"my (?:own )?(?:part|role|job|task)|I was (?:the|responsible|asked|on call)|I (?:owned|led)|on my own"
        ),
        "the story does not separate your part from others'",
        frozenset({"we-without-i", "absorbed-credit", "over-credit"}),
        "I",
    ),
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
            r"|did not (?:work|believe)|nobody|unpopular|deadline"
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
        "the story names nobody who disagreed",
    ),
    _Probe(
        "idea",
        "Whose idea was it, and how did it come up?",
        _pattern(
            r"my idea|I (?:proposed|suggested|noticed|came up|realised|realized|decided)|idea (?:of|came|was)"
            r"|asked me to"
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
_OUTCOME_FINDINGS = frozenset({"vague-outcome", "no-metric", "missing-result"})
_FIRST_PERSON = re.compile(r"\b(?:I|my|me)\b")
_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|double[d]?|halved)\b", re.IGNORECASE
)


def holes_of(
    story: Record, claims: Sequence[Claim], findings: Collection[str], closed: Collection[str] = ()
) -> list[Hole]:
    """Give what the story leaves open, the most pressing first; ids in `closed` are left out.

    Claims come first, since they are said aloud and can be doubted; then what is missing.
    """
    text = text_without_slots(story)
    found = [*_claim_holes(claims), *_outcome_hole(findings), *_probe_holes(text, findings)]
    seen: set[str] = set(closed)
    holes = []
    for hole in found:
        if hole.id not in seen:
            seen.add(hole.id)
            holes.append(hole)
    return holes


def _claim_holes(claims: Sequence[Claim]) -> Iterator[Hole]:
    for claim in claims:
        ident = f"{claim.kind}-{slug(claim.text)}"
        because = f"“{claim.text}” rests on your word alone"
        if claim.kind == "number":
            yield Hole(
                ident, f"You said “{claim.text}”. How was that measured, by whom, and over which period?", because
            )
        elif claim.kind == "scope":
            yield Hole(ident, f"You said “{claim.text}”. Which ones exactly, and how do you know?", because)
        else:
            question = f"You said you {claim.text} it. What did you decide or do that nobody else could have?"
            yield Hole(ident, question, because, "I")


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
    """Give the follow-up questions of a mock interview: those not met before first."""
    holes = holes_of(story, claims, findings)
    return sorted(holes, key=lambda hole: hole.id in met)[:most]
