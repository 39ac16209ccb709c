"""A voice made of formulas: a train of pulses through the formants of vowels, which a voice detector takes for speech."""

from __future__ import annotations

import math
import random
from array import array

from upward.model.speech import RATE

# The first three formants of five vowels, in hertz (Peterson and Barney, 1952).
VOWELS = [(730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480), (570, 840, 2410)]
BANDS, SHARES = (80, 100, 150), (1.0, 0.6, 0.3)


def speech(seconds: float, seed: int, peak: int = 12_000) -> array[int]:
    """Give so many seconds of syllables."""
    chance = random.Random(seed)
    whole, made, phase, pitch = int(seconds * RATE), list[float](), 0.0, 120.0
    state = [[0.0, 0.0] for _ in VOWELS[0]]
    while len(made) < whole:
        length, aim, vowel = int(chance.uniform(0.12, 0.25) * RATE), chance.uniform(100, 150), chance.choice(VOWELS)
        poles = [math.exp(-math.pi * band / RATE) for band in BANDS]
        turns = [2 * pole * math.cos(2 * math.pi * formant / RATE) for pole, formant in zip(poles, vowel, strict=True)]
        for place in range(min(length, whole - len(made))):
            pitch += (aim - pitch) * 0.0005
            phase += pitch / RATE
            pulse = chance.gauss(0, 0.01)
            if phase >= 1:
                phase, pulse = phase - 1, pulse + 1
            driven = pulse * math.sqrt(math.sin(math.pi * place / length))
            total = 0.0
            for past, pole, turn, share in zip(state, poles, turns, SHARES, strict=True):
                value = driven + turn * past[0] - pole * pole * past[1]
                past[1], past[0] = past[0], value
                total += share * value
            made.append(total)
    loudest = max(map(abs, made))
    return array("h", [int(peak * value / loudest) for value in made])


def noise(seconds: float, seed: int, level: float = 8.0) -> array[int]:
    """Give so many seconds of noise."""
    chance = random.Random(seed)
    return array("h", [int(chance.gauss(0, level)) for _ in range(int(seconds * RATE))])


def take(*pieces: float, seed: int = 1, level: float = 8.0) -> array[int]:
    """Give a take: silence, speech, silence, …, so many seconds each, with noise under all of it."""
    samples = array("h")
    for number, seconds in enumerate(pieces):
        samples.extend(speech(seconds, seed + number) if number % 2 else array("h", bytes(2 * int(seconds * RATE))))
    under = noise(len(samples) / RATE + 0.01, seed, level)
    return array("h", [max(-32768, min(32767, one + other)) for one, other in zip(samples, under, strict=False)])
