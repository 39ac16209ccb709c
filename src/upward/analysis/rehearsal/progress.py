"""How the runs of a story develop: side by side, with the change, and the one thing to work on next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from upward.analysis.rehearsal.schedule import rehearsed_at
from upward.analysis.rehearsal.timing import Limits, compare_parts, length_advice
from upward.model.record import Record, Value
from upward.text.story_parts import Part


class RunSummary(NamedTuple):
    """One run: seconds in all and by part, numbers right of those asked, how it was rated, by which engine measured."""

    run: str
    date: str
    story: str
    mode: str
    seconds: float
    parts: dict[Part, float]
    right: int
    asked: int
    rating: str
    words_per_minute: float | None
    long_pauses: int | None
    engine: str


def summarise_runs(runs: Sequence[Record], story: str = "") -> list[RunSummary]:
    """Give the runs in the order of time, of one story if it is named; those without a date are left out."""
    dated = sorted(
        (when, run.id, run)
        for run in runs
        if (when := rehearsed_at(run)) is not None and story in {"", run.string("story")}
    )
    return [_summary(run) for _, _, run in dated]


def _summary(run: Record) -> RunSummary:
    recalled = [str(item.get("verdict", "")) for item in run.mappings("recalled")]
    figures = run.fields.get("figures")
    figures = figures if isinstance(figures, dict) else {}
    return RunSummary(
        run=run.id,
        date=run.string("date"),
        story=run.string("story"),
        mode=run.string("mode"),
        seconds=_seconds(run.string("duration")) or 0.0,
        parts=part_times(run),
        right=recalled.count("correct"),
        asked=len(recalled),
        rating=run.string("rating"),
        words_per_minute=_seconds(figures.get("words-per-minute", "")),
        long_pauses=None if (pauses := _seconds(figures.get("long-pauses", ""))) is None else int(pauses),
        engine=str(figures.get("engine", "")),
    )


def part_times(run: Record) -> dict[Part, float]:
    """Give the seconds of each part that a run has."""
    written = run.fields.get("parts")
    if not isinstance(written, dict):
        return {}
    timed = ((part, _seconds(written.get(part.value, ""))) for part in Part)
    return {part: seconds for part, seconds in timed if seconds is not None}


def _seconds(value: Value) -> float | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None


def next_thing(summary: RunSummary, limits: Limits) -> str:
    """Give the one thing to do next, by this order: numbers not known, length, the part furthest off, none."""
    if summary.asked and summary.right < summary.asked:
        wrong = summary.asked - summary.right
        return f"Learn the {wrong} of {summary.asked} numbers you missed: `upward rehearse drill {summary.story}`."
    if summary.seconds and not limits.green <= summary.seconds <= limits.red:
        return length_advice(summary.seconds, limits)
    off = [row for row in compare_parts(summary.parts, limits) if row.advice] if summary.parts else []
    if off:
        worst = max(off, key=lambda row: abs(row.seconds - row.target))
        return f"{worst.part.value.title()}: {worst.seconds:.0f} s, target {worst.target} s; {worst.advice}."
    if summary.rating in {"again", "hard"}:
        return "Rehearse it again tomorrow; you rated it " + summary.rating + "."
    return "Tell it to a question you have not met: `upward rehearse mock`."
