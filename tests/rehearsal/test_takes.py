"""Recordings: decoding, the gate, pauses by the real voice detector, engines that fail, and what is kept."""

from __future__ import annotations

import json
import random
import socket
import struct
import threading
import wave
from array import array
from pathlib import Path
from typing import NoReturn

import pytest

from upward.analysis.rehearsal.loudness import frame_levels, measure_loudness, refusal
from upward.analysis.rehearsal.pauses import find_pauses
from upward.model.errors import MissingExtraError, SourceError
from upward.model.speech import RATE, Sound, SpeechEngine, SpokenWord
from upward.store.audio import transcription
from upward.store.audio.decoding import read_sound, write_wave
from upward.store.audio.voice_activity import speech_probabilities

from .voice import noise, speech, take


def written(path: Path, samples: array[int], rate: int = RATE, channels: int = 1, width: int = 2) -> Path:
    """Write 16-bit samples as a WAV of another width: each is moved into the upper bytes."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        if width == 1:
            file.writeframes(bytes((value >> 8) + 128 for value in samples))
        else:
            file.writeframes(b"".join(bytes(width - 2) + struct.pack("<h", value) for value in samples))
    return path


def wavy(count: int, step: int = 37) -> array[int]:
    return array("h", [(number * step) % 20_000 - 10_000 for number in range(count)])


@pytest.mark.parametrize("width", [2, 3, 4])
def test_a_wave_file_of_any_width_gives_the_same_samples(tmp_path: Path, width: int) -> None:
    samples = wavy(5000)
    assert read_sound(written(tmp_path / "a.wav", samples, width=width)).samples == samples


@pytest.mark.parametrize(("rate", "channels"), [(8000, 1), (16_000, 2), (22_050, 1), (44_100, 2), (48_000, 1)])
def test_other_rates_and_channels_keep_their_length(tmp_path: Path, rate: int, channels: int) -> None:
    sound = read_sound(written(tmp_path / "a.wav", wavy(rate * channels), rate, channels))
    assert abs(sound.seconds - 1.0) < 0.001
    assert (sound.rate, sound.channels) == (rate, channels)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "can't be decoded"),
        (b"RIFF\x00\x00\x00\x00WAVE", "can't be decoded"),
        (b"RIFF\xff\xff\xff\xffWAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x00\x00\x00\x00", "can't be decoded"),
        (b"ID3\x04 an mp3 perhaps", "can't be decoded"),
        (bytes(200), "can't be decoded"),
    ],
)
def test_what_is_no_recording_is_refused_in_a_sentence(upward, logbook: Path, content: bytes, said: str) -> None:
    (logbook / "take.wav").write_bytes(content)
    code, _, err = upward("rehearse", "analyse", "take.wav", "--story", "example-crisis")
    assert code == 2
    assert said in err
    assert "Traceback" not in err


def test_ten_hours_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    written(path, array("h", [0]))
    with path.open("r+b") as file:
        file.truncate(10 * 3600 * RATE * 2)
    with pytest.raises(SourceError, match="600 minutes long"):
        read_sound(path)


def test_a_recording_without_a_sample_holds_no_sound(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="contains no sound"):
        read_sound(written(tmp_path / "a.wav", array("h")))


def refused(samples: array[int]) -> str:
    return refusal(measure_loudness(samples, frame_levels(samples)))


def test_silence_clipping_and_noise_are_refused_with_what_to_do() -> None:
    assert "silent" in refused(noise(2, 1, level=2))
    assert "silent" in refused(array("h", bytes(64_000)))
    loud = array("h", [max(-32768, min(32767, 6 * value)) for value in speech(2, 1)])
    assert "lower the microphone's level" in refused(loud)
    assert "nearer to the microphone" in refused(take(1, 2, 1, level=2500))
    assert refused(take(1, 2, 1)) == ""


def test_pauses_and_length_are_found_by_the_voice_detector() -> None:
    samples = take(0.8, 3, 1.5, 2, 0.7, 2, 0.3, 1, 0.6)
    delivery = find_pauses(speech_probabilities(Sound(samples)), frame_levels(samples))
    assert delivery.latency == pytest.approx(0.8, abs=0.15)
    assert [pause.start for pause in delivery.pauses] == pytest.approx([3.8, 7.3], abs=0.15)
    assert [pause.duration for pause in delivery.pauses] == pytest.approx([1.5, 0.7], abs=0.15)
    assert delivery.speech[-1].stop - delivery.speech[0].start == pytest.approx(10.5, abs=0.15)


def test_a_soft_breath_in_a_pause_does_not_part_it() -> None:
    levels = [-60.0] * 30 + [-20.0] * 100 + [-60.0] * 20 + [-40.0] * 10 + [-60.0] * 20 + [-20.0] * 100
    heard = [0.0] * 30 + [0.9] * 100 + [0.0] * 20 + [0.8] * 10 + [0.0] * 20 + [0.9] * 100
    (pause,) = find_pauses(heard, levels).pauses
    assert pause.duration == pytest.approx(1.6)


def test_no_frames_are_no_speech() -> None:
    assert find_pauses([], []).speech == ()


def test_a_take_is_measured_without_an_engine_and_says_what_is_missing(upward, logbook: Path) -> None:
    write_wave(logbook / "take.wav", Sound(take(0.5, 2, 1.2, 2, 0.5)))
    code, out, err = upward("rehearse", "analyse", "take.wav", "--engine", "none", "--format", "json")
    found = json.loads(out)
    assert code == 0, err
    assert found["duration"] == pytest.approx(6.2, abs=0.01)
    assert len(found["pauses"]) == 1
    assert "metrics" not in found
    assert [row["what"] for row in found["not_measured"]] == ["words, parts and numbers"]


def test_a_silent_take_is_refused_and_not_guessed_at(upward, logbook: Path) -> None:
    write_wave(logbook / "take.wav", Sound(noise(3, 1, level=1)))
    code, out, _ = upward("rehearse", "analyse", "take.wav", "--engine", "none", "--format", "json")
    found = json.loads(out)
    assert code == 1
    assert "silent" in found["refused"]
    assert "pauses" not in found


def test_an_engine_that_is_not_there_is_named_with_those_that_are(upward, logbook: Path) -> None:
    write_wave(logbook / "take.wav", Sound(take(0.2, 1, 0.2)))
    code, _, err = upward("rehearse", "analyse", "take.wav", "--engine", "faster-wisper")
    assert code == 2
    assert "did you mean faster-whisper?" in err


def hang(path: str, model: str) -> NoReturn:
    threading.Event().wait()
    raise AssertionError


def call_home(path: str, model: str) -> list[SpokenWord]:
    socket.create_connection(("127.0.0.1", 9))
    return []


def two_words(path: str, model: str) -> list[SpokenWord]:
    return [SpokenWord("Hello", 0.0, 0.5), SpokenWord(model, 0.5, 1.0)]


def engine(run) -> SpeechEngine:
    return SpeechEngine("test", "", str, run)


def test_an_engine_runs_apart_and_gives_its_words() -> None:
    assert transcription.transcribe(Sound(noise(0.1, 1)), engine(two_words), "m")[1].text == "m"


def test_an_engine_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcription, "_LOADING", 0.1)
    with pytest.raises(SourceError, match="did not answer within"):
        transcription.transcribe(Sound(noise(0.1, 1)), engine(hang), "")


def test_an_engine_has_no_network() -> None:
    with pytest.raises(SourceError) as caught:
        transcription.transcribe(Sound(noise(0.1, 1)), engine(call_home), "")
    assert "no network" in caught.value.why


def test_a_model_folder_without_a_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from upward.store.audio.engines import faster_whisper

    monkeypatch.setattr(faster_whisper, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match="needs the package faster-whisper"):
        faster_whisper.find_model(str(tmp_path))
    monkeypatch.setattr(faster_whisper, "find_spec", lambda _: object())
    with pytest.raises(MissingExtraError, match="contains no model"):
        faster_whisper.find_model(str(tmp_path))


def test_random_bytes_never_end_in_a_traceback(tmp_path: Path) -> None:
    chance = random.Random(5)
    whole = written(tmp_path / "a.wav", wavy(400)).read_bytes()
    for number in range(60):
        broken = bytearray(whole[: chance.randrange(len(whole))])
        for _ in range(3):
            if broken:
                broken[chance.randrange(len(broken))] = chance.randrange(256)
        path = tmp_path / f"{number}.wav"
        path.write_bytes(broken)
        try:
            read_sound(path)
        except (SourceError, MissingExtraError):
            continue
