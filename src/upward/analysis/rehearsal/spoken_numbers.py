"""The story's numbers as they were told: correct, wrong, missed, or unsure where only an engine heard them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from upward.analysis.rehearsal.alignment import Alignment, tokens_of
from upward.analysis.rehearsal.recall import is_amount, read_amount, spoken_decimals
from upward.model.quantity import Quantity
from upward.model.record import Record
from upward.model.speech import SpokenWord
from upward.text.quantities import quantities

_TENS = re.compile(r"([2-9]0) ([1-9])([.,;:]?)")
_TEENS = range(13, 20)
_FIGURE = re.compile(r"\d+\.\d+[.,;:]?")


class SpokenNumber(NamedTuple):
    """A value of a metric, or its baseline: what was heard in its place, from when to when (seconds), and the verdict.

    `correct`, `wrong`, `missed`, or `unsure`: then `ask` holds the question to the person. `second` is what a second
    engine heard there, if it heard another number.
    """

    metric: str
    aspect: str
    written: str
    verdict: str
    heard: str
    at: float | None
    ask: str = ""
    until: float | None = None
    second: str = ""


class Hearing(NamedTuple):
    """A telling as one engine heard it: its words, and how they are aligned to the story."""

    alignment: Alignment
    words: Sequence[SpokenWord]


class _Heard(NamedTuple):
    """A number heard, as it was said, when, and the first and last word it is made of."""

    amount: Quantity
    first: int
    last: int
    said: str
    at: float
    until: float


class _Ears(NamedTuple):
    """A hearing with its numbers."""

    alignment: Alignment
    numbers: Sequence[_Heard]


class _Place(NamedTuple):
    """A place of the story where a number stands, as it was told: the number heard there, and whether it is the one."""

    is_said: bool
    heard: _Heard | None
    right: bool


class _Verdict(NamedTuple):
    """What is said of a number, and what it rests on."""

    verdict: str
    heard: _Heard | None = None
    second: _Heard | None = None


def judge_spoken_numbers(
    story: Record,
    alignment: Alignment,
    words: Sequence[SpokenWord],
    *,
    exact: bool,
    second: Hearing | None = None,
) -> list[SpokenNumber]:
    """Judge the numbers of a story's metrics.

    `exact` says that the words are what was said. Else a number that differs is asked about, since engines mishear one
    number in six; it is called wrong only where a `second` engine heard the same one. What the first engine dropped is
    taken from the second.
    """
    ears = _Ears(alignment, list(_heard_numbers(words)))
    others = _Ears(second.alignment, list(_heard_numbers(second.words))) if second else None
    found = []
    for metric in story.mappings("metrics"):
        for aspect in ("value", "baseline"):
            written, unit = str(metric.get(aspect, "")), str(metric.get("unit", ""))
            amount = read_amount(written, unit) if written else None
            # A baseline of 0 is never said: every new thing begins there.
            if amount is not None and (aspect == "value" or amount.value):
                judged = _judge(amount, ears, others, exact=exact)
                found.append(_number(str(metric.get("id", "")), aspect, written, judged))
    return found


def _number(metric: str, aspect: str, written: str, judged: _Verdict) -> SpokenNumber:
    verdict, heard, second = judged
    said = heard.said if heard else ""
    ask = ""
    if verdict == "unsure":
        more = f" (the second engine: {second.said})" if second and second.said != said else ""
        ask = f"heard {said}{more}, written {written}: which?" if said else f"{written} was not heard: did you say it?"
    at, until = (heard.at, heard.until) if heard else (None, None)
    return SpokenNumber(metric, aspect, written, verdict, said, at, ask, until, second.said if second else "")


def _judge(wanted: Quantity, ears: _Ears, others: _Ears | None, *, exact: bool) -> _Verdict:
    places = _places(ears.alignment, wanted)
    same = next((item for item in ears.numbers if is_amount(item.amount, wanted)), None)
    if not places:
        # The story's text does not tell it: anywhere will do.
        return _Verdict("correct", same) if same else _Verdict("missed" if exact else "unsure")
    first = [_heard_at(ears, place, wanted) for place in places]
    again = (
        [_heard_at(others, place, wanted) for place in places]
        if others
        else [_Place(is_said=False, heard=None, right=False)] * len(places)
    )
    # Where the story says it twice, both count: once right and once wrong is not known.
    for place, one, other in zip(places, first, again, strict=True):
        differing = (
            one if one.heard and not one.right else other if other.heard and not (one.heard or other.right) else None
        )
        if differing:
            sure = exact or _agree(one, other, wanted, ears.alignment.sentences[place[0]].text)
            return _Verdict("wrong" if sure else "unsure", differing.heard, other.heard if one.heard else None)
    right = next((place for pair in zip(first, again, strict=True) for place in pair if place.right), None)
    if right:
        return _Verdict("correct", right.heard)
    is_said = any(place.is_said for place in (*first, *again))
    misheard = not exact and any(ears.alignment.was_misheard(number) for number, _, _ in places)
    if is_said or misheard:
        # The sentence was told without it: an engine may have dropped it, or not understood the sentence.
        return _Verdict("missed" if exact else "unsure")
    # Told freely, or left out.
    return _Verdict("correct", same) if same else _Verdict("missed")


def _agree(one: _Place, other: _Place, wanted: Quantity, sentence: str) -> bool:
    """Whether two engines heard the same number, and one that is not easily heard for the one meant."""
    if one.heard is None or other.heard is None or not is_amount(one.heard.amount, other.heard.amount):
        return False
    heard = one.heard.amount
    beside = any(is_amount(heard, each) for each in quantities(sentence) if each.is_number)
    return not beside and not _is_confusable(heard.value, wanted.value)


def _is_confusable(one: float, other: float) -> bool:
    """Whether a number is often heard for another: fifteen for fifty, or a beginning of it ("4" for 4.2)."""
    less, more = sorted((one, other))
    if less in _TEENS and more == 10 * (less - 10):
        return True
    digits = sorted((f"{value:.10g}".replace(".", "") for value in (one, other)), key=len)
    return digits[1].startswith(digits[0])


def _heard_at(ears: _Ears, place: tuple[int, int, int], wanted: Quantity) -> _Place:
    """Give what was heard in a place, the number meant before any other."""
    sentence, first, last = place
    if not ears.alignment.was_said(sentence):
        return _Place(is_said=False, heard=None, right=False)
    gap = ears.alignment.gap(first, last)
    inside = [item for item in ears.numbers if _is_between(item, gap)]
    match = next((item for item in inside if is_amount(item.amount, wanted)), None)
    return _Place(is_said=True, heard=match or next(iter(inside), None), right=match is not None)


def _places(alignment: Alignment, wanted: Quantity) -> list[tuple[int, int, int]]:
    """Give the sentence, and the first and last word of the story, of each place where a number stands.

    Where the same figure stands, an amount that is only about as much ("2 days", "40 hours") is no place of it.
    """
    found: list[tuple[int, int, int]] = []
    places: list[tuple[int, int, int]] = []
    for number, (first, sentence) in enumerate(zip(alignment.starts(), alignment.sentences, strict=True)):
        for amount in quantities(sentence.text):
            if amount.is_number and is_amount(amount, wanted):
                start = first + len(tokens_of(sentence.text[: amount.span.start]))
                place = (number, start, start + len(tokens_of(amount.text)) - 1)
                (found if amount.value == wanted.value else places).append(place)
    return found or places


def _is_between(item: _Heard, gap: tuple[int, int]) -> bool:
    return gap[0] < item.first < gap[1]


def _heard_numbers(words: Sequence[SpokenWord]) -> Iterator[_Heard]:
    """Give the numbers in what was heard, with the words they are made of."""
    text, starts = "", list[tuple[int, int]]()
    for piece, first, last in _joined(words):
        starts += [(len(text), number) for number in range(first, last + 1)]
        text += piece + " "
    for amount in quantities(text):
        if amount.is_number:
            stops = [start for start, _ in starts[1:]] + [len(text)]
            inside = [
                number
                for (start, number), stop in zip(starts, stops, strict=True)
                if start < amount.span.stop and max(stop, start + 1) > amount.span.start
            ]
            if inside:
                run = words[inside[0] : inside[-1] + 1]
                said = " ".join(word.text for word in run).strip(" .,;:")
                yield _Heard(amount, inside[0], inside[-1], said, run[0].start, run[-1].stop)


def _joined(words: Sequence[SpokenWord]) -> Iterator[tuple[str, int, int]]:
    """Give the words, those that recognisers take apart put together: "90 4" is 94, "one-point eight" is 1.8."""
    number = 0
    while number < len(words):
        for size in (4, 3, 2):
            together = " ".join(word.text for word in words[number : number + size])
            tens = _TENS.fullmatch(together)
            decimal = spoken_decimals(together.replace("-", " "))
            if tens or (_FIGURE.fullmatch(decimal) and len(words[number : number + size]) == size):
                joined = f"{int(tens[1]) + int(tens[2])}{tens[3]}" if tens else decimal
                yield joined, number, number + size - 1
                number += size
                break
        else:
            yield words[number].text, number, number
            number += 1
