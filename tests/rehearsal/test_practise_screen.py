"""The Practise screen without a browser: what it shows, what it keeps, what it refuses."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from upward.model.speech import Sound
from upward.store.audio.decoding import write_wave

from ..web.conftest import log, visit
from .voice import take as spoken_take

__all__ = ["log", "visit"]

STORY = "example-crisis"
QUESTION = "Tell me about a time you set the technical direction for more than yourself."


def taken(visitor, **changes):
    body = {"story": STORY, "question": "", "seconds": 150, "parts": {}, "sound": "", **changes}
    return visitor.send("/practise/take", body)


def finished(visitor, run: str, **changes):
    return visitor.post("/practise/finish", {"run": run, "rating": "good", "note": "", **changes})


def test_a_telling_is_kept_at_its_end_and_finished_with_numbers_and_rating(visit, log: Path) -> None:
    visitor = visit()
    assert "never practised" in visitor.text("/practise")
    answer = taken(visitor, parts={"situation": 30, "task": 12.4, "nonsense": 3})
    assert answer.status_code == 200, answer.text
    assert answer.json()["advice"] == "Length is on target: 150 s (target 2:00–3:00)."
    path = log / answer.json()["run"]
    assert "state: unfinished" in path.read_text("utf-8")
    names = re.findall(r'name="(card-[^"]+)"', visitor.get(f"/practise/tell/{STORY}").text)
    assert finished(visitor, answer.json()["run"], **{names[0]: "94 minutes", names[1]: "12"}).status_code == 303
    kept = path.read_text("utf-8")
    assert "state" not in kept
    assert kept.count("verdict: correct") == 1
    assert kept.count("verdict: wrong") == 1
    assert 'task: "12"' in kept
    assert "nonsense" not in kept
    assert "restore" in visitor.text(f"/practise/run/{answer.json()['run']}")
    assert finished(visitor, answer.json()["run"]).status_code == 400
    taken(visitor, seconds=200)
    drawn = visitor.get(f"/practise/run/{answer.json()['run']}").text
    (said,) = re.findall(r'aria-label="(Length of each run[^"]*)"', drawn)
    assert said.startswith("Length of each run, between 120 and 180 seconds: ")
    assert re.findall(r": (\d+) seconds", said) == ["150", "200"]


def test_a_question_is_asked_with_follow_ups_and_the_better_story_comes_afterwards(visit, log: Path) -> None:
    visitor = visit()
    asked = visitor.get("/practise/mock").text
    assert "example-technical-direction" in asked
    assert "fits" not in visitor.text(f"/practise/tell/{STORY}?question=Why")
    shown = visitor.get(f"/practise/tell/{STORY}?question=Why").text
    names = list(dict.fromkeys(re.findall(r'name="(follow-[^"]+)"', shown)))
    assert len(names) == 3
    run = taken(visitor, question=QUESTION).json()["run"]
    assert finished(visitor, run, **{names[0]: "hard"}).status_code == 303
    kept = (log / run).read_text("utf-8")
    assert "better: example-technical-direction" in kept
    assert kept.count("rating: hard") == 1
    shown = visitor.get(f"/practise/run/{run}").text
    assert "matches this question better" in shown
    assert 'href="/practise/mock">Next question' in shown
    again = visitor.get(f"/practise/mock?story={STORY}").text
    assert f"/practise/tell/{STORY}?question=" in again
    assert "example-technical-direction" not in again


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"story": "nothing"}, "No story is called nothing"),
        ({"seconds": "soon"}, "duration of the recording is missing"),
        ({"seconds": -1}, "duration of the recording is missing"),
        ({"seconds": 1e9}, "duration of the recording is missing"),
        ({"sound": "no base64!"}, "can't be read"),
        ({"sound": base64.b64encode(b"OggS....").decode()}, "not a WAV file"),
    ],
)
def test_a_take_that_makes_no_sense_is_refused_and_nothing_is_written(visit, log: Path, changes, said: str) -> None:
    before = sorted(log.rglob("*"))
    answer = taken(visit(), **changes)
    assert 400 <= answer.status_code < 500
    assert said in answer.json()["what"]
    assert [path for path in sorted(log.rglob("*")) if path not in before and "index" not in path.name] == []


def test_a_recording_is_deleted_and_nothing_else_can_be(visit, log: Path) -> None:
    visitor = visit()
    sound = base64.b64encode(b"RIFF" + bytes(60)).decode()
    run = taken(visitor, sound=sound).json()["run"]
    finished(visitor, run)
    (recording,) = (log / ".upward/recordings").glob("*.wav")
    path = log / run
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"recording: .*", "recording: stories/example-crisis.md", text), "utf-8")
    visitor.logbook.refresh()
    assert visitor.post("/practise/forget", {"run": run}).status_code == 400
    assert (log / "stories/example-crisis.md").exists()
    path.write_text(text, "utf-8")
    visitor.logbook.refresh()
    assert visitor.post("/practise/forget", {"run": run}).status_code == 303
    assert not recording.exists()


def test_each_number_of_a_measured_take_is_played_confirmed_or_overruled(visit, log: Path) -> None:
    visitor = visit()
    write_wave(log / "spoken.wav", Sound(spoken_take(0.5, 2, 1.2, 2, 0.5)))
    sound = base64.b64encode((log / "spoken.wav").read_bytes()).decode()
    run = taken(visitor, sound=sound).json()["run"]
    finished(visitor, run)
    answer = visitor.post("/practise/analyse", {"run": run, "engine": "none"})
    assert answer.status_code == 303
    (task,) = [each for each in visitor.logbook.tasks.all() if each.verb == "rehearse analyse"]
    assert task.ended.wait(120)
    # Without an engine no number was heard: these are what one would have given.
    row = {"aspect": "value", "ask": "", "at": 0.7, "until": 1.1}
    task.answer.result.data["metrics"] = [
        {**row, "id": "restore", "written": "94", "verdict": "correct", "heard": "94"},
        {
            **row,
            "id": "orders",
            "written": "2100",
            "verdict": "unsure",
            "heard": "21",
            "ask": "heard 21, written 2100: which?",
        },
        {**row, "id": "hours", "written": "11", "verdict": "unsure", "heard": "", "at": None, "until": None},
    ]
    shown = visitor.get(answer.headers["location"]).text
    assert 'data-at="0.7" data-until="1.1"' in shown
    assert "not heard anywhere" in shown
    assert visitor.get(f"/practise/sound/{run}").headers["content-type"] == "audio/x-wav"
    before = (log / run).read_text("utf-8")
    given = {"run": run, "number-0": "as-written", "number-1": "as-heard", "number-2": ""}
    assert visitor.post(f"/practise/confirm/{task.id}", given).status_code == 303
    kept = (log / run).read_text("utf-8")
    assert kept.count("verdict: correct") == before.count("verdict: correct") + 1
    assert "metric: orders" in kept
    assert "metric: hours" not in kept
    assert 'long-pauses: "1"' in kept
    assert visitor.get("/practise/measured/99?run=" + run).status_code == 404


def test_nothing_but_a_recording_is_played(visit, log: Path) -> None:
    visitor = visit()
    run = taken(visitor).json()["run"]
    path = log / run
    path.write_text(
        path.read_text("utf-8").replace("story:", "recording: stories/example-crisis.md\nstory:", 1), "utf-8"
    )
    visitor.logbook.refresh()
    assert visitor.get(f"/practise/sound/{run}").status_code == 400
    assert visitor.post("/practise/analyse", {"run": run, "engine": ""}).status_code == 400
