"""Speech that the engine gave no words for: known from voice activity, and never taken for something left out."""

from __future__ import annotations

from collections.abc import Sequence

from upward.analysis.rehearsal.pauses import Delivery, Stretch
from upward.model.speech import SpokenWord

# A stretch of speech this long without a word was not understood; shorter ones are word times that are off. In seconds.
_LEAST = 2.0
# How long a word takes, in seconds, at 150 a minute.
_WORD = 0.4
# From this share of unheard speech on, a count of words says nothing about pace.
MAX_SHARE = 0.03


def unheard_speech(words: Sequence[SpokenWord], delivery: Delivery) -> list[Stretch]:
    """Give the stretches of speech, of at least two seconds, in which no word was heard."""
    edges = [0.0, *(edge for word in words for edge in (word.start, word.stop)), float("inf")]
    empty = [
        Stretch(start, stop) for start, stop in zip(edges[::2], edges[1::2], strict=True) if stop - start >= _LEAST
    ]
    found = []
    for gap in empty:
        for speech in delivery.speech:
            both = Stretch(max(gap.start, speech.start), min(gap.stop, speech.stop))
            if both.duration >= _LEAST:
                found.append(both)
    return found


def with_unheard(words: Sequence[SpokenWord], stretches: Sequence[Stretch]) -> list[SpokenWord]:
    """Give the words with empty ones where speech was not understood, as many as would fit."""
    empty = [
        SpokenWord("", stretch.start + number * _WORD, stretch.start + (number + 1) * _WORD, 0.0)
        for stretch in stretches
        for number in range(int(stretch.duration / _WORD))
    ]
    return sorted([*words, *empty], key=lambda word: word.start)
