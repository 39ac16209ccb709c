"""How numbers in a human voice are judged: prompts of a telephone system put together to sentences with a number.

Get Debian's asterisk-core-sounds-en-g722 (Allison Smith, CC-BY-SA 3.0), and run

    python benchmarks/rehearsal_numbers.py SOUNDS [SEEDS]

Each take has twelve sentences with a number, half of them said wrong (doubled, one digit off, fifteen for fifty and the
other way round), and a sentence without one after each. A number that stands twice in a take is left out.
"""

from __future__ import annotations

import random
import sys
import tempfile
from array import array
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import av
from takes import noisy

from upward.analysis.rehearsal.alignment import align, story_sentences
from upward.analysis.rehearsal.expected_phrases import ANYWHERE, expected_phrases
from upward.analysis.rehearsal.number_words import number_in_words, with_figures
from upward.analysis.rehearsal.spoken_numbers import Hearing, judge_spoken_numbers
from upward.analysis.statistics import wilson_interval
from upward.model.record import Record
from upward.model.speech import RATE, Sound
from upward.store.audio.decoding import write_wave
from upward.store.audio.engines import faster_whisper
from upward.store.audio.guided_engines import pocketsphinx
from upward.text.record_reader import parse_record

# Prompts before and after the number with their texts, and what it counts.
CARRIERS = (
    (
        "conf-thereare",
        "There are currently",
        "conf-otherinparty",
        "other participants in the conference",
        "participants",
    ),
    ("queue-holdtime", "The estimated hold time is currently", "minutes", "minutes", "minutes"),
    ("vm-youhave", "You have", "vm-messages", "messages", "messages"),
    ("queue-holdtime", "The estimated hold time is currently", "seconds", "seconds", "seconds"),
    ("at-tone-time-exactly", "At the sound of the tone the time will be exactly", "hours", "hours", "hours"),
    ("vm-youhave", "You have", "digits/dollars", "dollars", "dollars"),
)
PLAIN = (
    ("all-circuits-busy-now", "All circuits are busy now."),
    ("cannot-complete-as-dialed", "Your call cannot be completed as dialed."),
    ("check-number-dial-again", "Please check the number and dial again."),
    ("conf-getpin", "Please enter the conference pin number."),
    ("agent-newlocation", "Please enter a new extension, followed by pound."),
)
PARTS, IN_PART = ("Situation", "Task", "Action", "Result"), 3
# In seconds: silence before and after a take, behind each prompt, and the gaps between sentences.
BEFORE, AFTER, BETWEEN, GAPS = 0.6, 0.4, 0.06, (0.3, 0.7, 1.3, 2.0)
# Samples below it are the silence around a prompt.
SEEDS, QUIET = 6, 250
TEENS, TENS = range(13, 20), range(30, 100, 10)
DIGITS = {str(value): str(number) for number in range(21) for value in number_in_words(str(number))}


class Number(NamedTuple):
    """A number as it is written, its unit, and as it is said."""

    written: int
    unit: str
    said: int


def prompt(path: Path) -> array[int]:
    """Give a prompt at 16 kHz, without the silence around it."""
    samples: array[int] = array("h")
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    with av.open(str(path.with_suffix(".g722"))) as file:
        for frame in file.decode(audio=0):
            for part in resampler.resample(frame):
                samples.frombytes(bytes(part.planes[0])[: part.samples * 2])
    loud = [number for number, value in enumerate(samples) if abs(value) > QUIET]
    return samples[loud[0] : loud[-1] + 1]


def other(number: int, chance: random.Random) -> int:
    """Give a wrong number: doubled, one digit off, or fifteen for fifty and the other way round."""
    kind = chance.choice(("far", "near", "teen"))
    if kind == "teen" and (number in TEENS or number in TENS):
        return (number - 10) * 10 if number in TEENS else number // 10 + 10
    if kind == "far":
        return number * 2 + chance.choice((3, 7, 11))
    digits = list(str(number))
    place = chance.randrange(len(digits))
    digits[place] = chance.choice([digit for digit in "123456789" if digit != digits[place]])
    return int("".join(digits))


def drawn(chance: random.Random) -> int:
    """Draw a number: small, of two digits, easily misheard, of three digits, or round."""
    small, two = chance.randrange(2, 13), chance.randrange(13, 100)
    misheard, three = chance.choice((*TEENS, *TENS)), chance.randrange(100, 1000)
    return chance.choice((small, two, misheard, three, chance.randrange(1, 99) * 100))


