"""The claim ledger: every number, scope and strong verb of a story, and what proves it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from upward.analysis.narrative.story_text import parse_story
from upward.model.corpus import Corpus
from upward.model.record import Record
from upward.model.span import Span
from upward.text.story_parts import Part
from upward.text.template_slots import text_without_slots
from upward.text.words import parse_number

_FIGURE = re.compile(r"(?<![\w.,/#:-])[$€£]?\d+(?:,\d{3})*(?:\.\d+)?(?:\s?%|\s?(?:k|K|M|bn)\b|x\b)?(?![\w/:-]|[.,]\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(
    r"\b(?:\d{4}-\d{2}(?:-\d{2})?|\d{1,2}:\d{2}|(?:\d{1,2}\s)?(?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)(?:\s\d{1,2})?(?:,?\s(?:19|20)\d\d)?)\b"
)
_SCOPE = re.compile(
    r"\b(?:across|over|in|for)\s+(?:all|every|\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|dozens of|hundreds of)\s+(?:\w+\s)?"
    r"(?:services|teams|regions|countries|repositories|products|departments|sites|offices|apps|markets)\b"
    r"|\b(?:the (?:whole|entire) (?:org|organi[sz]ation|company|department|engineering|business)|(?:company|org|organi[sz]ation)-?wide|globally"
    r"|every (?:team|service|engineer)|all (?:teams|services|engineers|customers))\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\bI\s+(?:\w+ly\s+|also\s+|then\s+|personally\s+)?(led|owned|drove|designed|architected|spearheaded|founded|created|managed|headed|pioneered)\b"
    r"|\b(single-?handedly)\b"
)
# These say that one was at the head of others; having written some of it does not show that.
LEADING = {"led", "drove", "managed", "headed", "spearheaded", "single-handedly", "singlehandedly"}
MINE = {"author", "lead", "owner", "driver"}


class ClaimStanding(StrEnum):
    """How far a claim is carried."""

    PROVEN = "proven"
    ESTIMATE = "estimate"
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class Claim:
    """Something a listener could doubt; `because` says what carries it, `proof` what would."""

    kind: str
    text: str
    span: Span
    standing: ClaimStanding
    evidence: tuple[str, ...]
    because: str
    proof: str


def claims_of(record: Record, corpus: Corpus) -> list[Claim]:
    """Give the claims of a story in the order of the text."""
    linked = [item for ident in record.strings("evidence") for item in corpus.named(ident)]
    claims = [*_numbers(record, linked), *_scopes(record, linked), *_verbs(record, linked)]
    return sorted(claims, key=lambda claim: (claim.span, claim.kind))


def _numbers(record: Record, linked: Sequence[Record]) -> Iterator[Claim]:
    story = parse_story(record)
    dates = [Span(*match.span()) for match in _DAY.finditer(story.text, story.body.start, story.body.stop)]
    held = {item.id: _figures(item) for item in linked}
    for match in _FIGURE.finditer(story.text, story.body.start, story.body.stop):
        value = parse_number(match.group())
        inside = any(day.start <= match.start() < day.stop for day in dates)
        if value is None or inside or _YEAR.fullmatch(match.group()):
            continue
        sources = tuple(ident for ident, figures in held.items() if value in figures)
        standing, because = _known(record, value, sources)
        proof = (
            ""
            if standing is ClaimStanding.PROVEN
            else "evidence with this number among its measures, and how it was measured"
        )
        yield Claim("number", match.group(), Span(*match.span()), standing, sources, because, proof)


def _known(record: Record, value: float, sources: tuple[str, ...]) -> tuple[ClaimStanding, str]:
    for metric in record.mappings("metrics"):
        if value in {parse_number(str(metric.get(key, ""))) for key in ("value", "baseline")}:
            name, status = metric.get("id", "a metric"), metric.get("status", "")
            if status == "measured" and metric.get("method"):
                return ClaimStanding.PROVEN, f"{name} was measured: {metric['method']}"
            return (
                ClaimStanding.ESTIMATE,
                f"{name} is {'an estimate' if status == 'estimate' else 'not said to be measured'}",
            )
    if sources:
        return ClaimStanding.PROVEN, f"stands in {', '.join(sources)}"
    return ClaimStanding.UNPROVEN, "no linked evidence and no metric has it"


def _figures(item: Record) -> set[float]:
    measured = [str(measure.get(key, "")) for measure in item.mappings("measures") for key in ("value", "baseline")]
    prose = [match.group() for match in _FIGURE.finditer(text_without_slots(item))]
    return {value for text in (*measured, *prose) if (value := parse_number(text)) is not None}


def _scopes(record: Record, linked: Sequence[Record]) -> Iterator[Claim]:
    story = parse_story(record)
    for match in _SCOPE.finditer(story.text, story.body.start, story.body.stop):
        words = match.group().lower().split()
        sources = tuple(item.id for item in linked if " ".join(words[-2:]) in text_without_slots(item).lower())
        standing = ClaimStanding.PROVEN if sources else ClaimStanding.UNPROVEN
        because = f"stands in {', '.join(sources)}" if sources else "no linked evidence speaks of it"
        proof = "" if sources else "evidence that names them, or a count of them"
        yield Claim("scope", match.group(), Span(*match.span()), standing, sources, because, proof)


def _verbs(record: Record, linked: Sequence[Record]) -> Iterator[Claim]:
    story = parse_story(record)
    for span in story.without(Part.SITUATION, Part.LEARNING):
        for match in _VERB.finditer(story.text, span.start, span.stop):
            verb = (match[1] or match[2]).lower()
            yield _verb(verb, Span(*match.span(1 if match[1] else 2)), linked)


def _verb(verb: str, span: Span, linked: Sequence[Record]) -> Claim:
    sources = tuple(item.id for item in linked)
    doubts = [doubt for item in linked if (doubt := _doubt(verb, item))]
    proof = (
        "a decision or design of yours, or evidence that names you as its lead"
        if verb in LEADING
        else "evidence of yours"
    )
    if not linked:
        return Claim("verb", verb, span, ClaimStanding.UNPROVEN, (), "no evidence is linked", proof)
    if len(doubts) == len(linked):
        return Claim("verb", verb, span, ClaimStanding.UNPROVEN, sources, "; ".join(doubts), proof)
    return Claim("verb", verb, span, ClaimStanding.PROVEN, sources, f"rests on {', '.join(sources)}", "")


def _doubt(verb: str, item: Record) -> str:
    """Give why a piece of evidence does not carry the verb; empty where it does."""
    share = next((measure for measure in item.mappings("measures") if measure.get("id") == "share"), None)
    if share is not None and (small := _small_share(share)):
        return f"{item.id}: {small}"
    leads = [
        str(person.get("name", "")) for person in item.mappings("people") if person.get("part") in {"lead", "owner"}
    ]
    if verb in LEADING and leads:
        return f"{item.id} names {', '.join(leads)} as its lead"
    partners = [person for person in item.mappings("people") if person.get("part") in {"author", "co-author"}]
    if verb.startswith("single") and partners:
        return f"{item.id} names {len(partners)} other author{'s' * (len(partners) > 1)}"
    return ""


# Below a quarter of the work, "led" and "designed" need another proof than the work itself.
SMALL = 0.25


def _small_share(share: Mapping[str, object]) -> str:
    whole = re.search(r"of\s+(\d+)\s+(\w+)", str(share.get("unit", "")))
    part = parse_number(str(share.get("value", "")))
    if whole is None or part is None or float(whole[1]) == 0 or part / float(whole[1]) >= SMALL:
        return ""
    return f"{share['value']} of {whole[1]} {whole[2]} are yours"
