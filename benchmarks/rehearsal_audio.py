"""The audio matrix: takes of the shipped stories by voice and noise, with skipped sentences and wrong numbers.

Needs flite and espeak-ng, `upward[voice,transcribe]` and a Whisper model. Prints a row for each voice and noise.
Every number of a story's text is made a metric, half of them are said wrong, and two sentences are left out.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from takes import VOICES, Take, make

import upward
from upward.analysis.rehearsal.alignment import StorySentence, align, story_sentences
from upward.analysis.rehearsal.expected_phrases import ANYWHERE, expected_phrases
from upward.analysis.rehearsal.fillers import NO_WORD
from upward.analysis.rehearsal.loudness import frame_levels, measure_loudness
from upward.analysis.rehearsal.number_words import with_figures
from upward.analysis.rehearsal.pauses import find_pauses
from upward.analysis.rehearsal.spoken_numbers import Hearing, judge_spoken_numbers
from upward.analysis.rehearsal.spoken_parts import spoken_story
from upward.analysis.rehearsal.unheard import MAX_SHARE, unheard_speech, with_unheard
from upward.analysis.rehearsal.wording import measure_wording
from upward.model.record import Record
from upward.model.speech import SpokenWord
from upward.store.audio.engines.faster_whisper import ENGINE
from upward.store.audio.guided_engines.pocketsphinx import GUIDED_ENGINE
from upward.store.audio.transcription import hear_phrases, transcribe
from upward.store.audio.voice_activity import speech_probabilities
from upward.text import record_reader
from upward.text.quantities import quantities
from upward.text.story_parts import Part
from upward.text.words import spoken_words

EXAMPLES = Path(upward.__file__).parent / "kinds" / "story" / "examples"
NOISES = (60.0, 20.0)


def stories() -> Iterator[Record]:
    """Give the shipped stories, each number of their text a metric."""
    for path in sorted(EXAMPLES.glob("*.md")):
        story = record_reader.parse_record(f"stories/{path.stem}.md", path.read_text("utf-8"), {"stories": "story"})
        metrics = [
            {"id": f"n{number}-{place}", "value": f"{amount.value:g}", "unit": amount.unit or amount.noun}
            for number, sentence in enumerate(story_sentences(story))
            for place, amount in enumerate(quantities(sentence.text))
            if amount.is_number and amount.text[:1].isdigit()
        ]
        yield replace(story, fields={**story.fields, "metrics": metrics})


def say(story: Record, chance: random.Random) -> tuple[list[StorySentence], list[str], set[str], set[int]]:
    """Give the sentences, what is said of each ("" where it is left out), the metrics said wrong, what is left out."""
    sentences = story_sentences(story)
    skipped = set(chance.sample([n for n, each in enumerate(sentences) if n and each.part is Part.ACTION], 2))
    wrong, texts = set(), []
    for number, sentence in enumerate(sentences):
        text = sentence.text
        found = [amount for amount in quantities(text) if amount.is_number and amount.text[:1].isdigit()]
        for place, amount in reversed(list(enumerate(quantities(text)))):
            if amount not in found or number in skipped or chance.random() < 0.5:
                continue
            figure = next(part for part in amount.text.split() if part[:1].isdigit())
            other = str(int(float(figure.replace(",", "").rstrip("%"))) * 2 + chance.choice([3, 7, 11]))
            at = text.index(figure, amount.span.start)
            text = text[:at] + other + ("%" if figure.endswith("%") else "") + text[at + len(figure) :]
            wrong.add(f"n{number}-{place}")
        texts.append("" if number in skipped else text)
    return sentences, texts, wrong, skipped


def measured(story: Record, voice: str, snr: float, seed: int, heard: list[SpokenWord] | None = None) -> dict[str, Any]:
    """Make a take, measure it, and give what was found beside what is true; `heard` are its words from before."""
    chance = random.Random(f"{story.id} {voice} {snr} {seed}")
    sentences, texts, wrong, skipped = say(story, chance)
    told = [(sentence, text) for sentence, text in zip(sentences, texts, strict=True) if text]
    gaps = [0.6, *(chance.choice([0.25, 0.4, 0.7, 1.3, 2.0]) for _ in told[1:]), 0.8]
    take: Take = make([text for _, text in told], gaps, voice, seed, snr)
    levels = frame_levels(take.sound.samples)
    begun = time.process_time()
    delivery = find_pauses(speech_probabilities(take.sound), levels)
    voice_seconds = time.process_time() - begun
    begun = time.monotonic()
    raw = heard if heard is not None else transcribe(take.sound, ENGINE, ENGINE.find_model(""))
    word_seconds = time.monotonic() - begun
    unheard = unheard_speech(raw, delivery)
    complete = sum(stretch.duration for stretch in unheard) <= MAX_SHARE * delivery.spoken
    words = with_unheard(raw, unheard)
    alignment = align(sentences, words)
    led = with_figures([word for word in hear_again(take, sentences) if word.text != NO_WORD])
    hearing = Hearing(align(sentences, led), led)
    story_told = spoken_story(sentences, hearing.alignment, led, delivery)
    numbers = judge_spoken_numbers(story, alignment, words, exact=False, second=hearing)
    starts: dict[Part, float] = {}
    for (sentence, _), (start, _) in zip(told, take.sentences, strict=True):
        starts.setdefault(sentence.part, start)
    span = delivery.speech[-1].stop - delivery.speech[0].start
    true_span = take.sentences[-1][1] - take.sentences[0][0]
    pace = measure_wording(words, exact=False).words / span
    true_pace = sum(spoken_words(text) for _, text in told) / true_span
    left = {sentence.text for sentence in story_told.skipped}
    verdicts = {number.metric: number.verdict for number in numbers}
    spoken = {key for key in verdicts if int(key[1:].split("-")[0]) not in skipped}
    # A value that stands twice, and was said wrong once, is not known.
    values = {str(item["id"]): item["value"] for item in story.mappings("metrics")}
    wrong = {key for key in verdicts if values[key] in {values[each] for each in wrong}}
    return {
        "story": story.id, "voice": voice, "snr": snr, "measured_snr": measure_loudness(take.sound.samples, levels).snr,
        "seconds": take.sound.seconds, "voice_seconds": voice_seconds, "word_seconds": word_seconds,
        "span_error": span - true_span, "pace": pace / true_pace - 1 if complete else None, "follows": story_told.follows,
        "bounds": [abs(part.start - starts[part.part]) for part in story_told.parts if part.part in starts],
        "parts": [len(story_told.parts), len(starts)],
        "skipped": [sum(sentences[n].text in left for n in skipped), len(skipped)],
        "said_called_skipped": [len([t for s, t in told if s.text in left]), len(told)],
        "right": [verdicts[key] for key in sorted(spoken - wrong)],
        "wrong": [verdicts[key] for key in sorted(spoken & wrong)],
        "pauses": pauses(take, delivery.pauses), "words": raw,
    }  # fmt: skip


def hear_again(take: Take, sentences: list[StorySentence]) -> list[SpokenWord]:
    """Give the words of the second engine."""
    model = GUIDED_ENGINE.find_model("")
    return hear_phrases(take.sound, GUIDED_ENGINE, model, expected_phrases(sentences), ANYWHERE)


def pauses(take: Take, found: Any) -> list[int]:
    """Give pauses of a second or more: true ones, found of them, named ones, true of them (0.1 s of leeway)."""
    true = [gap for gap in take.gaps if gap[1] - gap[0] >= 1.0]
    named = [(pause.start, pause.stop) for pause in found if pause.duration >= 1.0]
    hit = [any(_overlap(gap, (p.start, p.stop)) and p.duration >= 0.9 for p in found) for gap in true]
    real = [any(_overlap(name, gap) and gap[1] - gap[0] >= 0.9 for gap in take.gaps) for name in named]
    return [len(true), sum(hit), len(named), sum(real)]


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return min(one[1], other[1]) - max(one[0], other[0]) > 0.5 * (one[1] - one[0])


def main(out: str = "") -> None:
    """Run the matrix, and write each take's row as a line of JSON where a file is named."""
    rows: dict[tuple[str, float], list[dict[str, Any]]] = {}
    for story in stories():
        for voice in VOICES:
            for snr in NOISES:
                row = measured(story, voice, snr, 1)
                rows.setdefault((voice, snr), []).append(row)
                if out:
                    with Path(out).open("a", encoding="utf-8") as file:
                        file.write(json.dumps(row) + "\n")
    for (voice, snr), cell in rows.items():
        print(f"{voice:8} {snr:3.0f} dB  {summary(cell)}")
    print(f"all            {summary([row for cell in rows.values() for row in cell])}")


