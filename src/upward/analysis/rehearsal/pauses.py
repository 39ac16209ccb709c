"""Speech and pauses, from how likely there is speech in each 32 ms."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from upward.analysis.rehearsal.loudness import FRAME
from upward.model.speech import RATE

FRAME_SECONDS = FRAME / RATE
# Speech begins at the first probability and goes on down to the second, as Silero's own segmentation has it.
_ON, _OFF = 0.5, 0.35
# A gap shorter than this is a stop consonant, in seconds.
_STOP_GAP = 0.1
# An island of speech that is shorter and further below the level of the speech is a breath or a click
# (seconds, decibels; measured on takes with breaths: docs/evaluation/rehearsal.md).
_ISLAND, _BELOW = 0.5, 10.0
# In seconds: from these on a break is a pause, and a long one.
PAUSE, LONG_PAUSE = 0.5, 1.0
# At its edges a frame counts as speech only if it is within so many decibels of the segment's loudest frame, and so
# many above the noise: the detector holds on for up to 0.2 s after the last word.
_EDGE_BELOW, _EDGE_ABOVE = 30.0, 4.0
# The first and the last word of a take fade below that: there frames belong to the telling that are within so many
# decibels of the segment's loudest and so many above the noise, so many frames at most (docs/evaluation/rehearsal.md).
_FADE_BELOW, _FADE_ABOVE, _FADE = 36.0, 2.0, 8


class Stretch(NamedTuple):
    """A stretch of time in seconds."""

    start: float
    stop: float

    @property
    def duration(self) -> float:
        """How long it is."""
        return self.stop - self.start


class Delivery(NamedTuple):
    """What voice activity tells: stretches of speech, and the pauses of at least half a second between them."""

    speech: tuple[Stretch, ...]
    pauses: tuple[Stretch, ...]

    @property
    def latency(self) -> float:
        """The time before the first word, in seconds."""
        return self.speech[0].start if self.speech else 0.0

    @property
    def spoken(self) -> float:
        """The seconds of speech, pauses of at least half a second left out."""
        if not self.speech:
            return 0.0
        return self.speech[-1].stop - self.speech[0].start - sum(pause.duration for pause in self.pauses)


def find_pauses(probabilities: Sequence[float], levels: Sequence[float]) -> Delivery:
    """Give speech and pauses; both sequences hold a value for each 32 ms, the levels in decibels."""
    segments = _without_islands(_joined(_segments(probabilities)), levels)
    quiet = sorted(levels)[len(levels) // 10] if levels else 0.0
    edged = [
        _trimmed(segment, levels, quiet, starts=number == 0, ends=number == len(segments) - 1)
        for number, segment in enumerate(segments)
    ]
    speech = tuple(Stretch(start * FRAME_SECONDS, stop * FRAME_SECONDS) for start, stop in edged)
    gaps = (Stretch(one.stop, other.start) for one, other in pairwise(speech))
    return Delivery(speech, tuple(gap for gap in gaps if gap.duration >= PAUSE))


def _segments(probabilities: Sequence[float]) -> list[tuple[int, int]]:
    found, start = [], -1
    for number, value in enumerate(probabilities):
        if start < 0 and value >= _ON:
            start = number
        elif start >= 0 and value < _OFF:
            found.append((start, number))
            start = -1
    if start >= 0:
        found.append((start, len(probabilities)))
    return found


def _joined(segments: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, stop in segments:
        if joined and (start - joined[-1][1]) * FRAME_SECONDS < _STOP_GAP:
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((start, stop))
    return joined


def _without_islands(segments: Sequence[tuple[int, int]], levels: Sequence[float]) -> list[tuple[int, int]]:
    """Leave out short stretches far below the level of the speech."""
    loud = sorted(level for start, stop in segments for level in levels[start:stop])
    usual = loud[len(loud) * 3 // 4] if loud else 0.0
    return [
        (start, stop)
        for start, stop in segments
        if (stop - start) * FRAME_SECONDS >= _ISLAND or max(levels[start:stop], default=usual) >= usual - _BELOW
    ]


def _trimmed(
    segment: tuple[int, int], levels: Sequence[float], quiet: float, *, starts: bool, ends: bool
) -> tuple[int, int]:
    """Cut frames off the edges that are no speech by their level; the ends of the take go on as far as a word fades."""
    start, stop = segment
    loudest = max(levels[start:stop], default=0.0)
    least, faint = (
        max(quiet + above, loudest - below) for above, below in ((_EDGE_ABOVE, _EDGE_BELOW), (_FADE_ABOVE, _FADE_BELOW))
    )
    while stop - start > 1 and levels[stop - 1] < (faint if ends else least):
        stop -= 1
    while stop - start > 1 and levels[start] < (faint if starts else least):
        start += 1
    if starts:
        start -= _fading(levels[start - 1 :: -1] if start else (), faint)
    if ends:
        stop += _fading(levels[stop:], faint)
    return start, stop


def _fading(levels: Sequence[float], least: float) -> int:
    """Count the frames, at most a few, that go on at this level."""
    return sum(1 for _ in takewhile(lambda level: level >= least, levels[:_FADE]))
