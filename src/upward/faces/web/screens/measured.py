"""A measured recording: each number with its moment of sound and its verdict, which the person confirms or overrules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from starlette.responses import FileResponse, Response

from upward.faces.web.screen import Route, Screen
from upward.faces.web.visit import Visit
from upward.faces.web.work import Task
from upward.model.errors import NoSuchRecordError, UsageError
from upward.model.record import Record, Value
from upward.session.run_log import RunLog
from upward.store.audio.recordings import recording_path

_SAID = {"as-written": "correct", "as-heard": "wrong", "not-said": "missed"}
# In seconds: how often a page asks whether the work is done.
_AGAIN = 2


def analyse(visit: Visit) -> Response:
    """Begin to measure a run's recording."""
    record = visit.record(visit.text("run"))
    sound = _sound(visit, record)
    task = visit.logbook.begin(
        f"Measure {record.id}",
        "rehearse analyse",
        str(sound),
        story=record.string("story"),
        engine=visit.text("engine"),
    )
    return visit.back(f"/practise/measured/{task.id}?run={record.path}")


def _sound(visit: Visit, run: Record) -> Path:
    found = recording_path(visit.logbook.root, run.string("recording"))
    if found is None:
        raise UsageError("This run has no recording", next_step="record the story again")
    return found


def measured(visit: Visit) -> Response:
    """Show what was measured, each number with the moment in which it was heard."""
    task, run = _task(visit), visit.record(visit.query("run"))
    found = _data(task)
    return visit.page(
        "measured.html", title="The recording, measured", task=task, run=run, metrics=found.get("metrics", []),
        intro="Listen to each number, and confirm or overrule its verdict. Only confirmed verdicts reach the schedule.",
        refresh=_AGAIN if task.state == "running" else 0,
    )  # fmt: skip


def _task(visit: Visit) -> Task:
    task = visit.logbook.tasks.named(visit.param("id"))
    if task is None or task.verb != "rehearse analyse":
        raise NoSuchRecordError(
            "This measurement is no longer available", why="the server was restarted", next_step="measure it again"
        )
    return task


def _data(task: Task) -> Mapping[str, Any]:
    result = task.answer.result
    return result.data if result is not None and isinstance(result.data, dict) else {}


def confirm(visit: Visit) -> Response:
    """Put the confirmed verdicts and the figures into the run."""
    task, run = _task(visit), visit.record(visit.text("run"))
    found = _data(task)
    if run.kind != "rehearsal" or not found:
        raise UsageError("There is nothing to confirm", next_step="measure the recording first")
    log = RunLog.resume(visit.logbook.session(), run)
    rows = list(_confirmed(visit, found.get("metrics", [])))
    named = {(row["metric"], row.get("aspect", "value")) for row in rows}
    kept = [row for row in log.recalled if (row.get("metric"), row.get("aspect", "value")) not in named]
    log.recalled = [*kept, *rows]
    log.fields["figures"] = found["figures"]
    log.save(finished=run.string("state") != "unfinished")
    visit.logbook.refresh()
    return visit.back(f"/practise/run/{log.path}", f"{len(rows)} verdicts are confirmed; the figures are saved.")


def _confirmed(visit: Visit, metrics: list[dict[str, Any]]) -> Iterator[dict[str, Value]]:
    for number, row in enumerate(metrics):
        verdict = _SAID.get(visit.form.get(f"number-{number}", [""])[0], "")
        if verdict:
            aspect: dict[str, Value] = {} if row["aspect"] == "value" else {"aspect": row["aspect"]}
            yield {"metric": row["id"], **aspect, "verdict": verdict, "heard": row["heard"]}


def sound(visit: Visit) -> Response:
    """Give a run's recording, for the player of this page alone."""
    return FileResponse(_sound(visit, visit.record(visit.param("path"))))


SCREEN = Screen(
    "measured",
    "Measured recording",
    (
        Route("GET", "/practise/measured/{id}", measured, {"run": "Path of the run"}),
        Route("GET", "/practise/sound/{path:path}", sound),
        Route("POST", "/practise/analyse", analyse, form={"run": "Its path", "engine": "What transcribes"}),
        Route(
            "POST",
            "/practise/confirm/{id}",
            confirm,
            form={"run": "Its path", "number-0": "as-written, as-heard, not-said or nothing, for each number"},
        ),
    ),
)
