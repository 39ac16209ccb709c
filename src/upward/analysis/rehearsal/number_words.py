"""Numbers as they are spoken: figures to words ("99.8" is "ninety nine point eight"), and words heard to figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from upward.model.speech import SpokenWord

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = ((1_000_000_000, "billion"), (1_000_000, "million"), (1000, "thousand"), (100, "hundred"))
_VALUES = {word: number for number, word in enumerate(_UNITS)} | {
    word: 10 * number for number, word in enumerate(_TENS) if number > 1
}
_FACTORS = {word: factor for factor, word in _SCALES}
NUMBER_WORDS = frozenset({*_VALUES, *_FACTORS, "point", "oh"})
# More digits are read as a number of an account, not as an amount.
_MAX_DIGITS = 12
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_TWENTY, _HUNDRED, _THOUSAND = 20, 100, 1000


def number_in_words(figure: str) -> list[str]:
    """Give a figure such as "2,100" or "99.77" as the words it is read as; empty where it is none, or too long."""
    if not _FIGURE.fullmatch(figure):
        return []
    whole, _, digits = figure.replace(",", "").partition(".")
    if len(whole) > _MAX_DIGITS:
        return []
    tail = ["point", *(_UNITS[int(digit)] for digit in digits)] if digits else []
    return [*_whole(int(whole)), *tail]


def _whole(number: int) -> list[str]:
    if number < _TWENTY:
        return [_UNITS[number]]
    if number < _HUNDRED:
        return [_TENS[number // 10], *([_UNITS[number % 10]] if number % 10 else [])]
    factor, word = next(scale for scale in _SCALES if number >= scale[0])
    rest = number % factor
    return [*_whole(number // factor), word, *(_whole(rest) if rest else [])]


def with_figures(words: Sequence[SpokenWord]) -> list[SpokenWord]:
    """Give the words with each run of number words as one figure: "two", "thousand", "one", "hundred" is "2100".

    A recogniser that writes numbers as words takes no comma for granted: a run that is not a single number ("twenty
    twenty four") becomes several figures.
    """
    found: list[SpokenWord] = []
    place = 0
    while place < len(words):
        figure, stop = _read(words, place)
        if figure:
            run = words[place:stop]
            found.append(SpokenWord(figure, run[0].start, run[-1].stop, min(word.certainty for word in run)))
        else:
            found.append(words[place])
            stop = place + 1
        place = stop
    return found


def _read(words: Sequence[SpokenWord], place: int) -> tuple[str, int]:
    """Give the figure that begins at a word, and the word behind it; an empty one where there is none."""
    total, group, stop = 0, -1, place
    for number in range(place, len(words)):
        word = words[number].text.lower()
        if word in _VALUES:
            if not _joins(group, _VALUES[word]):
                break
            group = max(group, 0) + _VALUES[word]
        elif word in _FACTORS and (group > 0 or word == "hundred") and group != 0:
            if word == "hundred" and not 0 < group < _TWENTY * 5:
                break
            if word != "hundred":
                total, group = total + group * _FACTORS[word], 0
            else:
                group *= _HUNDRED
        elif not (word == "and" and group >= _HUNDRED and _next_value(words, number)):
            break
        if word != "and":
            stop = number + 1
    if stop == place:
        return "", place
    digits = "".join(_digits(words, stop))
    whole = str(total + max(group, 0))
    return (f"{whole}.{digits}", stop + 1 + len(digits)) if digits else (whole, stop)


def _joins(group: int, value: int) -> bool:
    """Whether a value goes on with the number so far: "twenty" with "four", "hundred" with any below it."""
    if group < 0:
        return True
    if group % _HUNDRED == 0:
        return value > 0
    return value < 10 and value > 0 and group % _HUNDRED >= _TWENTY and group % 10 == 0  # noqa: PLR2004 - a digit


def _next_value(words: Sequence[SpokenWord], number: int) -> bool:
    return number + 1 < len(words) and words[number + 1].text.lower() in _VALUES


def _digits(words: Sequence[SpokenWord], place: int) -> Iterator[str]:
    """Yield the digits behind a "point"."""
    if place < len(words) and words[place].text.lower() == "point":
        for word in words[place + 1 :]:
            value = 0 if word.text.lower() == "oh" else _VALUES.get(word.text.lower(), _TWENTY)
            if value >= 10:  # noqa: PLR2004 - a digit
                return
            yield str(value)
