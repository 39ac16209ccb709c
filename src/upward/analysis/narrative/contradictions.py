"""Contradictions inside a story, and between a story and the records it links: by arithmetic and by roles."""

from __future__ import annotations

# ruff: noqa: E501
# Patterns.
import re
from collections.abc import Iterator, Sequence

from upward.analysis.narrative import subjects
from upward.analysis.narrative.arithmetic import Contradiction, change_contradictions
from upward.analysis.narrative.authorship import LEAD_PARTS
from upward.analysis.narrative.chronology import time_contradictions
from upward.analysis.narrative.record_facts import Fact, RecordFacts, facts_of
from upward.analysis.narrative.story_text import StoryText
from upward.analysis.narrative.totals import total_contradictions
from upward.model.corpus import Corpus
from upward.model.quantity import Quantity, QuantityKind
from upward.model.span import Span
from upward.text.dates import last_day, parse_date
from upward.text.quantities import quantities, same_amount

# A record that ends so many days after the story's date can't be what the story tells.
LATEST_DAYS = 31
_ALONE = re.compile(
    r"(?i)\b(?:single-?handedly|(?:all )?(?:by myself|on my own)|all alone|without any help|entirely alone|I alone|I was the only (?:one|person|engineer|developer))\b|(?<=\bI )(?!would\b|could\b|(?:talk|speak|spoke|met|meet|left|leave|sat|let)\w*\b)(?:(?!each|him|her|them\b)\w+ ){1,8}alone\b"
)
# One of these is in whatever the pattern above finds; it takes far less time to look for them first.
_ALONE_SIGNS = ("alone", "handedly", "by myself", "on my own", "without any help", "the only ")
_PARTNER = re.compile(
    r"\b(?:together with|with the help of|(?:paired|teamed up|worked side by side) with|[Tt]he (?:two|three|four|five) of us|(?:two|three|four|five) of us"
    r"|(?:[Mm]y|[Aa]|[Oo]ur|[Tt]wo|[Tt]hree) (?:colleagues?|teammates?|intern|team) (?:built|wrote|helped|implemented|designed|did|coded|took over)"
    r"|(?!I\b|It\b|This\b|That\b|The\b|We\b|They\b|She\b|He\b)[A-Z][a-z]+ (?:and I (?:built|wrote|designed|did|split|implemented)|(?:built|wrote|implemented|coded) (?:the|half|one|our)))"
)
_LED = re.compile(
    r"\bI (?:\w+ly )?(?:led|headed|drove|managed|owned|spearheaded)\b|\b[Aa]s (?:the )?(?:tech |project |team )?lead\b"
)
_DECIDED = re.compile(r"\bI (?:\w+ly )?(?:decided|chose|made the (?:decision|call))\b")
_MOST = re.compile(
    r"(?i)\bI (?:\w+ly )?(?:wrote|built|did|implemented|made) (?:most|nearly all|almost all|all|everything|the whole|the entire)\b"
)


def contradictions(story: StoryText, corpus: Corpus, me: frozenset[str] = frozenset()) -> list[Contradiction]:
    """Give the contradictions of a story in the order of the text; never a matter of style, always of two statements."""
    record = story.record
    # Figures of another language would be misread: "12.000" is twelve thousand in German.
    found = () if story.is_foreign else story.quantities
    body = story.text[: story.body.stop]
    linked = [facts_of(item, me) for ident in record.strings("evidence") for item in corpus.named(ident)]
    every = [
        *change_contradictions(body, found),
        *total_contradictions(body, found),
        *time_contradictions(body, found, last_day(record.string("date"))),
        *_alone_with_others(story),
        *_against_metrics(story, found),
        *(each for item in linked for each in _against_record(story, found, item, me)),
    ]
    unique = {(each.kind, each.span): each for each in every if each.span.start >= story.body.start}
    return sorted(unique.values(), key=lambda each: (each.span, each.kind))


def _alone(story: StoryText) -> re.Match[str] | None:
    folded = story.text_of(story.body).casefold()
    if not any(sign in folded for sign in _ALONE_SIGNS):
        return None
    return _ALONE.search(story.text, story.body.start, story.body.stop)