class Tape:
    """A take while it is put together; `places` are where something is said, in seconds."""

    def __init__(self, sounds: Path) -> None:
        self.sounds = sounds
        self.samples = silence(BEFORE)
        self.places: list[tuple[float, float]] = []

    def say(self, *names: str) -> None:
        """Add prompts, one behind the other."""
        start = len(self.samples)
        for name in names:
            self.samples.extend(prompt(self.sounds / name))
            if len(names) > 1:
                self.samples.extend(silence(BETWEEN))
        stop = len(self.samples) - (int(BETWEEN * RATE) if len(names) > 1 else 0)
        self.places.append((start / RATE, stop / RATE))

    def wait(self, seconds: float) -> None:
        """Add silence."""
        self.samples.extend(silence(seconds))


def silence(seconds: float) -> array[int]:
    """Give silence."""
    return array("h", bytes(2 * int(seconds * RATE)))


def take(sounds: Path, seed: int, snr: float) -> tuple[Record, Sound, list[Number]]:
    """Make a take and the story it tells; always the same for a seed."""
    chance, tape = random.Random(seed), Tape(sounds)
    numbers, body = [], ""
    for place in range(len(PARTS) * IN_PART):
        if place % IN_PART == 0:
            body += f"## {PARTS[place // IN_PART]}\n"
        before, opening, after, ending, unit = CARRIERS[(place + seed) % len(CARRIERS)]
        written = drawn(chance)
        numbers.append(Number(written, unit, written if chance.random() < 0.5 else other(written, chance)))
        tape.say(before, *(f"digits/{DIGITS.get(word, word)}" for word in tokens(numbers[-1].said)), after)
        tape.wait(chance.choice(GAPS) - BETWEEN)
        plain, text = PLAIN[place % len(PLAIN)]
        tape.say(plain)
        tape.wait(chance.choice(GAPS))
        body += f"{opening} {written:,} {ending}. {text} " + ("\n" if place % IN_PART == IN_PART - 1 else "")
    tape.wait(AFTER)
    metrics = "\n".join(
        f'  - {{id: n{n}, value: "{each.written}", unit: {each.unit}}}' for n, each in enumerate(numbers)
    )
    front = f"---\ntitle: h\nmetrics:\n{metrics}\n---\n{body}"
    sound = Sound(noisy(tape.samples, tape.places, snr, chance))
    return parse_record("stories/h.md", front, {"stories": "story"}), sound, numbers


def tokens(number: int) -> list[str]:
    """Give the prompts of a number: the tens in figures, "hundred" and "thousand" as words."""
    tens = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
    return [str(tens.get(word, word)) for word in number_in_words(str(number))]


def judged(story: Record, sound: Sound, numbers: list[Number], counts: Counter[tuple[bool, str]]) -> None:
    """Add the verdicts on a take, by whether the number was said right."""
    sentences = story_sentences(story)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "take.wav")
        write_wave(path, sound)
        heard = faster_whisper.transcribe(str(path), faster_whisper.find_model(""))
        again = pocketsphinx.transcribe(str(path), pocketsphinx.find_model(""), expected_phrases(sentences), ANYWHERE)
    second = with_figures([word for word in again if word.text != "[SPEECH]"])
    hearing = Hearing(align(sentences, second), second)
    verdicts = judge_spoken_numbers(story, align(sentences, heard), heard, exact=False, second=hearing)
    found = {each.metric: str(each.verdict) for each in verdicts}
    once = Counter(each.written for each in numbers)
    for place, each in enumerate(numbers):
        if once[each.written] == 1:
            counts[each.said == each.written, found[f"n{place}"]] += 1


def main(sounds: Path, seeds: int) -> None:
    """Print the counts, those said right and those said wrong."""
    counts: Counter[tuple[bool, str]] = Counter()
    for seed in range(1, seeds + 1):
        for snr in (60.0, 20.0):
            judged(*take(sounds, seed, snr), counts)
    for right, name in ((True, "said right, called correct"), (False, "said wrong, accepted")):
        hits, tries = counts[right, "correct"], sum(n for (said, _), n in counts.items() if said is right)
        low, high = wilson_interval(hits, tries)
        print(f"{name}: {hits} of {tries} ({low:.2f}–{high:.2f}); called wrong: {counts[right, 'wrong']}")


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3}:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else SEEDS)
