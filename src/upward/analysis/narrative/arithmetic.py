"""Changes of a text whose direction, share, factor or difference does not agree with their two ends."""

from __future__ import annotations

# ruff: noqa: E501
# Patterns.
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from upward.model.quantity import Quantity, QuantityKind
from upward.model.span import Span
from upward.text.words import words

# How far a computed value may lie from the written one: percentage points, more where it says "about"; share of a factor.
POINTS, ABOUT_POINTS, FACTOR_SHARE = 1.5, 4.0, 0.15
ALL = 100.0
# A change is restated within so many characters; between "halved" and its ends stand so many other words.
RESTATED_WITHIN, VERB_WORDS = 60, 5
# Above this factor a whole number may be rounded by a half: "3x" may be 2.6.
ROUNDED_ABOVE = 2
# Words between two figures that say the second restates the first.
LINK = frozenset(
    "that is which was this it means meaning i e ie so or a an the of by to in about around roughly nearly almost over more than "
    "equals thus hence therefore s down up reduction drop cut saving savings improvement increase decrease gain growth change "
    "some just only well even total difference factor grew rose fell dropped became went becomes makes made making representing i.e namely from full that's it's saves gives twofold".split()
)
_DOWN = re.compile(
    r"(?i)\b(?:cut(?:ting)?|reduc\w+|dropp?(?:ed|ing|s)?|fell|falls?|falling|decreas\w+|lower(?:ed|ing|s)?|shrank|shrunk|shrink\w*|slash\w*|declin\w+|sank|went down|brought down|down)\b"
)
_UP = re.compile(
    r"(?i)\b(?:rose|rises?|rising|rais\w+|grew|grow\w*|increas\w+|climb\w*|jump\w*|went up|doubled|tripled|up|expand\w*)\b"
)
_FASTER = re.compile(r"(?i)^\s*(?:faster|quicker|slower|more productive)")
_LESS = re.compile(
    r"(?i)^\s*(?:less|fewer|lower|cheaper|smaller|shorter|faster|quicker|reduction|drop|cut|decrease|saving)"
)
_REMAINS = re.compile(r"(?i)^\s+of\s+(?:what|the (?:original|old|former|previous|earlier))|^\s+(?:remain|left)")


class Contradiction(NamedTuple):
    """Two statements that can't both be right: a slug, where, and what was computed."""

    kind: str
    span: Span
    message: str


def change_contradictions(text: str, found: Sequence[Quantity]) -> Iterator[Contradiction]:
    """Yield where what is said of a change does not follow from its ends; `found` are the text's quantities in order."""
    changes = [each for each in found if each.baseline is not None]
    for change in changes:
        yield from _direction(text, change)
    for each in found:
        if each.kind is QuantityKind.PERCENT:
            yield from _more_than_all(text, each)
        for change in changes:
            if each is not change and each is not change.baseline and _restates(text, each, change, found):
                yield from _disagrees(text, each, change)


def _direction(text: str, change: Quantity) -> Iterator[Contradiction]:
    base = change.baseline
    if base is None or change.span.start < base.span.start:
        return
    lead = text[max(0, base.span.start - 80) : base.span.start]
    lead = re.split(r"[.!?;]\s|\n\s*\n", lead)[-1]
    verbs = [(match.start(), "down") for match in _DOWN.finditer(lead)] + [
        (match.start(), "up") for match in _UP.finditer(lead)
    ]
    if not verbs or not re.search(r"(?i)\bfrom\b", lead[-24:]):
        return
    said = max(verbs)[1]
    went = "up" if change.magnitude > base.magnitude else "down"
    if change.magnitude != base.magnitude and said != went:
        span = Span(base.span.start, change.span.stop)
        yield Contradiction(
            "direction",
            span,
            f"from {base.text} to {change.text} is {'more' if went == 'up' else 'less'}, and the text says it went {said}",
        )


def _more_than_all(text: str, each: Quantity) -> Iterator[Contradiction]:
    before = text[max(0, each.span.start - 60) : each.span.start]
    before = re.split(r"[.!?;]\s|\n\s*\n", before)[-1]
    reduced = (
        _LESS.match(text, each.span.stop)
        or _LESS.match(text[each.span.stop : each.span.stop + 20])
        or (re.search(r"(?i)\bby\s+(?:\w+\s+)?$", before) and _last_is_down(before))
    )
    faster = _FASTER.match(text[each.span.stop : each.span.stop + 20])
    if each.value > ALL and reduced and not faster:
        yield Contradiction("more-than-all", each.span, f"nothing can become {each.text} less")


