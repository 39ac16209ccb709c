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
_FIGURE = re.compile(r"\d+\.\d+[.,;:]?")


class SpokenNumber(NamedTuple):
    """A value of a metric, or its baseline: what was heard in its place and when (seconds), and the verdict on it.

    `correct`, `wrong`, `missed`, or `unsure`: then `ask` holds the question to the person.
    """

    metric: str
    aspect: str
    written: str
    verdict: str
    heard: str
    at: float | None
    ask: str = ""


class _Heard(NamedTuple):
    """A number heard, and the first and last word it is made of."""

    amount: Quantity
    first: int
    last: int


def judge_spoken_numbers(
    story: Record, alignment: Alignment, words: Sequence[SpokenWord], *, exact: bool
) -> list[SpokenNumber]:
    """Judge the numbers of a story's metrics.

    `exact` says that the words are what was said. Else a number that differs is never called wrong, since engines
    mishear one number in six: it is asked.
    """
    heard = list(_heard_numbers(words))
    found = []
    for metric in story.mappings("metrics"):
        for aspect in ("value", "baseline"):
            written, unit = str(metric.get(aspect, "")), str(metric.get("unit", ""))
            amount = read_amount(written, unit) if written else None
            if amount is not None:
                judged = _judge(amount, alignment, heard, exact=exact)
                found.append(_number(str(metric.get("id", "")), aspect, written, judged, words))
    return found


def _number(
    metric: str, aspect: str, written: str, judged: tuple[str, _Heard | None], words: Sequence[SpokenWord]
) -> SpokenNumber:
    verdict, heard = judged
    said = " ".join(word.text for word in words[heard.first : heard.last + 1]).strip(" .,;:") if heard else ""
    at = words[heard.first].start if heard else None
    ask = ""
    if verdict == "unsure":
        ask = f"heard {said}, written {written}: which?" if said else f"{written} was not heard: did you say it?"
    return SpokenNumber(metric, aspect, written, verdict, said, at, ask)


def _judge(
    wanted: Quantity, alignment: Alignment, heard: Sequence[_Heard], *, exact: bool
) -> tuple[str, _Heard | None]:
    places = list(_places(alignment, wanted))
    same = [item for item in heard if is_amount(item.amount, wanted)]
    if not places:
        # The story's text does not tell it: anywhere will do.
        return ("correct", same[0]) if same else ("missed", None)
    said = [(first, last) for number, first, last in places if alignment.was_said(number)]
    gaps = [alignment.gap(*place) for place in said]
    inside = [[item for item in heard if _is_between(item, gap)] for gap in gaps]
    matches = [next((item for item in items if is_amount(item.amount, wanted)), None) for items in inside]
    # Where the story says it twice, both count: once right and once wrong is not known.
    others = [items[0] for items, match in zip(inside, matches, strict=True) if items and match is None]
    if others:
        return ("wrong" if exact else "unsure"), others[0]
    right = next((match for match in matches if match), None)
    if right:
        return "correct", right
    misheard = not exact and any(alignment.was_misheard(number) for number, _, _ in places)
    if said or misheard:
        # The sentence was told without it: an engine may have dropped it, or not understood the sentence.
        return ("missed" if exact else "unsure"), None
    # Told freely, or left out.
    return ("correct", same[0]) if same else ("missed", None)


def _places(alignment: Alignment, wanted: Quantity) -> Iterator[tuple[int, int, int]]:
    """Give the sentence, and the first and last word of the story, of each place where a number stands."""
    for number, (first, sentence) in enumerate(zip(alignment.starts(), alignment.sentences, strict=True)):
        for amount in quantities(sentence.text):
            if amount.is_number and is_amount(amount, wanted):
                start = first + len(tokens_of(sentence.text[: amount.span.start]))
                yield number, start, start + len(tokens_of(amount.text)) - 1


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
                yield _Heard(amount, inside[0], inside[-1])


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
