"""Measure a concern's indicators, and append the values to its series."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NamedTuple

from upward.analysis.concerns.concern import Indicator, IndicatorSource, parse_indicators
from upward.analysis.concerns.measuring import UnreadableMeasureError, read_measure
from upward.analysis.concerns.series import UNKNOWN, Point
from upward.jobs.concern._series import append_points, read_series
from upward.model.errors import NoLogbookError, SourceError, UsageError
from upward.model.job import Job, JobResult, Names
from upward.model.page import Block, Callout, Page, Prose, Table, Tone
from upward.model.record import Record
from upward.session.session import Session
from upward.store.allowed_commands import allow, is_allowed, run_allowed
from upward.store.import_source import PathImportSource


def run(
    session: Session,
    concern: Annotated[str, "The concern's id", Names.RECORD],
    *,
    indicator: Annotated[str, "Measure only this indicator"] = "",
    value: Annotated[str, "Record this value of --indicator, which you measured yourself"] = "",
    note: Annotated[str, "With --value: how it was measured"] = "",
    allow_commands: Annotated[
        bool, "Allow the commands that the record names at present, in this and later runs"
    ] = False,
    dry_run: Annotated[bool, "Read files and show values, without running commands or writing"] = False,
) -> JobResult:
    """Measure indicators from files and allowed commands; `?` and exit code 1 if one can't be measured."""
    record = session.record(concern, "concern")
    chosen = _chosen(record, indicator, value)
    if allow_commands and not dry_run:
        for each in chosen:
            if each.source is IndicatorSource.COMMAND:
                _allow(session, each.place)
    now = session.clock.now()
    looked = [
        _by_hand(value, note) if value else _measured(session, each, dry_run=dry_run)
        for each in session.progress(chosen, "Measuring", total=len(chosen))
    ]
    points = [Point(now, each.id, one.value, each.unit, one.note) for each, one in zip(chosen, looked, strict=True)]
    _, problems, text = read_series(session, record)
    tried = [point for point, one in zip(points, looked, strict=True) if not one.is_waiting]
    if tried and not dry_run:
        append_points(session, record, text, tried)
    measures = [_measure(each, point) for each, point in zip(chosen, points, strict=True)]
    blocks: list[Block] = [Table(("indicator", "value", "target", "note"), tuple(map(_shown, chosen, measures)))]
    blocks += [Callout(f"In the series of measurements, {problem}.", Tone.WARN) for problem in problems]
    if any(one.is_waiting for one in looked):
        step = f"Review the commands in {record.path}, then run `upward concern measure {record.id} --allow-commands`."
        blocks.append(Prose(step))
    data = {"id": record.id, "at": now.isoformat(timespec="seconds"), "measures": measures}
    succeeded = all(each.value is not None for each in measures)
    return JobResult(Page(record.title, tuple(blocks)), data, rows=measures, succeeded=succeeded)


def _chosen(record: Record, indicator: str, value: str) -> list[Indicator]:
    chosen = [each for each in parse_indicators(record) if indicator in ("", each.id)]
    if not chosen:
        raise UsageError(
            f"{record.id} has no indicator {indicator}".rstrip(),
            next_step=f"add `indicators` to {record.path}; `upward show {record.id}` shows what it has",
        )
    if value and (len(chosen) > 1 or not indicator):
        raise UsageError("--value needs exactly one --indicator", next_step="name it")
    return chosen


def _allow(session: Session, command: str) -> None:
    if session.root is None:
        raise NoLogbookError("There is no logbook here", next_step="name one with --logbook")
    allow(session.root, command, session.environment)


class _Measure(NamedTuple):
    """An indicator's value now, and whether it meets its target; None where that can't be said."""

    indicator: str
    value: float | None
    unit: str
    meets: bool | None
    note: str


class _Look(NamedTuple):
    """What measuring gave: a value, or none and why; `is_waiting` where it waits for the person's leave."""

    value: float | None
    note: str = ""
    is_waiting: bool = False


def _by_hand(value: str, note: str) -> _Look:
    try:
        return _Look(float(value), note or "measured by hand")
    except ValueError:
        raise UsageError(f"{value!r} is not a number", next_step="for example --value 42.5") from None


def _measured(session: Session, indicator: Indicator, *, dry_run: bool) -> _Look:
    """Give an indicator's value, or None with the reason."""
    if indicator.source is None:
        return _Look(None, "nothing measures it")
    try:
        if indicator.source is not IndicatorSource.COMMAND:
            text = PathImportSource(_readable(session, indicator.place)).text()
        elif dry_run:
            return _Look(None, "a command is not run in a dry run")
        elif session.root is None or not is_allowed(session.root, indicator.place, session.environment):
            return _Look(None, f"not allowed yet: {indicator.place}", is_waiting=True)
        else:
            text = run_allowed(session.root, indicator.place, session.environment)
        return _Look(read_measure(indicator, text))
    except SourceError as error:
        return _Look(None, f"{error.what}{f' ({error.why})' if error.why else ''}")
    except UnreadableMeasureError as error:
        return _Look(None, str(error))


def _readable(session: Session, name: str) -> str:
    """Give the path of a file to measure; raises SourceError where an assistant asks for one outside of the logbook."""
    root = (session.root or session.here).resolve()
    path = (root / Path(name).expanduser()).resolve()
    if not session.include_private and not path.is_relative_to(root):
        raise SourceError(f"{name} is outside the logbook", next_step="measure it in a terminal")
    return str(path)


def _measure(indicator: Indicator, point: Point) -> _Measure:
    meets = None if point.value is None else indicator.meets(point.value)
    return _Measure(indicator.id, point.value, indicator.unit, meets, point.note)


def _shown(indicator: Indicator, measure: _Measure) -> tuple[str, str, str, str]:
    value = UNKNOWN if measure.value is None else f"{measure.value:g} {measure.unit}".strip()
    target = "" if indicator.target is None else f"{indicator.target:g}"
    met = "" if measure.meets is None else " met" if measure.meets else " missed"
    return indicator.id, value, f"{target}{met}", measure.note


# Which commands run on this machine is for the person at it to say, and so is every run.
JOB = Job("concern measure", run, interactive_only=("dry_run", "allow_commands"))
