"""Whether a number as it was typed or said is the one meant: "11", "eleven", "11 a week" and "11 deploys" are."""

from __future__ import annotations

import re

from upward.model.quantity import Quantity, QuantityKind
from upward.text.quantities import quantities, same_amount

# Kinds whose figure is what counts, whatever is named behind it.
_COUNTED = frozenset({QuantityKind.BARE, QuantityKind.COUNT, QuantityKind.RATIO})


_DIGITS = {word: str(n) for n, word in enumerate("zero one two three four five six seven eight nine".split())}
_DECIMAL = re.compile(
    rf"\b(?P<whole>(?:[a-z]+[ -])?[a-z]+|\d+) point (?P<digits>(?:{'|'.join(_DIGITS)})(?: (?:{'|'.join(_DIGITS)}))*)\b",
    re.IGNORECASE,
)


def is_same_number(said: str, meant: str, unit: str = "") -> bool:
    """Whether an answer gives the value `meant`, in `unit` unless it names another of the same dimension.

    Words that hold no number are compared as they are, apart from case and spaces.
    """
    given, wanted = read_amount(said, unit), read_amount(meant, unit)
    if given is None or wanted is None:
        return " ".join(said.lower().split()) == " ".join(meant.lower().split())
    return is_amount(given, wanted)


def is_amount(given: Quantity, wanted: Quantity) -> bool:
    """Whether one quantity is the other: the same figure if one of them names no unit, else the same amount."""
    if {given.kind, wanted.kind} == {QuantityKind.FACTOR, QuantityKind.COUNT}:
        # "10x" is "10 times".
        return given.value == wanted.value and "time" in {given.noun, wanted.noun, given.unit, wanted.unit}
    if given.kind in _COUNTED or wanted.kind in _COUNTED:
        dimensions = {given.kind, wanted.kind} - _COUNTED
        # "38 %" is no answer where 38 accounts are meant; "38" is one where minutes are.
        if dimensions and QuantityKind.BARE not in {given.kind, wanted.kind}:
            return False
        return given.value == wanted.value
    return same_amount(given, wanted)


def read_amount(text: str, unit: str = "") -> Quantity | None:
    """Give the first number of a text; None where it holds none.

    A number word alone ("eleven") is one here, though not in prose.
    """
    text = spoken_decimals(text)
    found = [item for item in quantities(text) if item.is_number]
    if not found or (found[0].kind is QuantityKind.BARE and unit):
        # With its unit behind it: that makes a number word a quantity, and a bare figure one of that unit.
        found = [item for item in quantities(f"{text.strip()} {unit or 'things'}") if item.is_number] or found
    return found[0] if found else None


def spoken_decimals(text: str) -> str:
    """Give a text with decimals that are said in words as figures: "one point eight" is 1.8."""
    return _DECIMAL.sub(_as_figure, text)


def _as_figure(match: re.Match[str]) -> str:
    """Give "one point eight" as 1.8; what is not a number in front of the point stays as it is."""
    if match["whole"].lower() in _DIGITS:
        whole = _DIGITS[match["whole"].lower()]
    else:
        amount = read_amount(match["whole"], "things")
        if amount is None or amount.value != int(amount.value):
            return match.group()
        whole = str(int(amount.value))
    return f"{whole}.{''.join(_DIGITS[word] for word in match['digits'].lower().split())}"
