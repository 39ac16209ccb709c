"""How numbers in a human voice are judged: prompts of a telephone system put together to sentences with a number.

Get Debian's asterisk-core-sounds-en-g722 (Allison Smith, CC-BY-SA 3.0) and asterisk-core-sounds-en, whose list has the
text of each prompt, and run

    python benchmarks/rehearsal_numbers.py SOUNDS LIST.txt [SEEDS]

Each take has twelve sentences with a number, half of them said wrong (doubled, one digit off, fifteen for fifty and the
other way round), and a sentence without one after each. A number that stands twice in a take is left out.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
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

# Prompts before and after the number, and what it counts.
CARRIERS = (
    ("conf-thereare", "conf-otherinparty", "participants"),
    ("queue-holdtime", "minutes", "minutes"),
    ("vm-youhave", "vm-messages", "messages"),
    ("queue-holdtime", "seconds", "seconds"),
    ("at-tone-time-exactly", "hours", "hours"),
    ("vm-youhave", "digits/dollars", "dollars"),
)
PLAIN = (
    "all-circuits-busy-now",
    "cannot-complete-as-dialed",
    "check-number-dial-again",
    "conf-getpin",
    "agent-newlocation",
)
SEEDS, BETWEEN, QUIET = 6, 0.06, 250
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
    teens = (*TEENS, *TENS)
    ranges: tuple[Sequence[int], ...] = (range(2, 13), range(13, 100), teens, range(100, 1000), range(100, 10_000, 100))
    numbers = chance.choice(ranges)
    return chance.choice(numbers)


def take(sounds: Path, texts: Mapping[str, str], seed: int, snr: float) -> tuple[Record, Sound, list[Number]]:
    """Make a take and the story it tells."""
    chance = random.Random(seed)
    samples: array[int] = array("h", bytes(RATE))
    places, numbers, body = [], [], ""
    for place in range(12):
        before, after, unit = CARRIERS[(place + seed) % len(CARRIERS)]
        written = drawn(chance)
        numbers.append(Number(written, unit, written if chance.random() < 0.5 else other(written, chance)))
        words = [f"digits/{DIGITS.get(word, word)}" for word in tokens(numbers[-1].said)]
        plain = PLAIN[place % len(PLAIN)]
        start = len(samples)
        for name in (before, *words, after):
            samples.extend(prompt(sounds / name))
            samples.extend(array("h", bytes(2 * round(BETWEEN * RATE))))
        samples.extend(array("h", bytes(2 * round(chance.choice((0.3, 0.7, 1.3, 2.0)) * RATE))))
        samples.extend(prompt(sounds / plain))
        places.append((start / RATE, len(samples) / RATE))
        samples.extend(array("h", bytes(2 * round(chance.choice((0.3, 0.7, 1.3, 2.0)) * RATE))))
        head = "" if place % 3 else f"\n## {('Situation', 'Task', 'Action', 'Result')[place // 3]}\n\n"
        opening = texts[before][:1].upper() + texts[before][1:]
        body += f"{head}{opening} {written:,} {texts[after]}. {texts[plain]}. "
    metrics = "\n".join(
        f'  - {{id: n{n}, value: "{each.written}", unit: {each.unit}}}' for n, each in enumerate(numbers)
    )
    front = f"---\ntitle: Prompts\nmetrics:\n{metrics}\n---\n{body}"
    return (
        parse_record("stories/prompts.md", front, {"stories": "story"}),
        Sound(noisy(samples, places, snr, chance)),
        numbers,
    )


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


def main(sounds: Path, listed: Path, seeds: int) -> None:
    """Print the counts, those said right and those said wrong."""
    texts = dict(re.findall(r"^([\w/-]+): (.+?)\.*$", listed.read_text("utf-8", "replace"), re.MULTILINE))
    counts: Counter[tuple[bool, str]] = Counter()
    for seed in range(1, seeds + 1):
        for snr in (60.0, 20.0):
            judged(*take(sounds, texts, seed, snr), counts)
    for right, name in ((True, "said right, called correct"), (False, "said wrong, accepted")):
        hits, tries = counts[right, "correct"], sum(n for (said, _), n in counts.items() if said is right)
        low, high = wilson_interval(hits, tries)
        print(f"{name}: {hits} of {tries} ({low:.2f}–{high:.2f}); called wrong: {counts[right, 'wrong']}")


if __name__ == "__main__":
    if len(sys.argv) not in {3, 4}:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else SEEDS)
