"""Practise: what is due, and a story told against the clock, recorded if the person wants it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from starlette.responses import Response

from upward.analysis.rehearsal.cards import COMPARED, Card, cards_of
from upward.analysis.rehearsal.recall import is_same_number
from upward.analysis.rehearsal.schedule import RATINGS, finished_stories
from upward.analysis.rehearsal.timing import Limits, length_advice, part_targets
from upward.faces.web.logbook import Logbook
from upward.faces.web.screen import Route, Screen
from upward.faces.web.screens._mock_loop import MockLoop, loop_name
from upward.faces.web.visit import Visit
from upward.model.errors import UsageError
from upward.model.record import Record, Value
from upward.session.open_questions import better_story, draw_for, follow_ups_for
from upward.session.run_log import RunLog
from upward.store.audio.recordings import delete_recording, keep_recording
from upward.text.story_parts import Part, story_parts

# A WAV of six minutes, as base64: what the guard lets through. In characters.
MOST_SOUND = 15 * 1024 * 1024
MOST_SECONDS = 3600.0
FOLLOW_UPS = 3
# Bars in the picture of a story's runs.
MOST_RUNS = 20


def practise(visit: Visit) -> Response:
    """List the stories by what of them is due."""
    dues = visit.logbook.answer("rehearse")
    stories: dict[str, list[dict[str, Any]]] = {}
    for row in dues.data or []:
        stories.setdefault(row["story"], []).append(row)
    runs = sorted(visit.logbook.corpus.records("rehearsal"), key=lambda run: run.string("date"), reverse=True)
    return visit.page(
        "practise.html", title="Practise", intro="Tell a story aloud, against the clock. You are asked for its numbers afterwards.",
        dues=dues, stories=stories, runs=runs[:8], today=visit.logbook.session().today, titles=visit.logbook.titles("story"),
        drafts=visit.logbook.once("drafts", lambda: _drafts(visit)),
    )  # fmt: skip


def _drafts(visit: Visit) -> int:
    stories = visit.logbook.corpus.records("story")
    finished = len(finished_stories(stories))
    return len(stories) - finished if finished else 0


def mock(visit: Visit) -> Response:
    """Ask a question not met yet, and let a story be chosen for it; in an interview of several, the next one."""
    session, loop = visit.logbook.session(), _loop(visit)
    number, question = loop.ahead(session) if loop else (0, "")
    if loop and not question:
        return visit.back(f"/practise/interview/{loop.name}")
    drawn = [question] if loop else draw_for(session, 1, visit.query("level"), visit.query("company"))
    # One story told to several questions: it is the only one to choose.
    every, only = visit.logbook.corpus.records("story"), visit.query("story")
    stories = finished_stories(every) or list(every)
    return visit.page(
        "practise_mock.html", title=drawn[0] if drawn else "No question", question=drawn[0] if drawn else "", interview=loop, number=number,
        intro="Choose a story within 20 seconds. After you have told it, you see which one fits best.",
        stories=[story for story in stories if story.id == only] or stories, level=visit.query("level"), company=visit.query("company"),
    )  # fmt: skip


def _loop(visit: Visit) -> MockLoop | None:
    fields = {name: visit.query(name) for name in ("loop", "of", "level", "company", "story")}
    return MockLoop.of_fields(fields, visit.logbook.session().clock.now())


def interview(visit: Visit) -> Response:
    """Show the debrief of a mock interview, as `rehearse mock` does."""
    answer = visit.logbook.run("rehearse mock", debrief=visit.param("loop"))
    return visit.page("practise_debrief.html", title="Mock interview", answer=answer)


def tell(visit: Visit) -> Response:
    """Show the clock for one story; with a question, follow-ups are asked afterwards."""
    question, loop = visit.query("question"), _loop(visit)
    session = visit.logbook.session()
    story = session.record(visit.param("id"), "story")
    limits = _limits(visit)
    parts = [part for part in Part if part in story_parts(story)]
    return visit.page(
        "practise_tell.html", title=story.title, story=story, question=question, limits=limits,
        interview=loop, number=loop.ahead(session)[0] if loop else 0,
        follow_ups=follow_ups_for(session, story, FOLLOW_UPS) if question else [],
        targets=part_targets(parts, limits) if parts else {}, cards=_numbers(story), ratings=RATINGS,
    )  # fmt: skip


def _limits(visit: Visit) -> Limits:
    given = visit.logbook.session().settings.lights
    pairs = [text.partition(":") for text in given]
    if len(pairs) == len(Limits()) and all(one.isdigit() and other.isdigit() for one, _, other in pairs):
        return Limits(*(60 * int(minute) + int(second) for minute, _, second in pairs))
    return Limits()


def _numbers(story: Record) -> list[Card]:
    return [card for card in cards_of(story) if card.aspect in COMPARED]


def take(visit: Visit) -> Response:
    """Keep a telling as soon as it ends, with its recording; answers the run and what to make of its length."""
    session = visit.logbook.session()
    story = session.record(visit.text("story"), "story")
    seconds = _seconds(visit, "seconds")
    sound = _sound(visit)
    log = RunLog(session, story, "recorded" if sound else "page", visit.text("question"))
    log.fields["duration"] = f"{seconds:.0f}"
    if loop := loop_name(visit.json.get("loop")):
        log.fields["loop"] = loop
    parts = visit.json.get("parts")
    if isinstance(parts, dict):
        held = {part.value: parts[part.value] for part in Part if isinstance(parts.get(part.value), (int, float))}
        log.fields["parts"] = {name: f"{value:.0f}" for name, value in held.items() if 0 <= value <= MOST_SECONDS}
    log.save()
    if sound:
        log.fields["recording"] = keep_recording(visit.logbook.root, sound, log.id)
        log.save()
    visit.logbook.refresh()
    return visit.data({"run": log.path, "advice": length_advice(seconds, _limits(visit))})


def _seconds(visit: Visit, name: str) -> float:
    value = visit.json.get(name)
    if not isinstance(value, (int, float)) or not 0 <= value <= MOST_SECONDS:
        raise UsageError("The duration of the recording is missing", next_step="tell the story again")
    return float(value)


def _sound(visit: Visit) -> bytes:
    """Give the WAV that was sent; empty where none was."""
    text = visit.text("sound", MOST_SOUND)
    try:
        sound = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UsageError("The recording can't be read", next_step="record again and save it as a file") from error
    if sound and sound[:4] != b"RIFF":
        raise UsageError("The recording is not a WAV file", next_step="record again and save it as a file")
    return sound


def finish(visit: Visit) -> Response:
    """Add the numbers recalled, the rating and the note to a take."""
    run = visit.record(visit.text("run"))
    if run.kind != "rehearsal" or run.string("state") != "unfinished":
        raise UsageError("This run is finished", next_step="open it, or tell the story again")
    rating = visit.text("rating")
    if rating not in RATINGS:
        raise UsageError("The rating is missing", next_step=f"choose one of {', '.join(RATINGS)}")
    log = RunLog.resume(visit.logbook.session(), run)
    log.recalled = list(_recalled(visit, log.story))
    log.fields["rating"], log.note = rating, visit.text("note", 20_000).strip()
    if log.question:
        log.follow_ups = list(_answered(visit, log.story))
        better = better_story(log.session, log.session.bank(), log.question, log.story.id)
        log.fields |= {"better": better} if better else {}
    log.save(finished=True)
    visit.logbook.refresh()
    fields = {name: values[0] for name, values in visit.form.items()}
    loop = MockLoop.of_fields(fields, log.session.clock.now()) if loop_name(fields.get("loop")) else None
    # The debrief of an interview comes once, at its end.
    return visit.back(f"/practise/mock?{loop.query}" if loop else f"/practise/run/{log.path}", f"Saved in {log.path}.")


def _answered(visit: Visit, story: Record) -> Iterator[dict[str, Value]]:
    """Give the follow-ups that were rated; the questions are those that were shown."""
    for hole in follow_ups_for(visit.logbook.session(), story, FOLLOW_UPS):
        rating = visit.form.get(f"follow-{hole.id}", [""])[0]
        if rating in RATINGS:
            yield {"id": hole.id, "question": hole.question, "rating": rating}


def _recalled(visit: Visit, story: Record) -> Iterator[dict[str, Value]]:
    for card in _numbers(story):
        said = visit.form.get(f"card-{card.id}", [""])[0].strip()
        aspect: dict[str, Value] = {} if str(card.aspect) == "value" else {"aspect": str(card.aspect)}
        right = bool(said) and is_same_number(said, card.answer, card.unit)
        verdict = "correct" if right else "wrong" if said else "missed"
        yield {"metric": card.metric, **aspect, "verdict": verdict, "heard": said}


def run(visit: Visit) -> Response:
    """Show a finished run beside those before it, with what to do about its recording."""
    record = visit.record(visit.param("path"))
    progress = visit.logbook.run("rehearse progress", record.string("story"))
    story = visit.logbook.session().record(record.string("story"), "story")
    parts = [part for part in Part if part in story_parts(story)]
    return visit.page(
        "practise_run.html", title=f"Run of {record.string('date')[:10]}", run=record, better=next(iter(visit.logbook.corpus.named(record.string("better"))), None), story=story,
        runs=progress.data["runs"], limits=_limits(visit), targets=part_targets(parts, _limits(visit)) if parts else {},
        told=[(each["date"][:10], each["duration"]) for each in progress.data["runs"][-MOST_RUNS:] if each["duration"]], next=progress.data["next"], cards={(c.metric, str(c.aspect)): c for c in _cards(visit, record)},
    )  # fmt: skip


def _cards(visit: Visit, run: Record) -> list[Card]:
    return _numbers(visit.logbook.session().record(run.string("story"), "story"))


def forget(visit: Visit) -> Response:
    """Delete a run's recording; the run stays."""
    record = visit.record(visit.text("run"))
    delete_recording(visit.logbook.root, record.string("recording"))
    return visit.back(f"/practise/run/{record.path}", "The recording is deleted.")


