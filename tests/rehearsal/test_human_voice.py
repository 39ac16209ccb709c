"""Human voices, from the wheel of moonshine-voice (MIT): speech and pauses, and words by the second engine.

The texts read are "A Tale of Two Cities" (Dickens) and two scenes of Beckett; nothing of them is kept here but words
that a listener can count.
"""

from __future__ import annotations

import random
from array import array
from importlib.util import find_spec
from pathlib import Path

import pytest

from upward.analysis.rehearsal.alignment import align, story_sentences
from upward.analysis.rehearsal.expected_phrases import ANYWHERE, expected_phrases
from upward.analysis.rehearsal.fillers import NO_WORD
from upward.analysis.rehearsal.loudness import frame_levels, measure_loudness, refusal
from upward.analysis.rehearsal.number_words import with_figures
from upward.analysis.rehearsal.pauses import LONG_PAUSE, find_pauses
from upward.analysis.rehearsal.spoken_parts import spoken_story
from upward.model.speech import RATE, Sound
from upward.store.audio.decoding import read_sound, write_wave
from upward.store.audio.guided_engines import pocketsphinx
from upward.store.audio.voice_activity import speech_probabilities
from upward.text import record_reader

# The first sentence, as it is read; the four parts are ours.
STORY = record_reader.parse_record(
    "stories/s.md",
    """---
title: Two cities
---
## Situation
It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness.
## Task
It was the epoch of belief, it was the epoch of incredulity, it was the season of light, it was the season of darkness.
## Action
It was the spring of hope, it was the winter of despair, we had everything before us, we had nothing before us.
## Result
We were all going direct to heaven, we were all going direct the other way.
""",
    {"stories": "story"},
)


def voice(name: str) -> Sound:
    spec = find_spec("moonshine_voice")
    assert spec is not None
    assert spec.origin is not None
    return read_sound(Path(spec.origin).parent / "assets" / name)


def part_of(sound: Sound, start: float, stop: float) -> array[int]:
    return sound.samples[int(start * RATE) : int(stop * RATE)]


@pytest.fixture(scope="module")
def reading() -> Sound:
    return voice("two_cities.wav")


def test_a_reading_passes_the_gate_and_its_added_pauses_are_found(reading: Sound) -> None:
    levels = frame_levels(reading.samples)
    assert refusal(measure_loudness(reading.samples, levels)) == ""
    delivery = find_pauses(speech_probabilities(reading), levels)
    first = delivery.speech[0]
    last = max(each.stop for each in delivery.speech if each.stop < 22)
    chance = random.Random(1)
    quiet = array("h", [int(chance.gauss(0, 3)) for _ in range(3 * RATE // 2)])
    told = array("h")
    for piece in (quiet, part_of(reading, first.start, last), quiet, part_of(reading, last + 0.1, 30.0), quiet):
        told.extend(piece)
    found = find_pauses(speech_probabilities(Sound(told)), frame_levels(told))
    assert found.latency == pytest.approx(1.5, abs=0.2)
    added = 1.5 + last - first.start
    assert any(pause.duration >= LONG_PAUSE and abs(pause.start - added) < 0.3 for pause in found.pauses)


def test_the_second_engine_hears_a_human_voice_and_the_parts_of_what_it_reads(reading: Sound, tmp_path: Path) -> None:
    write_wave(tmp_path / "take.wav", reading)
    sentences = story_sentences(STORY)
    heard = pocketsphinx.transcribe(
        str(tmp_path / "take.wav"), pocketsphinx.find_model(""), expected_phrases(sentences), ANYWHERE
    )
    words = with_figures([word for word in heard if word.text != NO_WORD])
    alignment = align(sentences, words)
    assert alignment.followed > 0.8
    told = spoken_story(sentences, alignment, words, None)
    assert [part.part.value for part in told.parts] == ["situation", "task", "action", "result"]
    assert told.skipped == ()
    assert [part.start for part in told.parts] == sorted(part.start for part in told.parts)


def test_a_dialogue_on_a_stage_is_not_taken_for_the_story(tmp_path: Path) -> None:
    other = Sound(part_of(voice("endgame_nagg_nell.wav"), 0, 12))
    write_wave(tmp_path / "take.wav", other)
    sentences = story_sentences(STORY)
    heard = pocketsphinx.transcribe(
        str(tmp_path / "take.wav"), pocketsphinx.find_model(""), expected_phrases(sentences), ANYWHERE
    )
    words = [word for word in heard if word.text != NO_WORD]
    assert align(sentences, words).followed < 0.45
