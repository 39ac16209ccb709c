"""Where a telling begins and ends: a word fades in and out, and the noise behind it does not count."""

from __future__ import annotations

from upward.analysis.rehearsal.pauses import FRAME_SECONDS, find_pauses

# Levels in decibels, a value each 32 ms: noise, a fading start, speech, a pause, speech, a fading end, noise.
NOISE, FAINT, LOUD = -60.0, -50.0, -20.0


def _take(fading: int) -> tuple[list[float], list[float]]:
    levels = (
        [NOISE] * 40 + [FAINT] * fading + [LOUD] * 60 + [NOISE] * 40 + [LOUD] * 60 + [FAINT] * fading + [NOISE] * 40
    )
    heard = [0.0] * (40 + fading) + [1.0] * 60 + [0.0] * 40 + [1.0] * 60 + [0.0] * (40 + fading)
    return heard, levels


def test_a_fading_word_belongs_to_the_telling_at_its_start_and_its_end() -> None:
    found = find_pauses(*_take(4))
    assert found.speech[0].start == 40 * FRAME_SECONDS
    assert found.speech[-1].stop == (40 + 4 + 60 + 40 + 60 + 4) * FRAME_SECONDS


def test_what_goes_on_for_longer_than_a_word_fades_is_noise() -> None:
    found = find_pauses(*_take(30))
    assert round(found.speech[-1].stop / FRAME_SECONDS) == 40 + 30 + 160 + 8


def test_the_pause_between_two_sentences_stays_as_long_as_it_was() -> None:
    (pause,) = find_pauses(*_take(4)).pauses
    assert round(pause.duration / FRAME_SECONDS) == 40
