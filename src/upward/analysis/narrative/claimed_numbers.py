"""Which numbers of a story are claims: no counting words, steps of a rollout, settings, periods, nor what would be."""

from __future__ import annotations

# ruff: noqa: E501
# Patterns.
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from upward.model.quantity import Quantity, QuantityKind
from upward.model.span import Span

# How far before a number the words that tell its role may begin, in characters.
REACH = 80
# So many rising shares with nothing but arrows between them are steps; with a word for it, two or one are.
STEPS, NAMED_STEPS = 3, 2
WHOLE = 100.0
# Nouns of ways and times: "two ways", "three nights" count for the telling, and no one doubts them.
_TELLING_NOUNS = frozenset(
    "way thing reason option approach step stage part time side kind sort type point idea question lesson phase choice variant "
    "version attempt try goal direction word sentence morning afternoon evening night day week weekend month quarter year hour "
    "minute".split()
)
# A worded time that is one of these is measured: "took around four seconds", "has lasted for five months", "two weeks early".
_MEASURED = re.compile(
    r"(?i)\b(?:to|in|within|takes?|took|taken|sav(?:es?|ed|ing)(?:\s+(?:us|me|them|him|her|the\s+\w+|every\w*))?|needs?|needed|lasts?|lasted|outage of|(?:has|have)\b[^.;]{0,60}\bfor)"
    r"\s+(?:about\s+|around\s+|roughly\s+|nearly\s+|almost\s+|under\s+|just\s+|only\s+)*$"
)
_COMPARATIVE = re.compile(
    r"(?i)^\s+(?:early|earlier|late|later|ahead|behind|sooner|faster|slower|quicker|shorter|longer|less|more|instead)\b"
)
_AFTER = re.compile(r"(?i)\b(?:after|every|each)\s+(?:the\s+first\s+|about\s+|some\s+)*$")
# A shorter time is measured with a clock, a longer one by the calendar. In seconds.
DAY = 86_400.0
_PERIOD = re.compile(
    r"(?i)\b(?:over|during|within|in|for)\s+(?:the\s+|these\s+|those\s+)?(?:following|next|last|past|previous|first|preceding|same)\s+$"
    r"|\b(?:test|trial|experiment|pilot|survey)\s+over\s+(?:the\s+)?$"
    r"|\b(?:measured|averaged|observed|watched|tracked|counted|monitored|sampled|collected)\b[^.;]{0,60}\bover\s+(?:the\s+|about\s+)*$"
)
_SETTING = re.compile(
    r"(?i)\b(?:batch(?:es)?|chunks?|blocks?|pages?|pools?|limit|alerts?|timeouts?|ttl|threshold|quota|cap|interval|retention|window|(?:page|batch|pool|chunk) size)"
    r"\s+(?:of|to|at|is|was|were|=|:)\s+(?:about\s+|up to\s+|at most\s+)?$"
    r"|\b(?:gives?|gave|giving)\s+up\s+after\s+$|\b(?:times?|timed|timing)\s+out\s+after\s+$|\bexpir\w+\s+after\s+$|\bretr(?:y|ies|ied)\s+(?:up\s+to\s+|after\s+|at most\s+)?$"
)
_SETTING_BEHIND = re.compile(
    r"(?i)^[\s-]+(?:ttl|time-?out|limit|retention|window|interval|back-?off|quota|threshold|retr(?:y|ies))\b"
)
_WOULD = re.compile(r"(?i)\b(?:would|could|might|may)\s+(?:not\s+|also\s+)?(?:have\s+)?\w+\s+(?:about\s+|up to\s+)?$")
_ROLLOUT = re.compile(
    r"(?i)\b(?:roll(?:ed|ing|s)?[ -]?(?:it\s+|this\s+|that\s+|them\s+|these\s+)?out|rollout|canar\w+|ramp\w*|behind\s+a\s+(?:feature\s+)?(?:flag|toggle)|feature flags?"
    r"|gradual\w*|in\s+stages|staged|phased|dark launch\w*)\b[^.;]*$"
)
_ROLLED_TO = re.compile(
    r"(?i)\b(?:roll(?:ed|ing|s)?[ -]?(?:it\s+|this\s+|that\s+|them\s+)?out|rollout|canar\w+|ramp\w*(?:\s+up)?)\b[^.;%]{0,20}"
    r"\b(?:to|at|for|on|of|with)\s+(?:about\s+|the\s+|first\s+|only\s+)*$"
)
_ARROW = re.compile(r"^\s*(?:→|->|-->|=>|⇒|⟶|>)\s*$")
_THEN = re.compile(
    r"(?i)^\s*(?:→|->|-->|=>|⇒|⟶|>|/|,|;|to|then|and|,\s*(?:and\s+)?(?:then|finally)|and\s+(?:then|finally))\s*(?:to\s+|at\s+)?$"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """A number with the text around it: what stands before it, and behind it."""

    quantity: Quantity
    before: str
    behind: str
    in_result: bool

    @property
    def is_compared(self) -> bool:
        return self.quantity.baseline is not None or self.quantity.is_baseline


def claimed_numbers(text: str, body: Span, found: Sequence[Quantity], results: Sequence[Span]) -> Iterator[Quantity]:
    """Yield the quantities that a listener could doubt, in order; `results` are the parts that tell the result.

    Left out are dates, counting words ("two ways"), the steps of a rollout ("5% -> 50% -> 100%"), settings ("batches
    of 500"), the period of a measurement, and what would have happened. What is compared with a baseline is no aside.
    """
    numbers = [each for each in found if each.is_number]
    steps = set(_steps(text, body, numbers))
    for each in numbers:
        place = _Place(
            each,
            text[max(body.start, each.span.start - REACH) : each.span.start],
            text[each.span.stop : min(body.stop, each.span.stop + REACH)],
            any(span.start <= each.span.start < span.stop for span in results),
        )
        if each.span not in steps and not _would_be(place) and (place.is_compared or not _is_aside(place)):
            yield each


def _would_be(place: _Place) -> bool:
    """Whether it counts what would have happened: "would leave 500 customers without an invoice"."""
    is_count = place.quantity.kind in {QuantityKind.COUNT, QuantityKind.BARE}
    return is_count and not place.in_result and _WOULD.search(place.before) is not None


def _is_aside(place: _Place) -> bool:
    quantity = place.quantity
    is_time = quantity.kind is QuantityKind.DURATION
    is_count = quantity.kind in {QuantityKind.COUNT, QuantityKind.BARE}
    return (
        _is_counting_word(place)
        or ((is_time or is_count) and _PERIOD.search(place.before) is not None)
        or ((is_time or is_count) and _SETTING.search(place.before) is not None)
        or ((is_time or is_count) and _SETTING_BEHIND.match(place.behind) is not None)
    )


def _is_counting_word(place: _Place) -> bool:
    """Whether it is a word such as "two" that counts no more than ways or times, or a single thing."""
    quantity = place.quantity
    if any(character.isdigit() for character in quantity.text) or quantity.per or quantity.whole is not None:
        return False
    if quantity.kind is QuantityKind.DURATION:
        if place.in_result or _MEASURED.search(place.before) or _COMPARATIVE.match(place.behind):
            return False
        return quantity.size >= DAY or _AFTER.search(place.before) is not None
    return quantity.kind is QuantityKind.BARE or (
        quantity.kind is QuantityKind.COUNT and (quantity.value == 1 or quantity.noun in _TELLING_NOUNS)
    )


def _steps(text: str, body: Span, numbers: Sequence[Quantity]) -> Iterator[Span]:
    """Yield the places of the steps of a rollout: rising shares one behind the other, or "rolled out to 5%"."""
    for chain in _chains(text, numbers):
        before = text[max(body.start, chain[0].span.start - REACH) : chain[0].span.start]
        arrows = all(_ARROW.match(text[one.span.stop : two.span.start]) for one, two in pairwise(chain))
        if (
            (len(chain) >= STEPS and arrows)
            or (len(chain) >= NAMED_STEPS and _ROLLOUT.search(before))
            or (len(chain) == 1 and _ROLLED_TO.search(before))
        ):
            yield from (each.span for each in chain)


def _chains(text: str, numbers: Sequence[Quantity]) -> Iterator[list[Quantity]]:
    """Yield runs of rising shares with nothing but arrows, commas and "then" between them."""
    chain: list[Quantity] = []
    for each in numbers:
        is_share = each.kind is QuantityKind.PERCENT or (each.kind is QuantityKind.BARE and each.value <= WHOLE)
        follows = bool(chain) and (
            chain[-1].value < each.value <= WHOLE
            and _THEN.match(text[chain[-1].span.stop : each.span.start]) is not None
        )
        if chain and not (is_share and follows):
            yield from _shares(chain)
            chain = []
        if is_share:
            chain.append(each)
    yield from _shares(chain)


def _shares(chain: list[Quantity]) -> Iterator[list[Quantity]]:
    if any(each.kind is QuantityKind.PERCENT for each in chain):
        yield chain