def _due(logbook: Logbook) -> int:
    answer = logbook.known("rehearse")
    return logbook.once(
        ("due", id(answer.result)), lambda: len({row["story"] for row in answer.data or [] if row["now"]})
    )


_ASKED = {
    "story": "Tell this story",
    "level": "The level",
    "company": "The company",
    "of": "How many questions",
    "loop": "The mock interview",
}

SCREEN = Screen(
    "practise",
    "Practise",
    (
        Route("GET", "/practise", practise),
        Route("GET", "/practise/mock", mock, _ASKED),
        Route("GET", "/practise/interview/{loop}", interview),
        Route("GET", "/practise/tell/{id}", tell, {"question": "The question to answer", **_ASKED}),
        Route(
            "POST",
            "/practise/take",
            take,
            form={
                "story": "The story's id",
                "question": "The question",
                "loop": "The mock interview",
                "seconds": "How long it took",
                "parts": "Seconds by part",
                "sound": "A WAV as base64, or nothing",
            },
            json=True,
        ),
        Route(
            "POST",
            "/practise/finish",
            finish,
            form={"run": "Its path", "rating": "How it went", "note": "A note", **_ASKED},
        ),
        Route("GET", "/practise/run/{path:path}", run),
        Route("POST", "/practise/forget", forget, form={"run": "Its path"}),
    ),
    order=50,
    key="p",
    count=_due,
)
