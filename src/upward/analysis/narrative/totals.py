"""Sums, shares, rates, totals and team sizes of a text that do not agree."""

from __future__ import annotations

# ruff: noqa: E501
# Patterns.
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from upward.analysis.narrative.arithmetic import ALL, LINK, Contradiction
from upward.model.quantity import Quantity, QuantityKind
from upward.model.span import Span
from upward.text.units import NUMBER_WORDS
from upward.text.words import words

_EXACT = 1e-9
_SUM_OPENS = re.compile(r"(?i)^\s*(?::|\(|—|–| - |,\s*(?:namely|that is|split into|made up of|consisting of))\s*$")
_PARTS_OPEN = re.compile(r"(?i)^[\s,]*of (?:which|whom|these|those)\s*$")
_SUM_GOES_ON = re.compile(r"(?i)^(?:\s+[a-z-]+){0,4}\s*(?:,|and|, and|plus|&|\+)\s*(?:the other|another)?\s*$")
_PART_OF = re.compile(
    r"(\d(?<![\d,]\d)[\d,]{0,14})\s+(?:out\s+)?of\s+(?:(?:the|our|all|its)\s+){0,2}(\d[\d,]*)\b(?!\s*(?:%|percent|minutes|hours|days|weeks|months|years|ms))"
)
_SHARES = re.compile(
    r"(?i)\b(?:split|divided|distribut\w+|spent|went (?:in)?to|consist\w*|made up|break ?down|time|effort|budget|traffic|rest|remaining)\b"
)
_TEAM = re.compile(
    r"(?i)\b(?:team|squad|group|crew) of (?P<of>\w+)|\b(?P<hyphen>\w+)-(?:person|people|member|engineer|developer|strong) (?:team|squad|group|crew)|\b(?:the|all) (?P<us>two|three|four|five|six|seven|eight|nine|ten|\d+) of us\b"
)
# Before a number: all there are; and how many someone had, which may have changed before the next number.
_ALL_OF = re.compile(r"(?i)\ball (?:of )?(?:the |our |my |its )?$")
_HELD = re.compile(
    r"(?i)\b(?:our|(?:we|I|they|company|team|platform|product|system) (?:had|have|has|ran|runs?|owned|owns?|operated?|maintain(?:ed|s)?)|consist(?:s|ed) of|there (?:were|are))\s+$"
)
_BEFORE = 30
_MAY_CHANGE = re.compile(
    r"(?i)\b(?:\d+ (?:more|other|new)|new|add(?:ed|ing|s)?|another|grew|grow\w*|grown|more|left|remain\w*|other|rest|bec[oa]me|since|by now|later|today|now|retired|removed|deleted|dropped|merged|split|hired|joined|quit|to \d+)\b"
)
# One of these is in whatever the pattern above finds; it takes far less time to look for them first.
_TEAM_SIGNS = (
    *(f"{group} of " for group in ("team", "squad", "group", "crew")),
    *(f"-{member} " for member in ("person", "people", "member", "engineer", "developer", "strong")),
    " of us",
)
_TIMES_A = {
    ("day", "week"): (5.0, 7.0),
    ("day", "month"): (19.0, 31.0),
    ("day", "year"): (200.0, 366.0),
    ("week", "month"): (4.0, 4.5),
    ("week", "quarter"): (12.0, 13.1),
    ("week", "year"): (44.0, 53.0),
    ("month", "quarter"): (3.0, 3.0),
    ("month", "year"): (11.0, 12.0),
    ("quarter", "year"): (4.0, 4.0),
    ("hour", "day"): (7.0, 24.0),
    ("minute", "hour"): (60.0, 60.0),
    ("second", "minute"): (60.0, 60.0),
    ("second", "hour"): (3600.0, 3600.0),
}


def total_contradictions(text: str, found: Sequence[Quantity]) -> Iterator[Contradiction]:
    """Yield where totals, parts and rates do not agree; `found` are the text's quantities in order."""
    yield from _sums(text, found)
    yield from _shares(text, found)
    yield from _rates(text, found)
    yield from _totals(text, found)
    yield from _parts(text)
    yield from _team_sizes(text)


def _sums(text: str, found: Sequence[Quantity]) -> Iterator[Contradiction]:
    """Yield totals that are not the sum of the parts listed behind them."""
    found = [each for each in found if each.is_number]
    counted = {QuantityKind.COUNT, QuantityKind.BARE, QuantityKind.MONEY, QuantityKind.DURATION}
    for number, total in enumerate(found[:-2]):
        gap = text[total.span.stop : found[number + 1].span.start]
        exact, some = _SUM_OPENS.match(gap), _PARTS_OPEN.match(gap)
        if total.kind not in counted or total.kind is QuantityKind.BARE or total.is_baseline or not (exact or some):
            continue
        parts = [found[number + 1]]
        for one, other in pairwise(found[number + 1 :]):
            if not _SUM_GOES_ON.match(text[one.span.stop : other.span.start]) or other.kind not in {
                total.kind,
                QuantityKind.BARE,
                QuantityKind.COUNT,
            }:
                break
            parts.append(other)
        summed = sum(part.value for part in parts)
        if (
            len(parts) > 1
            and all(part.kind in counted for part in parts)
            and (summed > total.value + _EXACT or (exact and abs(summed - total.value) > _EXACT))
        ):
            span = Span(total.span.start, parts[-1].span.stop)
            yield Contradiction("sum", span, f"the parts add up to {summed:g}, not {total.text}")


