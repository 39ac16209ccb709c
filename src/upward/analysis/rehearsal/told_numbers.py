"""The story's numbers as they were told: correct, wrong, missed, or unsure where only an engine heard them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from upward.analysis.rehearsal.alignment import Alignment, StorySentence
from upward.analysis.rehearsal.recall import is_amount, read_amount
from upward.model.quantity import Quantity
from upward.model.record import Record
from upward.model.speech import SpokenWord
from upward.text.quantities import quantities

# Words around the place of a number in which the number said is looked for.
_AROUND = 5


class ToldNumber(NamedTuple):
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


def told_numbers(story: Record, alignment: Alignment, words: Sequence[SpokenWord], *, exact: bool) -> list[ToldNumber]:
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
                judged = _judge(amount, alignment, heard, words, exact=exact)
                found.append(_number(str(metric.get("id", "")), aspect, written, judged, words))
    return found


def _number(
    metric: str, aspect: str, written: str, judged: tuple[str, _Heard | None], words: Sequence[SpokenWord]
) -> ToldNumber:
    verdict, heard = judged
    said = " ".join(word.text for word in words[heard.first : heard.last + 1]).strip(" .,;:") if heard else ""
    at = words[heard.first].start if heard else None
    ask = ""
    if verdict == "unsure":
        ask = f"heard {said}, written {written}: which?" if said else f"{written} was not heard: did you say it?"
    return ToldNumber(metric, aspect, written, verdict, said, at, ask)


def _judge(
    wanted: Quantity, alignment: Alignment, heard: Sequence[_Heard], words: Sequence[SpokenWord], *, exact: bool
) -> tuple[str, _Heard | None]:
    places = [number for number, sentence in enumerate(alignment.sentences) if _holds(sentence, wanted)]
    same = [item for item in heard if is_amount(item.amount, wanted)]
    if not places:
        # The story's text does not tell it: anywhere will do, and leaving it out is no fault of the telling.
        return ("correct", same[0]) if same else ("missed", None)
    said = [number for number in places if alignment.was_said(number)]
    for number in said:
        window = _window(alignment, number, len(words))
        inside = [item for item in heard if window[0] <= item.first <= window[1]]
        match = next((item for item in inside if is_amount(item.amount, wanted)), None)
        if match:
            return "correct", match
    for number in said:
        window = _window(alignment, number, len(words))
        strange = _unexplained(alignment.sentences[number], heard, window)
        if strange:
            return ("wrong" if exact else "unsure"), strange[0]
    if said:
        # The sentence was told without it: an engine may have dropped it.
        return ("missed" if exact else "unsure"), None
    if same:
        # Told freely: the right number stands somewhere.
        return "correct", same[0]
    return "missed", None


def _holds(sentence: StorySentence, wanted: Quantity) -> bool:
    return any(is_amount(amount, wanted) for amount in quantities(sentence.text) if amount.is_number)


def _window(alignment: Alignment, sentence: int, count: int) -> tuple[int, int]:
    """Give the first and last word heard that belong to a sentence, with some around them."""
    first = alignment.starts()[sentence]
    numbers = range(first, first + len(alignment.sentences[sentence].tokens))
    found = [alignment.pairs[number] for number in numbers if number in alignment.pairs]
    if not found:
        return (0, -1)
    return max(0, min(found) - _AROUND), min(count - 1, max(found) + _AROUND)


def _unexplained(sentence: StorySentence, heard: Sequence[_Heard], window: tuple[int, int]) -> list[_Heard]:
    """Give the numbers heard in a window that are none of the sentence's others."""
    written = [amount for amount in quantities(sentence.text) if amount.is_number]
    return [
        item
        for item in heard
        if window[0] <= item.first <= window[1] and not any(is_amount(item.amount, amount) for amount in written)
    ]


def _heard_numbers(words: Sequence[SpokenWord]) -> Iterator[_Heard]:
    """Give the numbers in what was heard, with the words they are made of."""
    text, starts = "", []
    for word in words:
        starts.append(len(text))
        text += word.text + " "
    for amount in quantities(text):
        if amount.is_number:
            inside = [
                n
                for n, start in enumerate(starts)
                if start < amount.span.stop and start + len(words[n].text) > amount.span.start
            ]
            if inside:
                yield _Heard(amount, inside[0], inside[-1])
