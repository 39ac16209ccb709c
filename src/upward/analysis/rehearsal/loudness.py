"""Whether a recording can be analysed at all: silence, clipping and noise are refused rather than guessed at."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from operator import mul
from typing import NamedTuple

# Samples in a frame: 32 ms at 16 kHz, the window of the voice detector.
FRAME = 512
_FULL = 32_768
# In decibels below full scale: a microphone that is on gives more than the first; digital silence is put at the second.
SILENT, _NOTHING = -50.0, -96.0
# In decibels of speech above noise: below it, pauses and words are no longer found reliably
# (docs/evaluation/rehearsal.md).
MIN_SNR = 15.0
# Share of samples at full scale from which speech is distorted.
MAX_CLIPPED = 0.002
_AT_FULL = 32_700
_LOUD, _QUIET = 0.95, 0.1
# Frames within so many decibels of the loud ones are speech; their mean power is its level.
_RANGE = 20.0


class Loudness(NamedTuple):
    """A recording's levels in decibels below full scale, and the share of its samples that are clipped."""

    speech: float
    noise: float
    clipped: float

    @property
    def snr(self) -> float:
        """How far speech is above noise, in decibels."""
        return self.speech - self.noise


def frame_levels(samples: array[int]) -> list[float]:
    """Give the level of each frame in decibels below full scale."""
    levels = []
    for start in range(0, len(samples) - FRAME + 1, FRAME):
        frame = samples[start : start + FRAME]
        power = sum(map(mul, frame, frame)) / FRAME / _FULL**2
        levels.append(10 * math.log10(power) if power > 0 else _NOTHING)
    return levels


def measure_loudness(samples: array[int], levels: Sequence[float]) -> Loudness:
    """Measure a recording: speech is the mean power of the louder frames, noise the level of the quietest tenth."""
    ordered = sorted(levels)
    if not ordered:
        return Loudness(_NOTHING, _NOTHING, 0.0)
    clipped = sum(1 for value in samples if not -_AT_FULL < value < _AT_FULL) / max(1, len(samples))
    loud = ordered[int(_LOUD * (len(ordered) - 1))]
    noise = ordered[int(_QUIET * (len(ordered) - 1))]
    powers = [10 ** (level / 10) for level in ordered if level > max(loud - _RANGE, noise + 3)] or [10 ** (loud / 10)]
    return Loudness(10 * math.log10(sum(powers) / len(powers)), noise, clipped)


def refusal(loudness: Loudness) -> str:
    """Give why a recording is not analysed, and what to do; empty if it can be."""
    if loudness.speech < SILENT:
        return (
            f"The recording is silent ({loudness.speech:.0f} dB below full scale): choose another microphone, or raise "
            "its level, and check it with a short take."
        )
    if loudness.clipped > MAX_CLIPPED:
        return (
            f"The recording is clipped ({loudness.clipped:.1%} of its samples at full scale): lower the microphone's "
            "level and record again."
        )
    if loudness.snr < MIN_SNR:
        return (
            f"The recording is too noisy: speech is {loudness.snr:.0f} dB above noise, {MIN_SNR:.0f} are needed. Go "
            "nearer to the microphone, or to a quieter room."
        )
    return ""