def _shares(text: str, found: Sequence[Quantity]) -> Iterator[Contradiction]:
    """Yield shares of one whole that add up to more than all of it."""
    if sum(each.kind is QuantityKind.PERCENT for each in found) <= 2:  # noqa: PLR2004 - two shares overlap often
        return
    for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z])", text):
        place = text.find(sentence)
        shares = [
            each
            for each in found
            if each.kind is QuantityKind.PERCENT and place <= each.span.start < place + len(sentence)
        ]
        summed = sum(each.value for each in shares)
        listed = all(
            _SUM_GOES_ON.match(
                re.sub(r"(?i)\b(?:on|for|to|in|was|were|is)\b", "", text[one.span.stop : other.span.start])
            )
            for one, other in pairwise(shares)
        )
        if len(shares) > 2 and listed and summed > ALL + 1 and _SHARES.search(sentence):  # noqa: PLR2004 - two shares overlap often
            yield Contradiction(
                "shares", Span(shares[0].span.start, shares[-1].span.stop), f"the shares add up to {summed:g} percent"
            )


def _rates(text: str, found: Sequence[Quantity]) -> Iterator[Contradiction]:
    """Yield "40k a month, that is 1M a year": one rate restated for another time."""
    for one, other in pairwise(found):
        gap = text[one.span.stop : other.span.start]
        if one.kind is not other.kind or not one.per or not other.per or one.per == other.per or len(gap) > 40:  # noqa: PLR2004 - a restatement is near
            continue
        if (
            any(word not in LINK for word in words(gap))
            or (one.noun and other.noun and one.noun != other.noun)
            or one.baseline is not None
        ):
            continue
        small, large = (one, other) if (one.per, other.per) in _TIMES_A else (other, one)
        low, high = _TIMES_A.get((small.per, large.per), (0.0, 0.0))
        slack = 0.12 if one.approximate or other.approximate else 0.06
        if low and not (low * small.value * (1 - slack) <= large.value <= high * small.value * (1 + slack)):
            span = Span(one.span.start, other.span.stop)
            computed = small.value * (low + high) / 2
            yield Contradiction(
                "rate", span, f"{small.text} is about {computed:,.0f} per {large.per}, not {large.text}"
            )


def _totals(text: str, found: Sequence[Quantity]) -> Iterator[Contradiction]:
    """Yield two totals of the same thing: "3 of our 12 teams" or "we had 12 teams", and later "all 14 teams"."""
    totals: dict[str, tuple[Quantity, float, bool]] = {}
    for each in found:
        value, is_certain = _total(text, each)
        if value is None:
            continue
        name = (
            re.sub(r"^.*\d[\d,]*\s*|^(?:\w+ )?of (?:our |the |all )*", "", each.text.lower()).strip()
            if each.kind is QuantityKind.RATIO
            else re.sub(r"^\S+\s+", "", each.text.lower())
        )
        known, before, was_certain = totals.setdefault(name, (each, value, is_certain))
        between = text[known.span.stop : each.span.start]
        both, either = is_certain and was_certain, is_certain or was_certain
        if before != value and (both or (either and not _MAY_CHANGE.search(between))):
            yield Contradiction("total", each.span, f"{each.text} here, {known.text} before: two totals of the same")


def _total(text: str, each: Quantity) -> tuple[float | None, bool]:
    """Give the number of all there are, by a quantity, and whether it says so itself; None where it is not a total."""
    if each.kind is QuantityKind.RATIO and each.noun:
        return each.whole, True
    if each.kind is not QuantityKind.COUNT:
        return None, False
    before = text[max(0, each.span.start - _BEFORE) : each.span.start]
    is_all = _ALL_OF.search(before) is not None
    return (each.value if is_all or _HELD.search(before) else None), is_all


def _parts(text: str) -> Iterator[Contradiction]:
    for match in _PART_OF.finditer(text):
        part, whole = float(match[1].replace(",", "")), float(match[2].replace(",", ""))
        if part > whole and not (1900 <= whole <= 2100):  # noqa: PLR2004 - years
            yield Contradiction("part", Span(*match.span()), f"{match[1]} is more than the {match[2]} it is a part of")


def _team_sizes(text: str) -> Iterator[Contradiction]:
    known: tuple[float, str] | None = None
    folded = text.casefold()
    if not any(sign in folded for sign in _TEAM_SIGNS):
        return
    for match in _TEAM.finditer(text):
        said = (match["of"] or match["hyphen"] or match["us"]).lower()
        value = float(said) if said.isdigit() else NUMBER_WORDS.get(said)
        if value is None:
            continue
        if known is not None and known[0] != value:
            yield Contradiction("team-size", Span(*match.span()), f'"{match.group()}" here, "{known[1]}" before')
        known = known or (value, match.group())