def _last_is_down(said: str) -> bool:
    down = max((match.start() for match in _DOWN.finditer(said)), default=-1)
    up = max((match.start() for match in _UP.finditer(said)), default=-1)
    return down > up


def _restates(text: str, each: Quantity, change: Quantity, found: Sequence[Quantity]) -> bool:
    """Whether a figure says again, as a share, factor or difference, what a change says."""
    base = change.baseline
    if base is None or each.is_baseline or each.baseline is not None or each.per:
        return False
    low, high = min(base.span.start, change.span.start), max(base.span.stop, change.span.stop)
    start, stop = (high, each.span.start) if each.span.start >= high else (each.span.stop, low)
    if stop < start or stop - start > RESTATED_WITHIN or any(start <= other.span.start < stop for other in found):
        return False
    gap = text[start:stop]
    if re.search(r"\n\s*\n", gap):
        return False
    between = [word.strip("'") for word in words(gap)]
    others = [word for word in between if word not in LINK]
    # "by 30 percent in the median, from": a word or two, and nothing that begins another statement.
    slack = 0 if each.span.start >= high or _BEGINS.search(gap) else 2
    share = each.kind in {QuantityKind.PERCENT, QuantityKind.FACTOR}
    same = (
        each.kind is change.kind
        and each.unit == change.unit
        and bool(
            re.search(
                r"(?i)\b(?:sav|difference|less|fewer|more|gain|shorter|that is|by)",
                gap + text[each.span.stop : each.span.stop + 12],
            )
        )
    )
    ends_sentence = re.search(r"[.!?]\s", gap) is not None
    if ends_sentence and not re.match(r"(?i)\W*(?:that|this|which|it) (?:is|was|means|makes|'s)|\W*(?:a|an)\s*$", gap):
        return False
    if each.kind is QuantityKind.FACTOR and each.text.lower() in _FACTOR_VERBS:
        return each.span.stop <= low and len(others) <= VERB_WORDS and not ends_sentence
    return (share or same) and len(others) <= slack


_BEGINS = re.compile(r"(?i)\b(?:with|and|while|but|are|is|was|were|now|whereas)\b")
_FACTOR_VERBS = frozenset({"halved", "doubled", "tripled", "quadrupled", "trebled", "halving", "doubling", "tripling"})


def _disagrees(text: str, each: Quantity, change: Quantity) -> Iterator[Contradiction]:
    base = change.baseline
    if base is None or not base.magnitude or not change.magnitude or change.kind is not base.kind:
        return
    before, after = base.magnitude, change.magnitude
    behind = text[each.span.stop : each.span.stop + 24]
    pair = f"from {base.text} to {change.text}"
    if each.kind is QuantityKind.PERCENT:
        allowed = [abs(after - before) / before * ALL]
        if _FASTER.match(behind):
            allowed.append(abs(before - after) / after * ALL)
        if _REMAINS.match(behind) or re.search(
            r"(?i)\bto\s+(?:about\s+)?$", text[max(0, each.span.start - 10) : each.span.start]
        ):
            allowed = [after / before * ALL]
        off = max(ABOUT_POINTS if each.approximate else POINTS, each.precision / 2)
        if all(abs(each.value - value) > off for value in allowed):
            yield Contradiction("percentage", each.span, f"{pair} is {allowed[0]:.0f} percent, not {each.text}")
    elif each.kind is QuantityKind.FACTOR:
        ratio = max(before, after) / min(before, after)
        value = 1 / each.value if each.value < 1 else each.value
        if abs(value - ratio) > max(
            FACTOR_SHARE * ratio, each.precision / 2 if each.precision < 1 else 0.5 * (value > ROUNDED_ABOVE)
        ):
            yield Contradiction("factor", each.span, f"{pair} is a factor of {ratio:.1f}, not {each.text}")
    elif abs(abs(after - before) - each.magnitude) > max(
        0.6 * each.precision * each.size, 0.6 * change.precision * change.size, 0.05 * each.magnitude * each.approximate
    ):
        difference = abs(after - before) / each.size
        yield Contradiction("difference", each.span, f"{pair} is a difference of {difference:g}, not {each.text}")
