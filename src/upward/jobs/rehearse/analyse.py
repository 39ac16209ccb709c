"""Measure a recording or transcript of a story: time, pauses, parts, words, numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from upward.analysis.rehearsal.spoken_numbers import SpokenNumber
from upward.jobs.rehearse._questions import ask_rating
from upward.jobs.rehearse._take import Engines, Take, measure
from upward.jobs.rehearse._take_page import take_data, take_figures, take_page
from upward.model.errors import InputEndedError, UsageError
from upward.model.job import PLACE, Job, JobResult, Names
from upward.model.record import Record, Value
from upward.session.run_log import RunLog
from upward.session.session import Session

_YES = frozenset({"y", "yes"})


def run(
    session: Session,
    file: Annotated[str, "A recording (WAV; FLAC or OGG with soundfile) or a transcript (.txt, .srt, .vtt)", PLACE],
    *,
    story: Annotated[str, "The story that was told", Names.RECORD] = "",
    engine: Annotated[str, "The engine for the transcript: faster-whisper by default, or none"] = "",
    model: Annotated[str, "The folder of the engine's model; by default one on this machine", PLACE] = "",
    second: Annotated[
        str, ("The engine that checks doubtful numbers and fillers again: pocketsphinx if installed, or none")
    ] = "",
    save: Annotated[bool, "Ask about the numbers, then save the run with its recording in the logbook"] = False,
    dry_run: Annotated[bool, "Save nothing"] = False,
) -> JobResult:
    """Measure a recording; exit code 1 if it is silent, clipped or noisy. Nothing leaves this machine.

    You can overrule each verdict on a number, and only confirmed verdicts reach the schedule.
    """
    if save and not story:
        raise UsageError("--save needs --story", next_step="name the story that was told")
    record = session.record(story, "story") if story else None
    path = session.here / Path(file).expanduser()
    take = measure(session, path, record, Engines(engine, model, second))
    log = _save(session, take, record, path, dry_run=dry_run) if save and record and not take.refused else None
    page = take_page(session, take, record, log)
    return JobResult(page, take_data(take, log), succeeded=not take.refused)


def _save(session: Session, take: Take, story: Record, path: Path, *, dry_run: bool) -> RunLog:
    log = RunLog(session, story, "recorded", dry_run=dry_run)
    log.fields |= _figures(take)
    log.save()
    try:
        log.recalled += _confirmed(session, take.numbers)
        log.save()
        log.fields["rating"] = ask_rating(session.console)
    except InputEndedError:
        session.console.say("The input ended; the figures are saved without a rating.")
    if session.root is not None and not dry_run:
        from upward.store.audio.recordings import keep_recording

        log.fields["recording"] = keep_recording(session.root, path, log.id)
    log.save(finished="rating" in log.fields)
    return log


def _figures(take: Take) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    if take.duration is not None:
        fields["duration"] = f"{take.duration:.0f}"
    if take.spoken and take.spoken.parts and take.timed:
        fields["parts"] = {each.part.value: f"{each.stop - each.start:.0f}" for each in take.spoken.parts}
    return {**fields, "figures": take_figures(take)}


def _confirmed(session: Session, numbers: Sequence[SpokenNumber]) -> list[dict[str, Value]]:
    """Ask the person about each verdict; what they confirm or correct is given, the rest is left out."""
    console, rows = session.console, list[dict[str, Value]]()
    right = [number for number in numbers if number.verdict == "correct"]
    if right:
        names = ", ".join(f"{number.metric} {number.written}" for number in right)
        if console.ask(f"Heard as written: {names}. Confirm? y/n").strip().lower() in _YES:
            rows += [_row(number, "correct") for number in right]
    for number in numbers:
        if number.verdict != "correct":
            said = console.ask(
                f"{number.metric}: {number.ask or number.verdict}. Type w if the written number is right, "
                "h if the heard one is, or press Enter to skip"
            )
            verdict = {"w": "correct", "h": "wrong" if number.heard else "missed"}.get(said.strip().lower()[:1], "")
            rows += [_row(number, verdict)] if verdict else []
    return rows


def _row(number: SpokenNumber, verdict: str) -> dict[str, Value]:
    aspect: dict[str, Value] = {} if number.aspect == "value" else {"aspect": number.aspect}
    return {"metric": number.metric, **aspect, "verdict": verdict, "heard": number.heard}


JOB = Job("rehearse analyse", run, interactive_only=("save",))