def _alone_with_others(story: StoryText) -> Iterator[Contradiction]:
    alone = _alone(story)
    partner = _PARTNER.search(story.text, story.body.start, story.body.stop) if alone else None
    if alone and partner:
        yield Contradiction(
            "alone", Span(*alone.span()), f'"{alone.group()}", and "{partner.group()}" elsewhere in the story'
        )


def _against_metrics(story: StoryText, found: Sequence[Quantity]) -> Iterator[Contradiction]:
    """Yield a change of the text that shares one end with a metric of the front matter and not the other."""
    for metric in story.record.mappings("metrics"):
        unit = str(metric.get("unit", ""))
        held = quantities(f"{metric.get('value', '')} {unit} instead of {metric.get('baseline', '')} {unit}")
        change = next((each for each in held if each.baseline is not None), None)
        if change is None:
            continue
        about = subjects.terms(f"{metric.get('id', '')} {unit}")
        yield from _one_end(story, found, Fact(change, about, unit), f"the metric {metric.get('id', '')}")


def _against_record(
    story: StoryText, found: Sequence[Quantity], item: RecordFacts, me: frozenset[str]
) -> Iterator[Contradiction]:
    record, name = item.record, item.record.id
    others = [
        (str(person.get("name", "")), str(person.get("part", "")).lower())
        for person in record.mappings("people")
        if str(person.get("name", "")).lower() not in me
        and (not person.get("email") or str(person.get("email", "")).lower() not in me)
    ]
    authors = [who for who, part in others if part in {"author", "co-author", *LEAD_PARTS}]
    alone = _alone(story) if authors else None
    if alone and authors:
        yield Contradiction("alone", Span(*alone.span()), f"{name} names {', '.join(authors)} beside you")
    led = _LED.search(story.text, story.body.start, story.body.stop)
    leads = [who for who, part in others if part in LEAD_PARTS]
    if led and leads:
        yield Contradiction("led", Span(*led.span()), f"{name} names {', '.join(leads)} as its lead")
    yield from _roles(story, item, me)
    for fact in item.facts:
        if fact.quantity.baseline is not None:
            yield from _one_end(story, found, fact, name)
    day, story_day = (
        parse_date(record.string("started") or record.string("date")),
        last_day(story.record.string("date")),
    )
    if day and story_day and (day - story_day).days > LATEST_DAYS:
        yield Contradiction(
            "date",
            Span(story.body.start, story.body.start),
            f"{name} happened on {day}, after the story's date {story_day}",
        )


def _roles(story: StoryText, item: RecordFacts, me: frozenset[str]) -> Iterator[Contradiction]:
    from upward.analysis.narrative.authorship import share_of

    record = item.record
    makers = [name.lower() for name in record.strings("decision-makers")]
    decided = _DECIDED.search(story.text, story.body.start, story.body.stop)
    if record.kind == "decision" and decided and makers and me and not me & set(makers):
        yield Contradiction(
            "decided",
            Span(*decided.span()),
            f"{record.id} names {', '.join(record.strings('decision-makers'))} as those who decided",
        )
    most, share = _MOST.search(story.text, story.body.start, story.body.stop), share_of(record)
    if most and share is not None and share < 0.5:  # noqa: PLR2004 - half is not most
        yield Contradiction("share", Span(*most.span()), f"your share of {record.id} is {share:.0%}")


def _one_end(story: StoryText, found: Sequence[Quantity], fact: Fact, name: str) -> Iterator[Contradiction]:
    """Yield a change of the story with one end of the record's change and another second end."""
    held, base = fact.quantity, fact.quantity.baseline
    for each in found:
        if base is None or each.baseline is None or each.kind is not held.kind or each.kind is QuantityKind.BARE:
            continue
        said = subjects.context(story.text, each.span, story.body)
        same_thing = each.kind is not QuantityKind.COUNT or each.noun in {"", "time", held.noun}
        if not same_thing or not subjects.quantity_terms(each, said) & fact.terms:
            continue
        starts, ends = _as_much(each.baseline, base), _as_much(each, held)
        if starts != ends:
            wrong, right = (each, held) if starts else (each.baseline, base)
            yield Contradiction("record", wrong.span, f"{name} has {right.text}, the story {wrong.text}")


def _as_much(one: Quantity, other: Quantity) -> bool:
    same = same_amount(one, other) or (one.kind is other.kind and one.magnitude == other.magnitude)
    return same and (one.kind is not QuantityKind.MONEY or one.unit == other.unit)
