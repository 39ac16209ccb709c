"""Dates and times of day that a text mentions."""

from __future__ import annotations

# ruff: noqa: E501
# Patterns.
import re
from collections.abc import Callable, Iterator

from upward.model.quantity import Day, Quantity, QuantityKind
from upward.model.span import Span

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
_MONTH_NUMBER = {name[:3]: number for number, name in enumerate(_MONTHS.split("|")[:12], start=1)}
_MONTH = "|".join(name.capitalize() for name in _MONTHS.split("|"))
_DATE = re.compile(
    # The first character rules out most places before ten alternatives are tried.
    rf"""
    (?=[\dJFMASONDQH])
    (?:(?P<iso>\b(?P<y>(?:19|20)\d\d)-(?P<m>[01]\d)(?:-(?P<d>[0-3]\d))?(?:T[\d:.]+Z?)?\b)
    | (?P<dmy>\b(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?[ ](?:of[ ])?(?P<m1>{_MONTH})\b\.?(?:,?[ ](?P<y1>(?:19|20)\d\d)\b)?)
    | (?P<mdy>\b(?P<m2>{_MONTH})\b\.?[ ](?P<d2>[0-3]?\d)(?:st|nd|rd|th)?\b(?![.,]?\d|[%x])(?:,?[ ](?P<y2>(?:19|20)\d\d)\b)?)
    | (?P<my>\b(?P<m3>{_MONTH})\b\.?,?(?:[ ]of)?[ ](?P<y3>(?:19|20)\d\d)\b)
    | (?P<quarter>\b(?P<q>[QH][1-4])(?:[ /-]?(?:'?(?P<y4>(?:20)?\d\d))\b)?(?!\w))
    | (?P<slash>\b\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d\d){{1,2}}\b)
    | (?P<time>\b[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?:\s?(?:[ap]\.?m\b\.?|UTC|CET))?|\b1?\d\s?[ap]m\b)
    | (?P<lone>(?<=\b[Ff]rom[ ])(?:{_MONTH})\b|(?<=\b[Tt]o[ ])(?:{_MONTH})\b|(?<=\b[Ii]n[ ])(?:{_MONTH})\b|(?<=\b[Bb]y[ ])(?:{_MONTH})\b|(?<=[Ss]ince[ ])(?:{_MONTH})\b|(?<=[Uu]ntil[ ])(?:{_MONTH})\b
       |\b(?:January|February|April|June|July|August|September|October|November|December)\b))
    """,
    re.VERBOSE,
)


def dates(text: str, start: int, stop: int, counts: Callable[[int], bool]) -> Iterator[Quantity]:
    """Give the dates in a part of a text; `counts` tells whether a figure that ends there counts what follows it."""
    for match in _DATE.finditer(text, start, stop):
        span, kind = Span(*match.span()), QuantityKind.TIME if match["time"] else QuantityKind.DATE
        if match["mdy"] and not match["y2"] and not _on(text, match.start()) and counts(match.end("d2")):
            # "In June 11 of 14 services moved": the month is a date, the figure is not one of it.
            span = Span(match.start(), match.end("m2"))
            yield Quantity(span, span.cut(text), kind, day=Day(0, _month(match["m2"]), 0))
            continue
        yield Quantity(span, match.group(), kind, day=_day(match))


def _on(text: str, place: int) -> bool:
    return re.search(r"(?i)\bon\s+$", text[max(0, place - 4) : place]) is not None


def _month(name: str | None) -> int:
    return _MONTH_NUMBER.get((name or "").lower()[:3], 0)


def _day(match: re.Match[str]) -> Day:
    group = match.groupdict()
    year = next((int(value) for key in ("y", "y1", "y2", "y3", "y4") if (value := group[key])), 0)
    if match["quarter"]:
        half = match["q"].startswith("H")
        month = (int(match["q"][1]) - 1) * (6 if half else 3) + 1
        return Day(year + 2000 if 0 < year < 100 else year, month, 0)  # noqa: PLR2004 - '26 is 2026
    month = int(group["m"] or 0) or next((_month(group[key]) for key in ("m1", "m2", "m3") if group[key]), 0)
    month = month or (_month(match["lone"]) if match["lone"] else 0)
    day = next((int(value) for key in ("d", "d1", "d2") if (value := group[key])), 0)
    return Day(year, month, day)
