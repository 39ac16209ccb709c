"""What the words of a telling show: pace, "I" and "we", hedges, repeated starts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from upward.model.speech import SpokenWord
from upward.text.words import spoken_words

# Words that weaken what they stand beside. Common English lists of hedges, without those that often carry meaning.
_HEDGES = re.compile(
    r"\b(?:kind of|sort of|i think|i guess|i believe|i suppose|maybe|perhaps|probably|basically|actually|honestly"
    r"|you know|i mean|more or less|a bit|somehow|hopefully)\b",
    re.IGNORECASE,
)
_FILLERS = re.compile(r"\b(?:u+m+|u+h+|er+m*|hm+)\b", re.IGNORECASE)
_I, _WE = re.compile(r"\b(?:I|my|me|mine)\b|\bI['’]", re.ASCII), re.compile(r"\b(?:we|our|us|ours)\b", re.IGNORECASE)
_LETTER = re.compile(r"[a-z]\.")
_PLAIN = re.compile(r"[^\w']+")


class Wording(NamedTuple):
    """Counts of what was said; `fillers` is None where the engine leaves them out."""

    words: int
    i: int
    we: int
    hedges: tuple[tuple[str, int], ...]
    repeats: tuple[str, ...]
    fillers: int | None


def measure_wording(words: Sequence[SpokenWord], *, exact: bool) -> Wording:
    """Count; only an exact transcript has fillers in it."""
    text = " ".join(word.text for word in words)
    hedges = Counter(match.group().lower() for match in _HEDGES.finditer(text))
    return Wording(
        words=spoken_words(_FILLERS.sub("", text)),
        i=len(_I.findall(text)),
        we=len(_WE.findall(text)),
        hedges=tuple(hedges.most_common()),
        repeats=tuple(_repeats(words)),
        fillers=len(_FILLERS.findall(text)) if exact else None,
    )


def _repeats(words: Sequence[SpokenWord]) -> list[str]:
    """Give words said twice in a row ("the the"); figures may stand twice."""
    plain = [_PLAIN.sub("", word.text).lower() for word in words]
    return [
        one
        for one, other in pairwise(plain)
        if one and one == other and one.isalpha() and one not in {"very", "that", "had"}
    ]


def count_spoken(words: Sequence[SpokenWord]) -> int:
    """Count words of a recogniser that writes letters apart: "m. v. p." is one word, a filler is none."""
    letters = [bool(_LETTER.fullmatch(word.text)) for word in words]
    runs = sum(one and other for one, other in pairwise(letters))
    return sum(word.text[:1].isalpha() and not _FILLERS.fullmatch(word.text) for word in words) - runs
