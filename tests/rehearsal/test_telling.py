"""A telling held against its story: parts, skipped sentences, numbers that are right, wrong, missed or asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from upward.analysis.rehearsal.alignment import align, story_sentences, tokens_of
from upward.analysis.rehearsal.pauses import Delivery, Stretch
from upward.analysis.rehearsal.spoken_numbers import judge_spoken_numbers
from upward.analysis.rehearsal.spoken_parts import SpokenStory, spoken_story
from upward.analysis.rehearsal.unheard import unheard_speech, with_unheard
from upward.analysis.rehearsal.wording import measure_wording
from upward.model.record import Record
from upward.model.speech import SpokenWord
from upward.store.audio.transcripts import read_transcript
from upward.text import record_reader
from upward.text.story_parts import Part

STORY = record_reader.parse_record(
    "stories/s.md",
    """---
title: Faster restores
metrics:
  - {id: restore, value: "38", unit: minutes, baseline: "310"}
  - {id: orders, value: "2100", unit: orders an hour}
---
## Situation
Our order database stopped on a Thursday and the broken replica was not noticed. About 2,100 orders an hour were lost.
## Task
I was on call and took the lead of the incident.
## Action
First I froze all deploys. Then I prepared a restore on a spare machine. I wrote an update every 15 minutes.
## Result
A restore takes 38 minutes instead of 310.
## Learning
I learned that a backup that is never restored is a hope.
""",
    {"stories": "story"},
)
TOLD = (
    "Our order database stopped on a Thursday and the broken replica was not noticed. About 2100 orders an hour were "
    "lost. I was on call and took the lead of the incident. First I froze all deploys. Then I prepared a restore on a "
    "spare machine. I wrote an update every 15 minutes. A restore takes 38 minutes instead of 310. I learned that a "
    "backup that is never restored is a hope."
)


def words(text: str) -> list[SpokenWord]:
    """Say a word each half second."""
    return [SpokenWord(word, number / 2, number / 2 + 0.4) for number, word in enumerate(text.split())]


def told(text: str, story: Record = STORY, delivery: Delivery | None = None) -> SpokenStory:
    sentences, said = story_sentences(story), words(text)
    return spoken_story(sentences, align(sentences, said), said, delivery)


def verdicts(text: str, *, exact: bool = False, story: Record = STORY) -> dict[str, str]:
    said = words(text)
    found = judge_spoken_numbers(story, align(story_sentences(story), said), said, exact=exact)
    return {f"{each.metric}/{each.aspect}": each.verdict for each in found}


def test_a_telling_of_the_text_is_cut_into_its_parts() -> None:
    found = told(TOLD)
    assert [part.part for part in found.parts] == list(Part)
    assert found.follows
    assert found.skipped == ()
    starts = {part.part: part.text.split()[0] for part in found.parts}
    assert starts == {
        Part.SITUATION: "Our", Part.TASK: "I", Part.ACTION: "First", Part.RESULT: "A", Part.LEARNING: "I",
    }  # fmt: skip
    assert all(one.stop == other.start for one, other in zip(found.parts, found.parts[1:], strict=False))


def test_a_part_begins_where_speech_begins_near_its_first_word() -> None:
    first = TOLD.split().index("First") / 2
    speech = (Stretch(0.2, first - 1), Stretch(first + 0.3, 60))
    parts = {part.part: part.start for part in told(TOLD, delivery=Delivery(speech, ())).parts}
    assert parts[Part.SITUATION] == 0.2
    assert parts[Part.ACTION] == first + 0.3


def test_a_sentence_left_out_is_named() -> None:
    left_out = "Then I prepared a restore on a spare machine."
    assert [sentence.text for sentence in told(TOLD.replace(left_out, "")).skipped] == [left_out]


def test_a_part_that_was_not_told_is_not_there() -> None:
    found = told(TOLD.replace("I was on call and took the lead of the incident.", ""))
    assert Part.TASK not in {part.part for part in found.parts}


def test_a_free_retelling_is_checked_for_facts_and_cut_where_its_words_change() -> None:
    free = (
        "So one Thursday the database with our orders just stopped, and the replica, it was broken and we had not seen "
        "that. I happened to be on call, so leading the incident was my job. What I did was freeze deploys, and get a "
        "spare machine ready for a restore, writing updates all the time, every 15 minutes. In the end restoring takes 38 "
        "minutes, it was 310. And for me the lesson, backups without any trial of them are wishes."
    )
    found = told(free)
    assert not found.follows
    assert found.recognised
    order = [part.part for part in found.parts]
    assert order == sorted(order, key=list(Part).index)
    assert {Part.SITUATION, Part.ACTION, Part.RESULT} <= set(order)
    assert verdicts(free)["restore/value"] == "correct"


def test_another_story_is_not_taken_for_this_one() -> None:
    found = told(
        "It was the best of times, it was the worst of times, it was the age of wisdom and of foolishness. " * 3
    )
    assert not found.recognised
    assert found.parts == ()


@pytest.mark.parametrize("said", ["38 minutes", "38", "thirty-eight minutes"])
def test_a_number_said_as_written_is_correct(said: str) -> None:
    assert verdicts(TOLD.replace("38 minutes", said)) == {
        "restore/value": "correct", "restore/baseline": "correct", "orders/value": "correct",
    }  # fmt: skip


def test_a_number_that_differs_is_asked_about_after_an_engine_and_wrong_in_a_transcript() -> None:
    other = TOLD.replace("38 minutes", "94 minutes")
    assert verdicts(other)["restore/value"] == "unsure"
    assert verdicts(other, exact=True)["restore/value"] == "wrong"
    said = words(other)
    found = judge_spoken_numbers(STORY, align(story_sentences(STORY), said), said, exact=False)
    assert found[0].ask == "heard 94 minutes, written 38: which?"
    assert found[0].at == pytest.approx(other.split().index("94") / 2)


def test_the_right_number_elsewhere_does_not_excuse_a_wrong_one_in_its_place() -> None:
    other = TOLD.replace("38 minutes", "94 minutes").replace("every 15 minutes", "every 38 minutes")
    assert verdicts(other, exact=True)["restore/value"] == "wrong"


def test_a_number_whose_sentence_was_left_out_is_missed() -> None:
    other = TOLD.replace("About 2100 orders an hour were lost.", "")
    assert verdicts(other)["orders/value"] == "missed"


def test_a_number_dropped_from_its_sentence_is_missed_in_a_transcript_and_asked_after_an_engine() -> None:
    other = TOLD.replace("About 2100 orders an hour were lost.", "About orders an hour were lost.")
    assert verdicts(other, exact=True)["orders/value"] == "missed"
    assert verdicts(other)["orders/value"] == "unsure"


def test_a_number_that_a_recogniser_takes_apart_is_put_together() -> None:
    assert verdicts(TOLD.replace("38 minutes", "30 8 minutes"))["restore/value"] == "correct"
    story = record_reader.parse_record("stories/s.md", STORY.text.replace('"38"', '"1.8"').replace("38 m", "1.8 m"), {})
    for said in ("1.8 minutes", "one point eight minutes", "one-point eight minutes"):
        assert verdicts(TOLD.replace("38 minutes", said), story=story)["restore/value"] == "correct", said


def test_a_sentence_that_was_said_but_not_understood_is_not_called_left_out() -> None:
    garbled = TOLD.replace("About 2100 orders an hour were lost.", "A boat to one hundred daughters in our air loft.")
    assert told(garbled).skipped == ()
    assert verdicts(garbled)["orders/value"] == "unsure"


def test_speech_without_words_is_not_called_left_out() -> None:
    end = "I learned that a backup that is never restored is a hope."
    heard = words(TOLD.replace(end, ""))
    last = heard[-1].stop
    whole = Delivery((Stretch(0, last), Stretch(last + 0.5, last + 5)), ())
    (stretch,) = unheard_speech(heard, whole)
    assert stretch == (last + 0.5, last + 5)
    filled, sentences = with_unheard(heard, [stretch]), story_sentences(STORY)
    assert spoken_story(sentences, align(sentences, filled), filled, whole).skipped == ()
    assert [each.text for each in spoken_story(sentences, align(sentences, heard), heard, None).skipped] == [end]
    assert unheard_speech(heard, Delivery((Stretch(0, last + 1),), ())) == []


def test_words_are_compared_by_stem_and_figures_without_commas() -> None:
    assert tokens_of("Restores took 2,100 minutes, eleven days") == tokens_of("restore took 2100 minute, 11 day")


def test_hedges_repeats_and_fillers_are_counted() -> None:
    said = words("Um I think we we kind of fixed it, uh, and I I know our part")
    wording = measure_wording(said, exact=True)
    assert dict(wording.hedges) == {"i think": 1, "kind of": 1}
    assert wording.repeats == ("we", "i")
    assert (wording.i, wording.we, wording.fillers) == (3, 3, 2)
    assert measure_wording(said, exact=False).fillers is None


def test_subtitles_give_words_with_times_and_plain_text_without() -> None:
    cues = "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ada>One two\n\n01:00:05.000 --> 01:00:06.000\nthree\n"
    found, timed = read_transcript(cues)
    assert timed
    assert [word.text for word in found] == ["One", "two", "three"]
    assert found[2].start == 3605
    assert read_transcript("1\n00:00:01,500 --> 00:00:02,000\nHi\n")[0][0].start == 1.5
    assert read_transcript("Just words")[1] is False


def logbook_story(logbook: Path) -> None:
    (logbook / "stories" / "s.md").write_text(STORY.text, "utf-8")


def test_a_transcript_is_analysed_with_the_stable_keys(upward, logbook: Path) -> None:
    logbook_story(logbook)
    (logbook / "take.srt").write_text(f"1\n00:00:00,000 --> 00:00:40,000\n{TOLD}\n", "utf-8")
    code, out, err = upward("rehearse", "analyse", "take.srt", "--story", "s", "--format", "json")
    found = json.loads(out)
    assert code == 0, err
    assert found["engine"] == "transcript"
    assert found["duration"] == 40
    assert [part["part"] for part in found["parts"]] == ["situation", "task", "action", "result", "learning"]
    assert found["words_per_minute"] == pytest.approx(120, abs=20)
    assert {row["id"]: row["verdict"] for row in found["metrics"]} == {"restore": "correct", "orders": "correct"}
    assert found["not_measured"] == [{"what": "pauses", "why": "a transcript contains no sound"}]


def test_the_story_rules_look_at_what_was_told(upward, logbook: Path) -> None:
    logbook_story(logbook)
    (logbook / "take.txt").write_text(
        TOLD.replace("I learned that a backup that is never restored is a hope.", ""), "utf-8"
    )
    _, out, _ = upward("rehearse", "analyse", "take.txt", "--story", "s")
    assert "no-learning" in out
    assert "I learned that a backup that is never restored is a hope." in out


def test_only_confirmed_numbers_reach_the_schedule(upward, logbook: Path, typed) -> None:
    logbook_story(logbook)
    (logbook / "take.txt").write_text(TOLD.replace("38 minutes", "94 minutes"), "utf-8")
    typed("n", "w", "good")
    code, out, err = upward("rehearse", "analyse", "take.txt", "--story", "s", "--save", "--format", "json")
    assert code == 0, err
    kept = (logbook / json.loads(out)["path"]).read_text("utf-8")
    assert kept.count("verdict:") == 1
    assert "verdict: correct" in kept
    cards = {card["card"]: card for card in json.loads(upward("rehearse", "plan", "s", "--format", "json")[1])}
    assert cards["s/restore/value"]["due"]
    assert cards["s/orders/value"]["due"] is None


def test_a_recording_is_kept_out_of_git_in_the_logbook(upward, logbook: Path, typed) -> None:
    logbook_story(logbook)
    (logbook / "take.txt").write_text(TOLD, "utf-8")
    typed("y")
    code, out, _ = upward("rehearse", "analyse", "take.txt", "--story", "s", "--save", "--format", "json")
    assert code == 0
    kept = (logbook / json.loads(out)["path"]).read_text("utf-8")
    assert "recording: .upward/recordings/" in kept
    assert "state: unfinished" in kept
    assert (logbook / ".upward/recordings/.gitignore").read_text("utf-8") == "*\n"
