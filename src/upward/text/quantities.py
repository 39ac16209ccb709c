"""The one reader of quantities: every number of a text with its kind, unit, counted noun, rate and baseline."""

from __future__ import annotations

# Patterns and word lists.
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from upward.model.quantity import Quantity, QuantityKind
from upward.model.span import Span
from upward.text.figures import figures

# A figure in a coarser unit stands for others within a tenth of it: 2 minutes for 115 s, but 0 minutes not for 300 ms.
MOST_ROUNDED = 0.1
# How far apart two figures may stand and still be compared with each other, in characters.
REACH = 70
_SENTENCE_END = re.compile(r"[.!?][\"'”’)*_]*\s+(?=[A-Z\"“(*_])|\n\s*\n|\n[ \t]*(?:[-*+]|\d+[.)])\s")
_ABOUT = (
    r"(?:(?:about|around|roughly|nearly|almost|over|under|some|only|just|less than|more than|a|an|the|~|≈|\*\*)\s*)*"
)
_ARROW = re.compile(r"^\s*(?:→|->|-->|=>|⇒|⟶)\s*$")
_FROM = re.compile(rf"(?i)\b(?:from|at|was|were|took|takes|of)\s+{_ABOUT}$")
_FROM_ONLY = re.compile(rf"(?i)\bfrom\s+{_ABOUT}$")
_TO = re.compile(
    rf"(?i)^(?:[^.;\n]{{0,40}}?[\s,(])?(?:down\s+|up\s+)?to\s+{_ABOUT}$|^\s+(?:down\s+|up\s+)to\s+{_ABOUT}$"
)
_TO_NOTHING = re.compile(r"(?i)\s+(?:down\s+)?to\s+(nothing)\b")
_PLAIN_TO = re.compile(rf"(?i)^\s+to\s+{_ABOUT}$")
_BACK = re.compile(
    rf"(?i)^[^.;\n]{{0,40}}?(?:instead\s+of|rather\s+than|compared\s+(?:to|with)|versus|vs\.?|(?:down|up)\s+from|from"
    rf"|where\s+it\s+(?:was|had\s+been|took)|(?:it|they|that)\s+(?:was|were|had\s+been|used\s+to\s+(?:be|take))|\(?(?:was|were)"
    rf"|\(?(?:before|previously|formerly|earlier)[:,]?(?:\s+(?:it|that|this|they))?(?:\s+(?:was|were|took))?)\s+{_ABOUT}$"
)
_NOW = re.compile(
    rf"(?i)^[^\n]{{0,60}}?\b(?:now|afterwards?|today|after\s+that|since\s+then|later)\b[^\n]{{0,40}}?{_ABOUT}$"
)
_EARLIER = re.compile(r"(?i)\b(?:took|was|were|had|used\s+to|before)\b[^.\n]{0,40}$")
_CHANGE = re.compile(
    r"(?i)\b(?:cut|reduc\w+|dropp?\w*|fell|fall\w*|decreas\w+|lower\w*|shrank|shrunk|shrink\w*|rose|rise\w*|grew|grow\w*|increas\w+"
    r"|rais\w+|improv\w+|went|goes|brought|took|moved|climb\w*|jump\w*|slash\w*|halved|doubled|scaled?)\b[^.;\n]{0,60}$"
)
_RANGE = re.compile(rf"(?i)^\s?(?:-|–|—|to)\s?{_ABOUT}$")
_BETWEEN = re.compile(rf"(?i)\bbetween\s+{_ABOUT}$")
_AND = re.compile(r"(?i)^\s+and\s+$")
_COMPOUND = re.compile(r"(?i)^,?\s*(?:and\s+)?$")
_LESS_OF = re.compile(r"(?i)^\s+(?:less|fewer|more)\b")
_PARAGRAPH = re.compile(r"(\n\s*\n|\n[ \t]*(?:[-*+#>]|\d+[.)])[ \t])|\n[ \t]*")
_WORDS_ONLY = re.compile(r"[A-Za-z][A-Za-z -]*")
_COMPARABLE = {QuantityKind.DURATION, QuantityKind.SIZE, QuantityKind.MONEY, QuantityKind.PERCENT, QuantityKind.COUNT}
# A word such as "two" that counts nothing is no quantity.
_ALONE = {QuantityKind.BARE}
_ONE = re.compile(r"(?i)one(?:[\s-]|$)")


def quantities(text: str, span: Span | None = None) -> list[Quantity]:
    """Give the quantities of a text, or of a part of it, in order; identifiers, versions, code and links give none."""
    start, stop = span if span is not None else (0, len(text))
    found = _joined(text, figures(text, start, stop))
    compared = _compared(text, list(_with_nothing_left(text, found, stop)))
    return [
        each
        for each in compared
        if not (_WORDS_ONLY.fullmatch(each.text) and each.kind in _ALONE)
        and not (_ONE.match(each.text) and each.kind is QuantityKind.COUNT)
    ]


def _with_nothing_left(text: str, found: Sequence[Quantity], stop: int) -> Iterator[Quantity]:
    """Yield the figures, and of "from 41 GB to nothing" the end, which is 0 GB."""
    for each in found:
        yield each
        gone = _TO_NOTHING.match(text, each.span.stop, stop)
        if gone and each.has_unit and _FROM_ONLY.search(text[max(0, each.span.start - REACH) : each.span.start]):
            span = Span(*gone.span(1))
            yield replace(each, span=span, text=span.cut(text), value=0.0, high=None, approximate=False)