def summary(rows: list[dict[str, Any]]) -> str:
    """Give a matrix row's figures in one line."""
    right = [verdict for row in rows for verdict in row["right"]]
    wrong = [verdict for row in rows for verdict in row["wrong"]]
    bounds = sorted(value for row in rows for value in row["bounds"])
    gaps = [sum(row["pauses"][n] for row in rows) for n in range(4)]
    skipped = [sum(row["skipped"][n] for row in rows) for n in range(2)]
    over = [sum(row["said_called_skipped"][n] for row in rows) for n in range(2)]
    return (
        f"numbers right: {right.count('correct')}/{len(right)} correct, {right.count('unsure')} asked, "
        f"{right.count('wrong') + right.count('missed')} called wrong or missed; wrong: {wrong.count('correct')}/{len(wrong)} accepted; "
        f"skipped {skipped[0]}/{skipped[1]} found, {over[0]}/{over[1]} said called skipped; "
        f"bounds p95 {bounds[int(0.95 * (len(bounds) - 1))]:.2f} s, max {bounds[-1]:.2f} of {len(bounds)}; "
        f"pace {max(abs(row['pace']) for row in rows if row['pace'] is not None):.1%} at most, refused {sum(row['pace'] is None for row in rows)}; span {max(abs(row['span_error']) for row in rows):.2f} s at most; "
        f"pauses {gaps[1]}/{gaps[0]} found, {gaps[3]}/{gaps[2]} true; "
        f"words {sum(row['word_seconds'] for row in rows) / sum(row['seconds'] for row in rows):.2f} of real time"
    )


if __name__ == "__main__":
    main(*sys.argv[1:2])
