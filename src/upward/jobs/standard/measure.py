"""Show how the adoption of a standard changed, from earlier checks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, NamedTuple

from upward.analysis.concerns.series import Point, parse_series, sparkline
from upward.model.errors import NothingFoundError
from upward.model.job import Job, JobResult, Names
from upward.model.page import Block, Callout, Heading, Page, Table, Tone
from upward.model.record import Record
from upward.session.session import Session
from upward.text.record_reader import decode_text


class AdoptionSeries(NamedTuple):
    """How a repository's adoption of a standard moved, in percent; None where it was never measured.

    A point is when it was measured, the value, and a note.
    """

    id: str
    repository: str
    first: float | None
    last: float | None
    points: tuple[tuple[datetime, float | None, str], ...]
    drawn: str


def run(
    session: Session,
    standard: Annotated[str, "The standard's id; by default all that were checked", Names.RECORD] = "",
) -> JobResult:
    """Show the first and the latest share of each repository, and which teams answered."""
    records = [session.record(standard, "standard")] if standard else list(session.corpus.records("standard"))
    rows: list[AdoptionSeries] = []
    blocks: list[Block] = []
    for record in records:
        points, problems = _series(session, record)
        own = [_adoption(record, name, [each for each in points if each.indicator == name]) for name in _names(points)]
        if not own:
            continue
        rows += own
        columns = ("repository", "first", "last", "over time")
        shown = tuple((row.repository, _share(row.first), _share(row.last), row.drawn) for row in own)
        blocks += [Heading(record.title), Table(columns, shown)]
        answers = [f"{each.get('team', '')} {each.get('answer', '')}" for each in record.mappings("adopters")]
        blocks += [Callout(f"Answers: {', '.join(answers)}.")] if answers else []
        blocks += [Callout(f"In the series of measurements, {problem}.", Tone.WARN) for problem in problems]
    if not rows:
        raise NothingFoundError(
            "No standard was checked yet",
            next_step="`upward standard check --repo PATH` checks one and records the result",
        )
    return JobResult(Page("Adoption over time", tuple(blocks)), rows, rows=rows)


def _series(session: Session, record: Record) -> tuple[list[Point], list[str]]:
    path = record.path.removesuffix(".md") + ".csv"
    return parse_series(decode_text(session.folder.read(path))) if session.folder.exists(path) else ([], [])


def _names(points: list[Point]) -> list[str]:
    return list(dict.fromkeys(point.indicator for point in points))


def _adoption(record: Record, name: str, points: list[Point]) -> AdoptionSeries:
    known = [point.value for point in points if point.value is not None]
    return AdoptionSeries(
        id=record.id,
        repository=name,
        first=known[0] if known else None,
        last=known[-1] if known else None,
        points=tuple((point.at, point.value, point.note) for point in points),
        drawn=sparkline(points),
    )


def _share(value: float | None) -> str:
    return "?" if value is None else f"{value:.0f}%"


JOB = Job("standard measure", run)
