"""The story's numbers as they were told: correct, wrong, missed, or unsure where only an engine heard them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from upward.analysis.rehearsal.alignment import Alignment, tokens_of
from upward.analysis.rehearsal.recall import is_amount, read_amount
from upward.model.quantity import Quantity
from upward.model.record import Record
from upward.model.speech import SpokenWord
from upward.text.quantities import quantities


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
    places = list(_places(alignment, wanted))
    same = [item for item in heard if is_amount(item.amount, wanted)]
    if not places:
        # The story's text does not tell it: anywhere will do.
        return ("correct", same[0]) if same else ("missed", None)
    said = [(first, last) for number, first, last in places if alignment.was_said(number)]
    gaps = [_gap(alignment, place, len(words)) for place in said]
    inside = [[item for item in heard if _is_between(item, gap)] for gap in gaps]
    matches = [next((item for item in items if is_amount(item.amount, wanted)), None) for items in inside]
    # Where the story says it twice, both count: once right and once wrong is not known by heart.
    others = [items[0] for items, match in zip(inside, matches, strict=True) if items and match is None]
    if others:
        return ("wrong" if exact else "unsure"), others[0]
    right = next((match for match in matches if match), None)
    if right:
        return "correct", right
    if said:
        # The sentence was told without it: an engine may have dropped it.
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


def _gap(alignment: Alignment, place: tuple[int, int], count: int) -> tuple[int, int]:
    """Give the words heard between the nearest aligned ones around a place: where its number was said, if it was."""
    first, last = place
    before = max((word for token, word in alignment.pairs.items() if token < first), default=-1)
    after = min((word for token, word in alignment.pairs.items() if token > last), default=count)
    return before, after


def _is_between(item: _Heard, gap: tuple[int, int]) -> bool:
    return gap[0] < item.first < gap[1]


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
