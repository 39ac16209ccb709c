"""Fillers such as "um": sounds the second engine takes for no word, where the first heard no word of content."""

from __future__ import annotations

from collections.abc import Sequence

from upward.analysis.rehearsal.pauses import Stretch
from upward.model.speech import SpokenWord

# What a guided engine gives for a sound that is not a word it knows.
NO_WORD = "[SPEECH]"
# Shorter ones are the edge of a word, in seconds; sounds nearer to each other than the gap are one.
_LEAST, _GAP = 0.1, 0.06
# How far a word's middle may lie outside of a sound and still be what was said there, in seconds.
_MARGIN = 0.03
# What the first engine writes for a filler, if it writes anything.
_EMPTY = frozenset({"", "um", "uh", "er", "hm", "ah", "oh", "a", "the"})


def find_fillers(sounds: Sequence[SpokenWord], words: Sequence[SpokenWord]) -> list[Stretch]:
    """Give where fillers were said; `sounds` are the second engine's, NO_WORD among them, `words` the first one's."""
    joined: list[Stretch] = []
    for sound in sounds:
        if sound.text != NO_WORD and sound.text not in _EMPTY - {"a", "the"}:
            continue
        if joined and sound.start - joined[-1].stop < _GAP:
            joined[-1] = Stretch(joined[-1].start, sound.stop)
        else:
            joined.append(Stretch(sound.start, sound.stop))
    heard = [(word.start + word.stop) / 2 for word in words if word.text.lower().strip(".,?!-…") not in _EMPTY]
    return [
        each
        for each in joined
        if each.duration >= _LEAST and not any(each.start - _MARGIN < middle < each.stop + _MARGIN for middle in heard)
    ]
