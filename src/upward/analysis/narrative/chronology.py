"""Dates and durations of a text that do not agree with each other."""

from __future__ import annotations

# ruff: noqa: E501
# Patterns.
import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from upward.analysis.narrative.arithmetic import Contradiction
from upward.model.quantity import Day, Quantity, QuantityKind
from upward.model.span import Span

# How near a duration stands to the period it restates, in characters.
# A duration may be off by one of its units, or by this share: "six weeks" are 40 days, too.
SHARE = 0.2
DAY_SECONDS = 86_400.0
NEAR = 60
RIGHT_BEFORE = 15
_FROM = re.compile(r"(?i)\b(?:from|between)\s+(?:the\s+)?(?:\w+day,?\s+)?(?:early\s+|late\s+|mid-?\s?)?$")
_TO = re.compile(
    r"(?i)^\s*(?:to|and|until|till|through|–|-)\s+(?:the\s+)?(?:\w+day,?\s+)?(?:early\s+|late\s+|mid-?\s?)?$"
)
_LATER = re.compile(r"(?i)^\s+later\b")
_BEGAN = re.compile(r"(?i)\b(?:start\w*|began|begun|kick\w* off|joined|opened|proposed)\b(?:\s+[\w-]+){0,5}\s*$")
_ENDED = re.compile(
    r"(?i)\b(?:finish\w*|ended|complet\w+|shipped|launched|went live|released|closed|done|left)\b[^.;!?]{0,50}$"
)
_SENTENCE_END = re.compile(r"[.!?;]\s|\n\s*\n")
_DUE = re.compile(r"(?i)\b(?:by|until|due|deadline)\b(?:\s+(?:the|was|is|on|for|of|end|early|mid|late)){0,3}\s*$")
_ON_TIME = re.compile(r"(?i)\b(?:on time|on schedule|in time|ahead of (?:time|schedule)|(?:with)?in the deadline)\b")
_TO_COME = re.compile(r"(?i)\b(?:by|until|for|plan\w*|will|before|due)\b[^.]{0,30}$")
_LASTED = re.compile(
    r"(?i)\b(?:took|lasted|lasting|taking|in total|altogether|for|that is|i\.e\.|in|was down|outage of|of)\s+(?:about\s+|around\s+|some\s+|nearly\s+|all\s+|just\s+|only\s+|a total of\s+)*$"
)


def time_contradictions(text: str, found: Sequence[Quantity], written: date | None) -> Iterator[Contradiction]:
    """Yield where dates and durations do not agree; `written` is the story's own date."""
    dated = [each for each in found if each.kind in {QuantityKind.DATE, QuantityKind.TIME}]
    for one, other in pairwise(dated):
        gap = text[one.span.stop : other.span.start]
        if one.kind is not other.kind:
            continue
        lead = text[max(0, one.span.start - 30) : one.span.start]
        if _FROM.search(lead) and _TO.match(gap):
            yield from _between(text, one, other, found)
        yield from _order(text, one, other)
        yield from _later(text, one, other, found)
    yield from _late(text, dated)
    if written is not None:
        yield from _after(text, dated, written)


def _late(text: str, dated: Sequence[Quantity]) -> Iterator[Contradiction]:
    """Yield an end called on time that lies after the date by which it was due."""
    days = [each for each in dated if each.day is not None and each.day.year]
    due = [each for each in days if _DUE.search(text[max(0, each.span.start - 60) : each.span.start])]
    for each in days:
        before, after = text[max(0, each.span.start - 60) : each.span.start], text[each.span.stop : each.span.stop + 40]
        end = each.day and _limits(each.day, each.day)
        if each in due or end is None or not _ENDED.search(before):
            continue
        said = _ON_TIME.search(_SENTENCE_END.split(after)[0]) or _ON_TIME.search(_SENTENCE_END.split(before)[-1])
        last = [_limits(date.day, date.day) for date in due if date.span.stop < each.span.start and date.day]
        if said and last and all(limit is not None and limit[1] < end[0] for limit in last):
            yield Contradiction(
                "late", each.span, f"{each.text} is after {due[0].text}, when it was due, and is called {said[0]}"
            )


def _after(text: str, dated: Sequence[Quantity], written: date) -> Iterator[Contradiction]:
    """Yield dates that lie after the story's own, where the text does not speak of what is to come."""
    for each in dated:
        limits = _limits(each.day, each.day) if each.day is not None and each.day.year else None
        lead = text[max(0, each.span.start - 40) : each.span.start]
        if limits and limits[0] > written and not _TO_COME.search(lead):
            yield Contradiction("after-story", each.span, f"{each.text} lies after the story's date, {written}")


def _limits(day: Day, other: Day) -> tuple[date, date] | None:
    """Give the first and last day that a date may mean, the year taken from the other where it has none."""
    year = day.year or other.year or 2000
    if not day.month:
        return (date(year, 1, 1), date(year, 12, 31)) if day.year else None
    last = monthrange(year, day.month)[1]
    if day.day > last:
        return None
    return date(year, day.month, day.day or 1), date(year, day.month, day.day or last)


