"""What a telling is expected to sound like, for a recogniser led by the story: its sentences with other numbers.

The written numbers are replaced by numbers drawn by chance: a recogniser that knew the right one would hear it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from itertools import pairwise

from upward.analysis.rehearsal.alignment import StorySentence
from upward.analysis.rehearsal.number_words import NUMBER_WORDS, number_in_words

# How often each sentence stands in the text that the model is made of, each time with other numbers.
COPIES = 60
# What may be said anywhere.
ANYWHERE = (*sorted(NUMBER_WORDS), "um", "uh")
_WORD = re.compile(r"(?P<money>[$€£])?(?P<figure>\d[\d,]*(?:\.\d+)?)|[A-Za-z]+(?:'[a-z]+)?|%")
_SIGNS = {"%": "percent", "$": "dollars", "€": "euros", "£": "pounds"}
_SHORT = {
    "k": "thousand",
    "m": "million",
    "h": "hours",
    "x": "times",
    "ms": "milliseconds",
    "s": "seconds",
    "vs": "versus",
}


def expected_phrases(sentences: Sequence[StorySentence], seed: str = "") -> list[list[str]]:
    """Give the words of each sentence many times, with numbers drawn again each time; the same seed gives the same."""
    # Not for secrets: the same seed must give the same phrases.
    chance = random.Random(seed)  # noqa: S311
    texts = [sentence.text.replace("’", "'") for sentence in sentences]
    phrases = [_phrase(text, chance) for _ in range(COPIES) for text in texts]
    # Across the bound of two sentences there is no pause in a recogniser's ears.
    phrases += [_phrase(f"{one} {other}", chance) for one, other in pairwise(texts)]
    return phrases


def _phrase(text: str, chance: random.Random) -> list[str]:
    words: list[str] = []
    money = ""
    for match in _WORD.finditer(text):
        figure = match["figure"]
        if figure:
            words += number_in_words(_drawn(figure, chance))
            money = match["money"] or ""
            continue
        word = match.group().lower()
        behind_figure = match.start() > 0 and text[match.start() - 1].isdigit()
        words.append(_SIGNS.get(word) or (_SHORT.get(word, word) if behind_figure else word))
        if money and word not in {"k", "m", "thousand", "million", "billion"}:
            words.insert(len(words) - 1, _SIGNS[money])
            money = ""
    return [*words, _SIGNS[money]] if money else words


def _drawn(figure: str, chance: random.Random) -> str:
    """Draw another number: as long as the written one, or of one to three digits, with decimals if it has any."""
    whole, _, digits = figure.replace(",", "").partition(".")
    size = chance.choice([len(whole), len(whole), 1, 2, 2, 3])
    drawn = str(chance.randrange(10 ** (size - 1) if size > 1 else 0, 10**size))
    if size > 2 and chance.random() < 0.5:  # noqa: PLR2004 - longer numbers are often round
        drawn = drawn[: 1 + (size > 3)] + "0" * (size - 1 - (size > 3))  # noqa: PLR2004
    if digits and chance.random() < 0.8:  # noqa: PLR2004 - most are said with their decimals
        drawn += "." + "".join(chance.choice("0123456789") for _ in digits)
    return drawn
