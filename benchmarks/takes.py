"""Takes made from text and a seed by the synthesizers of the machine (flite, espeak-ng), with exact truth.

Each sentence is spoken by itself, its silence cut off, and put after a gap of known length: so it is known to ten
milliseconds when each begins and ends. Noise, breaths and clicks are added by the seed.
"""

from __future__ import annotations

import random
import subprocess
import tempfile
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from upward.model.speech import RATE, Sound
from upward.store.audio.decoding import read_sound

VOICES = ("slt", "rms", "awb", "espeak")
_QUIET = 200


class Take(NamedTuple):
    """A take: its sound, the (start, stop) of each sentence and the gaps between them, in seconds."""

    sound: Sound
    sentences: list[tuple[float, float]]
    gaps: list[tuple[float, float]]


def spoken(text: str, voice: str) -> array[int]:
    """Give a sentence as samples, without the silence around it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        if voice == "espeak":
            subprocess.run(["espeak-ng", "-v", "en-us", "-w", str(path), "--stdin"], input=text.encode(), check=True)
        else:
            subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(path)], check=True, capture_output=True)
        samples = read_sound(path).samples
    loud = [number for number, value in enumerate(samples) if abs(value) > _QUIET]
    return samples[loud[0] : loud[-1] + 1] if loud else samples


def make(
    sentences: Sequence[str], gaps: Sequence[float], voice: str, seed: int, snr: float = 60.0, *, breaths: bool = False
) -> Take:
    """Make a take; `gaps` are the seconds before each sentence and after the last. `snr` is in decibels."""
    chance = random.Random(seed)
    samples: array[int] = array("h")
    places, silences = [], []
    for text, gap in zip([*sentences, ""], gaps, strict=True):
        silent = array("h", bytes(2 * round(gap * RATE)))
        if breaths and gap > 0.9:
            _breath(silent, chance)
        begun = len(samples)
        samples.extend(silent)
        if text:
            start = len(samples)
            samples.extend(spoken(text, voice))
            places.append((start / RATE, len(samples) / RATE))
            if begun:
                silences.append((begun / RATE, start / RATE))
    return Take(Sound(noisy(samples, places, snr, chance)), places, silences)


def _breath(silent: array[int], chance: random.Random) -> None:
    """Put a breath (soft noise of 0.3 s) and a click in the midst of a gap."""
    middle = len(silent) // 2
    for number in range(int(0.3 * RATE)):
        silent[middle - 2400 + number] = int(chance.gauss(0, 350))
    for number in range(60):
        silent[middle + 4000 + number] = int(chance.gauss(0, 6000))


def noisy(samples: array[int], places: Sequence[tuple[float, float]], snr: float, chance: random.Random) -> array[int]:
    """Add noise so that the speech is so many decibels above it."""
    spoken_samples = [samples[int(start * RATE) : int(stop * RATE)] for start, stop in places]
    power = sum(value * value for part in spoken_samples for value in part) / max(1, sum(map(len, spoken_samples)))
    sigma = (power / 10 ** (snr / 10)) ** 0.5
    # One second of noise, shifted about: drawing each sample would take longer than all the rest.
    noise = [int(chance.gauss(0, sigma)) for _ in range(RATE * 2 + 17)]
    size = len(noise)
    return array("h", [max(-32768, min(32767, value + noise[number % size])) for number, value in enumerate(samples)])
