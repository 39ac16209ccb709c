"""A telling heard by two engines: numbers they agree on, differ on or drop, fillers, and what leads the second one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upward.analysis.rehearsal.alignment import align, story_sentences
from upward.analysis.rehearsal.expected_phrases import expected_phrases
from upward.analysis.rehearsal.fillers import find_fillers
from upward.analysis.rehearsal.number_words import number_in_words, with_figures
from upward.analysis.rehearsal.spoken_numbers import Hearing, judge_spoken_numbers
from upward.analysis.rehearsal.trigram_model import arpa_model
from upward.analysis.rehearsal.wording import count_spoken
from upward.catalogue.catalogue import Catalogue
from upward.model.errors import MissingExtraError, SourceError
from upward.model.speech import GuidedEngine, Sound, SpeechEngine, SpokenWord
from upward.store.audio.decoding import write_wave
from upward.store.audio.guided_engines import pocketsphinx
from upward.text import record_reader

from .test_telling import STORY, TOLD, words
from .voice import take


def second(text: str) -> Hearing:
    """Hear a telling as the second engine does: in lower case, numbers in words."""
    said = with_figures(words(" ".join(in_number_words(word) for word in text.split()).lower()))
    return Hearing(align(story_sentences(STORY), said), said)


def in_number_words(word: str) -> str:
    return " ".join(number_in_words(word.strip(".,"))) or word.strip(".,")


def by_two(first: str, other: str) -> dict[str, tuple[str, str]]:
    said = words(first)
    found = judge_spoken_numbers(STORY, align(story_sentences(STORY), said), said, exact=False, second=second(other))
    return {f"{each.metric}/{each.aspect}": (each.verdict, each.ask) for each in found}


@pytest.mark.parametrize(
    ("first", "other", "verdict"),
    [
        ("38 minutes", "38 minutes", "correct"),
        ("38 minutes", "94 minutes", "correct"),
        ("minutes", "38 minutes", "correct"),
        ("94 minutes", "94 minutes", "wrong"),
        ("94 minutes", "38 minutes", "unsure"),
        ("94 minutes", "61 minutes", "unsure"),
        ("minutes", "94 minutes", "unsure"),
        ("3 minutes", "3 minutes", "unsure"),
    ],
)
def test_a_number_is_wrong_only_where_two_engines_hear_the_same_and_asked_where_they_differ(
    first: str, other: str, verdict: str
) -> None:
    said = by_two(TOLD.replace("38 minutes", first), TOLD.replace("38 minutes", other))
    assert said["restore/value"][0] == verdict
    assert said["orders/value"][0] == "correct"


def test_fifteen_is_not_called_wrong_for_fifty() -> None:
    story = record_reader.parse_record("stories/s.md", STORY.text.replace("38", "50"), {"stories": "story"})
    said = words(TOLD.replace("38 minutes", "15 minutes"))
    alignment = align(story_sentences(story), said)
    found = judge_spoken_numbers(story, alignment, said, exact=False, second=Hearing(alignment, said))
    assert found[0].verdict == "unsure"


def test_what_a_second_engine_heard_otherwise_is_in_the_question() -> None:
    ask = by_two(TOLD.replace("38 minutes", "94 minutes"), TOLD.replace("38 minutes", "61 minutes"))
    assert ask["restore/value"][1] == "heard 94 minutes (the second engine: 61 minutes), written 38: which?"


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_every_figure_in_words_is_read_back(whole: int, digits: int) -> None:
    for figure in (str(whole), f"{whole}.{digits:02}"):
        said = [SpokenWord(word, 0.0, 0.0) for word in number_in_words(figure)]
        assert [word.text for word in with_figures(said)] == [figure]


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("one hundred and twenty minutes", "120 minutes"),
        ("twenty twenty four", "20 24"),
        ("three and two of them", "3 and 2 of them"),
        ("two point oh five", "2.05"),
        ("a hundred people", "a hundred people"),
    ],
)
def test_number_words_are_joined_as_far_as_they_are_one_number(said: str, figures: str) -> None:
    assert " ".join(word.text for word in with_figures(words(said))) == figures


def test_the_expected_phrases_hold_the_storys_words_and_never_more_of_its_numbers_than_of_others() -> None:
    phrases = expected_phrases(story_sentences(STORY), "seed")
    assert phrases == expected_phrases(story_sentences(STORY), "seed")
    results = [" ".join(phrase) for phrase in phrases if phrase[:3] == ["a", "restore", "takes"]]
    drawn = [phrase.removeprefix("a restore takes ").partition(" minutes")[0] for phrase in results]
    assert len(set(drawn)) > 20
    assert drawn.count("thirty eight") <= 4


def test_a_trigram_model_gives_each_history_the_whole_of_chance() -> None:
    text = arpa_model([["a", "b", "a"], ["b", "c"]], ["um"])
    rows = {
        " ".join(line.split()[1:2]): 10 ** float(line.split()[0])
        for line in text.partition("\\1-grams:")[2].partition("\\2-grams:")[0].splitlines()
        if line.strip()
    }
    assert sum(chance for word, chance in rows.items() if word != "<s>") == pytest.approx(1, abs=0.001)
    assert rows["um"] > 0
    assert "ngram 3=" in text


def test_a_filler_is_a_sound_without_a_word_in_it() -> None:
    sounds = [SpokenWord("[SPEECH]", 1.0, 1.2), SpokenWord("[SPEECH]", 1.22, 1.4), SpokenWord("[SPEECH]", 3.0, 3.04),
              SpokenWord("[SPEECH]", 5.0, 5.4), SpokenWord("restore", 7.0, 7.4), SpokenWord("um", 8.0, 8.3)]  # fmt: skip
    heard = [SpokenWord("Kubernetes", 5.0, 5.4), SpokenWord("uh", 8.0, 8.2)]
    assert find_fillers(sounds, heard) == [(1.0, 1.4), (8.0, 8.3)]


def test_letters_read_one_by_one_count_as_a_word() -> None:
    assert count_spoken(words("we built m. v. p. um before [SPEECH] it")) == 5


def test_a_word_that_the_dictionary_has_in_pieces_is_one_word() -> None:
    pieces = {"runbook": ["run", "book"], "mvp": ["m.", "v.", "p."], "book": ["book"]}
    heard = pocketsphinx.joined_pieces(words("run book and book m. v. p. run"), pieces)
    assert [word.text for word in heard] == ["runbook", "and", "book", "mvp", "run"]
    assert (heard[0].start, heard[0].stop) == (words("run book")[0].start, words("run book")[1].stop)


def timed(text: str) -> list[SpokenWord]:
    return [SpokenWord(word, 0.3 + number / 10, 0.38 + number / 10) for number, word in enumerate(text.split())]


def heard_by(monkeypatch: pytest.MonkeyPatch, logbook: Path, first: str, again: GuidedEngine) -> None:
    """Let these be the engines, and a take of eight seconds of speech be there."""
    engine = SpeechEngine("faster-whisper", "", str, lambda *_: timed(first))
    monkeypatch.setattr(Catalogue, "engines", {"faster-whisper": engine})
    monkeypatch.setattr(Catalogue, "guided_engines", {"pocketsphinx": again})
    (logbook / "stories" / "s.md").write_text(STORY.text, "utf-8")
    write_wave(logbook / "take.wav", Sound(take(0.6, 3, 1.2, 5, 0.8)))
    # The engines are not run apart here, since what a test patches is not there in another process.
    monkeypatch.setattr("upward.store.audio.transcription._apart", _here)


def _here(_name: str, run, _sound: Sound, given) -> list[SpokenWord]:
    return run("", *given)


def analysed(upward, *options: str):
    code, out, err = upward("rehearse", "analyse", "take.wav", "--story", "s", "--format", "json", *options)
    return code, json.loads(out) if out else {}, err


def test_a_number_the_first_engine_dropped_comes_from_the_second(upward, logbook: Path, monkeypatch) -> None:
    led = " ".join(in_number_words(word) for word in TOLD.split()).lower()
    again = GuidedEngine("pocketsphinx", "", str, lambda *_: timed(led + " [SPEECH]"))
    heard_by(monkeypatch, logbook, TOLD.replace("38 minutes", "minutes"), again)
    code, found, err = analysed(upward)
    assert code == 0, err
    assert found["engine"].endswith(", pocketsphinx")
    verdicts = {f"{row['id']}/{row['aspect']}": row for row in found["metrics"]}
    assert verdicts["restore/value"]["verdict"] == "correct"
    assert verdicts["restore/value"]["until"] > verdicts["restore/value"]["at"] > 1
    assert "fillers" in found
    assert [part["part"] for part in found["parts"]] == ["situation", "task", "action", "result", "learning"]
    assert (
        json.loads(
            upward("rehearse", "analyse", "take.wav", "--story", "s", "--second", "none", "--format", "json")[1]
        )["metrics"][0]["verdict"]
        == "unsure"
    )


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            MissingExtraError("needs the package pocketsphinx", next_step="pip install 'upward[second-engine]'"),
            "pip install",
        ),
        (
            SourceError("pocketsphinx did not answer within 60 s", why="it was ended", next_step="x"),
            "did not answer within",
        ),
    ],
)
def test_a_second_engine_that_is_missing_or_hangs_is_named_and_the_first_one_stands(
    upward, logbook: Path, monkeypatch, error: Exception, said: str
) -> None:
    def fail(*_: object) -> list[SpokenWord]:
        raise error

    heard_by(monkeypatch, logbook, TOLD, GuidedEngine("pocketsphinx", "", str, fail))
    code, found, _ = analysed(upward)
    assert code == 0
    assert any(said in row["why"] and "pocketsphinx" in row["what"] for row in found["not_measured"])
    assert {row["verdict"] for row in found["metrics"]} == {"correct"}
    if isinstance(error, MissingExtraError):
        assert analysed(upward, "--second", "pocketsphinx")[0] == 2


def test_a_second_engine_that_is_not_there_is_named_with_those_that_are(upward, logbook: Path) -> None:
    write_wave(logbook / "take.wav", Sound(take(0.2, 1, 0.2)))
    code, _, err = upward("rehearse", "analyse", "take.wav", "--second", "pocketsfinx")
    assert code == 2
    assert "did you mean pocketsphinx?" in err