def same_amount(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities measure the same dimension and agree as exactly as the less exact one is written."""
    if one.kind is not other.kind or one.per != other.per:
        return False
    if one.kind is QuantityKind.MONEY and one.unit != other.unit:
        return False
    if one.kind is QuantityKind.COUNT and one.unit != other.unit:
        return False
    if one.kind is QuantityKind.RATIO and one.whole != other.whole:
        return False
    step = max(one.precision * one.size, other.precision * other.size) if one.unit != other.unit else 0.0
    step = min(step, MOST_ROUNDED * 2 * min(abs(one.magnitude), abs(other.magnitude)))
    return abs(one.magnitude - other.magnitude) <= step / 2 + 1e-9 * max(1.0, abs(one.magnitude))


def _joined(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Join the parts of one quantity: "2 hours 15 minutes", "15-20 minutes", "between 2 and 3 weeks"."""
    joined: list[Quantity] = []
    for each in found:
        last = joined[-1] if joined else None
        gap = text[last.span.stop : each.span.start] if last else ""
        if last is not None and _is_compound(last, each, gap):
            total = (last.magnitude + each.magnitude) / last.size
            span = Span(last.span.start, each.span.stop)
            step = each.precision * each.size / last.size
            joined[-1] = replace(last, span=span, text=span.cut(text), value=round(total, 9), precision=step)
        elif last is not None and _is_range(text, last, each, gap):
            span = Span(last.span.start, each.span.stop)
            low = last.value * (last.size / each.size if last.has_unit else 1)
            joined[-1] = replace(each, span=span, text=span.cut(text), value=low, high=each.value)
        else:
            joined.append(each)
    return joined


def _is_compound(last: Quantity, each: Quantity, gap: str) -> bool:
    return (
        last.kind is each.kind is QuantityKind.DURATION
        and last.size > each.size
        and last.high is None
        and not last.per
        and _COMPOUND.match(gap) is not None
    )


def _is_range(text: str, last: Quantity, each: Quantity, gap: str) -> bool:
    if last.high is not None or not each.is_number or not last.is_number or last.whole is not None:
        return False
    if last.has_unit and (last.kind is not each.kind or last.noun != each.noun or last.unit != each.unit):
        return False
    if each.value <= last.value and each.magnitude <= last.magnitude:
        return False
    lead = text[max(0, last.span.start - REACH) : last.span.start]
    if _BETWEEN.search(lead):
        return _AND.match(gap) is not None
    if _FROM_ONLY.search(lead) or ("to" in gap and _CHANGE.search(lead)):
        return False
    return _RANGE.match(gap) is not None


def _compared(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Give each quantity its baseline, and to a figure without unit the unit of the one it is compared with."""
    items = list(found)
    taken: set[int] = set()
    # "60% (from 10 to 4)": what says both ends is sure, so it comes first.
    for rule in (_forwards, _backwards):
        for second in range(1, len(items)):
            for first in range(second - 1, max(-1, second - 3), -1):
                pair = None if {first, second} & taken and rule is _backwards else rule(text, items, first, second)
                if pair is None:
                    continue
                before, after = pair
                items[before] = replace(_like(items[before], items[after]), is_baseline=True)
                items[after] = replace(_like(items[after], items[before]), baseline=items[before])
                taken |= {before, after}
                break
    return items


def _like(one: Quantity, other: Quantity) -> Quantity:
    """Give a figure without unit the unit of another."""
    if one.kind is not QuantityKind.BARE or other.kind not in _COMPARABLE:
        return one
    return replace(one, kind=other.kind, unit=other.unit, size=other.size, noun=other.noun, per=other.per)


def _forwards(text: str, items: Sequence[Quantity], first: int, second: int) -> tuple[int, int] | None:
    """Give the baseline and what came after, where the first figure is the baseline: "from 20 to 12", "20 → 12"."""
    one, two = items[first], items[second]
    if not _are_comparable(one, two):
        return None
    gap = _line(text, one.span.stop, two.span.start)
    if len(gap) > REACH:
        return None
    lead = _line(text, max(0, one.span.start - REACH), one.span.start)
    # "From 310 in January to 4 in April": a date may stand between them.
    adjacent = not any(each.is_number for each in items[first + 1 : second])
    if adjacent and _ARROW.match(gap):
        return first, second
    if adjacent and (
        (_FROM_ONLY.search(lead) and _TO.match(gap))
        or (_PLAIN_TO.match(gap) and (_CHANGE.search(lead) or _FROM.search(lead)))
    ):
        return first, second
    if _EARLIER.search(lead) and _NOW.match(gap) and one.kind is two.kind and not one.is_baseline:
        return first, second
    return None


def _backwards(text: str, items: Sequence[Quantity], first: int, second: int) -> tuple[int, int] | None:
    """Give the baseline and what came after, where the second figure is the baseline: "12 instead of 20"."""
    one, two = items[first], items[second]
    if not _are_comparable(one, two) or any(each.is_number for each in items[first + 1 : second]):
        return None
    gap = _line(text, one.span.stop, two.span.start)
    if len(gap) > REACH:
        return None
    return (second, first) if _BACK.match(gap) and not _SENTENCE_END.search(gap) else None


def _line(text: str, start: int, stop: int) -> str:
    """Give a stretch of text on one line: prose is wrapped anywhere, and only an empty line ends a paragraph."""
    part = text[start:stop]
    return _PARAGRAPH.sub(lambda match: "\n" if match[1] else " ", part) if "\n" in part else part


def _are_comparable(one: Quantity, two: Quantity) -> bool:
    if not (one.is_number and two.is_number):
        return False
    if one.kind is QuantityKind.BARE or two.kind is QuantityKind.BARE:
        return True
    return one.kind is two.kind and (one.unit == two.unit or one.kind is not QuantityKind.COUNT)
