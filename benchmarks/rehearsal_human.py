"""The same figures on a human voice: the five LibriVox sentences in the source package of pocketsphinx (test/data/librivox).

usage: rehearsal_human.py FOLDER, where that package was unpacked. Each sentence is a part of a story; one is left out in
half of the takes. They hold no figures, so numbers are not measured.
"""

from __future__ import annotations

import random
import re
import sys
from array import array
from collections.abc import Sequence
from pathlib import Path

from takes import Take, noisy

from upward.analysis.rehearsal.alignment import StorySentence, align, tokens_of
from upward.analysis.rehearsal.loudness import frame_levels
from upward.analysis.rehearsal.pauses import find_pauses
from upward.analysis.rehearsal.spoken_parts import spoken_story
from upward.analysis.rehearsal.wording import measure_wording
from upward.model.span import Span
from upward.model.speech import RATE, Sound
from upward.store.audio.decoding import read_sound
from upward.store.audio.engines.faster_whisper import ENGINE
from upward.store.audio.transcription import transcribe
from upward.store.audio.voice_activity import speech_probabilities
from upward.text.story_parts import Part
from upward.text.words import spoken_words

_LOUD = 700


def spoken(folder: Path) -> list[tuple[StorySentence, array[int]]]:
    """Give the sentences with their sound, the silence around it cut off."""
    lines = re.findall(r"<s> (.*?) </s> \((\S+)\)", (folder / "transcription").read_text("utf-8"))
    found = []
    for part, (text, name) in zip(Part, lines, strict=True):
        samples = read_sound(folder / f"{name}.wav").samples
        loud = [number for number, value in enumerate(samples) if abs(value) > _LOUD]
        sentence = StorySentence(part, text, Span(0, 0), tuple(tokens_of(text)))
        found.append((sentence, samples[loud[0] : loud[-1] + 1]))
    return found


def made(told: Sequence[tuple[StorySentence, array[int]]], snr: float, seed: int) -> Take:
    """Put the sentences behind one another with gaps of known length."""
    chance = random.Random(seed)
    samples: array[int] = array("h")
    places: list[tuple[float, float]] = []
    gaps: list[tuple[float, float]] = []
    for _, sound in told:
        begun = len(samples)
        samples.extend(array("h", bytes(2 * round(chance.choice([0.4, 0.7, 1.2, 1.8]) * RATE))))
        start = len(samples)
        samples.extend(sound)
        places.append((start / RATE, len(samples) / RATE))
        if begun:
            gaps.append((begun / RATE, start / RATE))
    samples.extend(array("h", bytes(RATE)))
    return Take(Sound(noisy(samples, places, snr, chance)), places, gaps)


def main(folder: str) -> None:
    """Print a row for each take."""
    whole = spoken(Path(folder) / "test" / "data" / "librivox")
    story = [sentence for sentence, _ in whole]
    for snr in (60.0, 20.0, 15.0):
        for left in (None, 1, 3):
            told = [each for number, each in enumerate(whole) if number != left]
            take = made(told, snr, 7 * (left or 1))
            levels = frame_levels(take.sound.samples)
            delivery = find_pauses(speech_probabilities(take.sound), levels)
            words = transcribe(take.sound, ENGINE, ENGINE.find_model(""))
            alignment = align(story, words)
            result = spoken_story(story, alignment, words, delivery)
            starts = {sentence.part: place[0] for (sentence, _), place in zip(told, take.sentences, strict=True)}
            bounds = [abs(part.start - starts[part.part]) for part in result.parts if part.part in starts]
            span = delivery.speech[-1].stop - delivery.speech[0].start
            true_span = take.sentences[-1][1] - take.sentences[0][0]
            pace = measure_wording(words, exact=False).words / span
            true_pace = sum(spoken_words(sentence.text) for sentence, _ in told) / true_span
            long = [gap for gap in take.gaps if gap[1] - gap[0] >= 1]
            found = [pause for pause in delivery.pauses if pause.duration >= 1]
            print(
                f"{snr:.0f} dB, left out {left}: bounds {[round(bound, 2) for bound in bounds]} of {len(starts)}; "
                f"skipped {[story.index(sentence) for sentence in result.skipped]}; heard {alignment.followed:.2f}; "
                f"span {span - true_span:+.2f} s; pace {pace / true_pace - 1:+.1%}; pauses over 1 s {len(found)} of {len(long)}",
                flush=True,
            )


if __name__ == "__main__":
    main(sys.argv[1])