def _between(text: str, one: Quantity, other: Quantity, found: Sequence[Quantity]) -> Iterator[Contradiction]:
    span = Span(one.span.start, other.span.stop)
    spent = _seconds(one, other)
    if spent is None:
        return
    if spent[1] < 0:
        yield Contradiction("order", span, f"{other.text} is before {one.text}")
        return
    duration = _duration_beside(text, span, found)
    if duration is None:
        return
    slack = max(duration.size, SHARE * duration.magnitude)
    if not spent[0] - slack <= duration.magnitude <= spent[1] + slack:
        computed = spent[1] / duration.size
        yield Contradiction(
            "duration",
            duration.span,
            f"from {one.text} to {other.text} is about {computed:.0f} {duration.unit}s, not {duration.text}",
        )


def _seconds(one: Quantity, other: Quantity) -> tuple[float, float] | None:
    """Give the least and the most seconds from one date or time of day to another."""
    if one.kind is QuantityKind.TIME:
        start, stop = _clock(one.text), _clock(other.text)
        if start is None or stop is None:
            return None
        return ((stop - start) % DAY_SECONDS,) * 2
    if one.day is None or other.day is None:
        return None
    first, last = _limits(one.day, other.day), _limits(other.day, one.day)
    if first is None or last is None:
        return None
    if last[1] < first[0] and not (one.day.year and other.day.year) and one.day.month != other.day.month:
        # "From November to February" ends in the next year.
        last = (last[0] + timedelta(days=365), last[1] + timedelta(days=365))
    return (last[0] - first[1]).days * DAY_SECONDS, ((last[1] - first[0]).days + 1) * DAY_SECONDS if last[1] >= first[
        0
    ] else -1.0


def _clock(text: str) -> float | None:
    match = re.match(r"(\d{1,2})(?::(\d\d))?(?::(\d\d))?\s*([ap])?", text)
    if match is None:
        return None
    hour = int(match[1]) + (12 if match[4] == "p" and int(match[1]) < 12 else 0)  # noqa: PLR2004 - noon
    return hour * 3600.0 + int(match[2] or 0) * 60.0 + int(match[3] or 0)


def _duration_beside(text: str, span: Span, found: Sequence[Quantity]) -> Quantity | None:
    """Give the duration that restates a period: right behind it, or before it with "took" or "for"."""
    for each in found:
        if each.kind is not QuantityKind.DURATION or each.per or each.high is not None or each.is_baseline:
            continue
        behind, before = text[span.stop : each.span.start], text[each.span.stop : span.start]
        if 0 <= each.span.start - span.stop <= NEAR and not re.search(r"[.!?]\s|\n\s*\n", behind):
            if re.fullmatch(r"[\s,(–—-]*", behind) or _LASTED.search(behind):
                return each
        elif 0 <= span.start - each.span.stop <= RIGHT_BEFORE and re.fullmatch(
            r"[\s,(:–—-]*(?:from|between)?\s*(?:the\s+)?", before
        ):
            lead = text[max(0, each.span.start - 30) : each.span.start]
            if _LASTED.search(lead):
                return each
    return None


def _order(text: str, one: Quantity, other: Quantity) -> Iterator[Contradiction]:
    """Yield what ended before it began, where both dates leave no doubt."""
    lead, gap = text[max(0, one.span.start - 60) : one.span.start], text[one.span.stop : other.span.start]
    if one.day is None or other.day is None or len(gap) > 3 * NEAR or not (_BEGAN.search(lead) and _ENDED.search(gap)):
        return
    sure = (one.day.year and other.day.year) or (
        one.day.month == other.day.month and not one.day.year and not other.day.year
    )
    first, last = _limits(one.day, other.day), _limits(other.day, one.day)
    if first and last and sure and last[1] < first[0]:
        yield Contradiction(
            "order", Span(one.span.start, other.span.stop), f"it began {one.text} and ended {other.text}"
        )


def _later(text: str, one: Quantity, other: Quantity, found: Sequence[Quantity]) -> Iterator[Contradiction]:
    """Yield "two weeks later, on 20 June" that is not two weeks after the date before."""
    between = [
        each
        for each in found
        if one.span.stop <= each.span.start < other.span.start and each.kind is QuantityKind.DURATION
    ]
    if not between or not _LATER.match(text[between[-1].span.stop : between[-1].span.stop + 8]):
        return
    duration = between[-1]
    if other.span.start - duration.span.stop > NEAR or re.search(
        r"[.!?]\s", text[duration.span.stop : other.span.start]
    ):
        return
    spent = _seconds(one, other)
    if spent is None:
        return
    slack = max(duration.size / 2, SHARE * duration.magnitude)
    if not spent[0] - slack <= duration.magnitude <= spent[1] + slack:
        yield Contradiction(
            "later", Span(duration.span.start, other.span.stop), f"{other.text} is not {duration.text} after {one.text}"
        )
