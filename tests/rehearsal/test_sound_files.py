"""Recordings in the forms that soundfile reads, broken ones among them, and moments cut out of them."""

from __future__ import annotations

import json
import random
import struct
from array import array
from pathlib import Path

import pytest
import soundfile

from upward.model.errors import SourceError
from upward.model.speech import RATE, Sound
from upward.store.audio.decoding import read_sound, write_wave

from .voice import speech, take

FORMS = {
    "FLAC": ("flac", "PCM_24"),
    "OGG": ("ogg", "VORBIS"),
    "MP3": ("mp3", "MPEG_LAYER_III"),
    "AIFF": ("aiff", "PCM_16"),
    "WAV": ("wav", "FLOAT"),
    "CAF": ("caf", "ALAC_16"),
    "W64": ("w64", "PCM_16"),
}


def written(folder: Path, samples: array[int], form: str, rate: int = RATE) -> Path:
    ending, subtype = FORMS[form]
    path = folder / f"take.{ending}"
    with soundfile.SoundFile(path, "w", rate, 1, subtype=subtype, format=form) as file:
        file.buffer_write(samples.tobytes(), dtype="int16")
    return path


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_sound(tmp_path: Path, form: str) -> None:
    samples = speech(1.0, 3)
    found = read_sound(written(tmp_path, samples, form))
    # MP3 adds the delay of its encoder.
    assert abs(found.seconds - 1.0) < 0.08
    loud, heard = sum(map(abs, samples)), sum(map(abs, found.samples))
    assert heard == pytest.approx(loud, rel=0.1)


@pytest.mark.parametrize("form", ["FLAC", "OGG", "MP3"])
def test_a_compressed_take_is_measured_like_a_wave(upward, logbook: Path, form: str) -> None:
    path = written(logbook, take(0.5, 2, 1.2, 2, 0.5), form)
    code, out, err = upward("rehearse", "analyse", path.name, "--engine", "none", "--format", "json")
    assert code == 0, err
    found = json.loads(out)
    assert len(found["pauses"]) == 1
    assert found["pauses"][0]["duration"] == pytest.approx(1.2, abs=0.15)


@pytest.mark.parametrize("form", ["FLAC", "OGG", "MP3", "CAF"])
def test_a_broken_file_is_refused_in_a_sentence_or_read_as_far_as_it_goes(tmp_path: Path, form: str) -> None:
    whole = written(tmp_path, speech(0.5, 3), form).read_bytes()
    chance = random.Random(form)
    for number in range(25):
        broken = bytearray(whole[: chance.randrange(1, len(whole))])
        for _ in range(8):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        path = tmp_path / f"{number}.{FORMS[form][0]}"
        path.write_bytes(broken)
        said = ""
        try:
            assert read_sound(path).seconds < 60
        except SourceError as error:
            said = error.what
        assert not said or path.name in said


def test_ten_hours_by_the_header_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, speech(0.2, 1), "FLAC")
    raw = bytearray(path.read_bytes())
    # Bits 108 to 143 of the stream information hold the number of samples; it begins at byte 8.
    (high,) = struct.unpack(">B", raw[21:22])
    raw[21:26] = struct.pack(">BI", high & 0xF0, 10 * 3600 * RATE)
    path.write_bytes(raw)
    with pytest.raises(SourceError, match="600 minutes long"):
        read_sound(path)


def test_a_moment_is_cut_out_with_half_a_second_around_it(upward, logbook: Path) -> None:
    samples = speech(4.0, 2)
    write_wave(logbook / "take.wav", Sound(samples))
    code, out, err = upward(
        "rehearse", "excerpt", "take.wav", "1.5", "2.0", "--output", "moment.wav", "--format", "json"
    )
    assert code == 0, err
    assert read_sound(logbook / "moment.wav").samples == samples[RATE : RATE * 5 // 2]
    assert json.loads(out)["seconds"] == 1.5 if out.strip() else True


@pytest.mark.parametrize(
    ("start", "stop", "said"),
    [("2", "1", "is not a valid range"), ("-1", "1", "is not a valid range"), ("90", "91", "ends at 4.0 s")],
)
def test_a_moment_that_is_none_is_refused(upward, logbook: Path, start: str, stop: str, said: str) -> None:
    write_wave(logbook / "take.wav", Sound(speech(4.0, 2)))
    code, _, err = upward(
        "rehearse", "excerpt", "take.wav", f"--start={start}" if start.startswith("-") else start, stop
    )
    assert code == 2
    assert said in err or "start" in err


def test_a_machine_without_a_player_says_how_to_hear_the_moment(upward, logbook: Path, monkeypatch) -> None:
    write_wave(logbook / "take.wav", Sound(speech(1.0, 2)))
    monkeypatch.setattr("upward.store.audio.playback.shutil.which", lambda _: None)
    code, _, err = upward("rehearse", "excerpt", "take.wav", "0.1", "0.4", "--play")
    assert code == 2
    assert "--output moment.wav" in err


def test_the_player_of_the_system_gets_the_moment_as_a_file(upward, logbook: Path, monkeypatch, tmp_path: Path) -> None:
    player = tmp_path / "paplay"
    player.write_text('#!/bin/sh\ncp "$1" "$HOME/played.wav"\n', "utf-8")
    player.chmod(0o755)
    write_wave(logbook / "take.wav", Sound(speech(2.0, 2)))
    monkeypatch.setattr(
        "upward.store.audio.playback.shutil.which", lambda name: str(player) if name == "paplay" else None
    )
    assert upward("rehearse", "excerpt", "take.wav", "1.0", "1.2", "--play")[0] == 0
    assert read_sound(tmp_path / "played.wav").seconds == pytest.approx(1.2, abs=0.01)
