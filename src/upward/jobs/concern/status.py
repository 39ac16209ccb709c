"""Show a concern's indicators: trend, target, error budget, and what could not be measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from upward.analysis.concerns.concern import Indicator, parse_indicators
from upward.analysis.concerns.series import (
    UNKNOWN,
    Budget,
    Point,
    Trend,
    error_budget,
    known,
    of_indicator,
    sparkline,
    trend,
)
from upward.jobs.concern._series import read_series
from upward.model.job import Job, JobResult, Names
from upward.model.page import Block, Callout, FactList, Heading, Page, Table, Tone
from upward.model.record import Record
from upward.session.session import Session
from upward.text.dates import parse_date
from upward.text.template_slots import written


@dataclass(frozen=True, slots=True)
class IndicatorStatus:
    """How an indicator stands; `status` is met, missed, burning, within budget, measured, or ? where it is not known.

    A point is when it was measured, the value, and a note.
    """

    id: str
    latest: float | None
    unit: str
    target: float | None
    status: str
    trend: Trend
    points: tuple[tuple[datetime, float | None, str], ...]
    budget: Budget | None
    _objective: float | None
    _series: tuple[Point, ...]

    def cells(self) -> tuple[str, ...]:
        """Give the row of a table: id, latest, target, status, trend and the series drawn."""
        latest = UNKNOWN if self.latest is None else f"{self.latest:g} {self.unit}".strip()
        target = "" if self.target is None else f"{self.target:g}"
        if self._objective is not None:
            target = f"{self._objective:.2%}"
        return self.id, latest, target, self.status, self.trend.value, sparkline(self._series)


@dataclass(frozen=True, slots=True)
class ConcernStatus:
    """How a concern stands; it is overdue where the day of its review is past."""

    id: str
    overdue: bool
    indicators: tuple[IndicatorStatus, ...]

    @property
    def failing(self) -> bool:
        """Whether its review is overdue, or an indicator is missed, burning or unknown."""
        return self.overdue or any(each.status in {"missed", "burning", UNKNOWN} for each in self.indicators)


def statuses(session: Session, record: Record) -> list[IndicatorStatus]:
    """Give the status of each indicator of a concern."""
    points, _, _ = read_series(session, record)
    return list(_statuses(record, points, session))


def _statuses(record: Record, points: list[Point], session: Session) -> Iterator[IndicatorStatus]:
    for indicator in parse_indicators(record):
        own = of_indicator(points, indicator)
        values = known(own)
        latest = values[-1][1] if values else None
        budget = error_budget(own, indicator, session.today)
        yield IndicatorStatus(
            indicator.id,
            latest,
            indicator.unit,
            indicator.target,
            _status(own, indicator, budget),
            trend(own, indicator),
            tuple((point.at, point.value, point.note) for point in own),
            budget,
            _objective=indicator.objective,
            _series=tuple(own),
        )


def _status(points: Sequence[Point], indicator: Indicator, budget: Budget | None) -> str:
    """Give the status in a word; `?` where the last attempt could not look."""
    if not points or points[-1].value is None:
        return UNKNOWN
    meets = indicator.meets(points[-1].value)
    if budget is not None:
        return "burning" if budget.burn > 1 else "within budget"
    return "measured" if meets is None else "met" if meets else "missed"


def run(
    session: Session, concern: Annotated[str, "The concern's id; by default all open ones", Names.RECORD] = ""
) -> JobResult:
    """Show trends and targets; exit code 1 if an indicator is missed, burning or unknown, or a review is overdue."""
    records = (
        [session.record(concern, "concern")]
        if concern
        else [each for each in session.corpus.records("concern") if each.string("status") in {"", "open"}]
    )
    blocks: list[Block] = []
    rows: list[ConcernStatus] = []
    for record in records:
        points, problems, _ = read_series(session, record)
        found = list(_statuses(record, points, session))
        due = parse_date(record.string("review-by"))
        overdue = due is not None and due < session.today and record.string("status") in {"", "open"}
        rows.append(ConcernStatus(record.id, overdue, tuple(found)))
        blocks += [Heading(record.title), *_blocks(record, rows[-1])]
        blocks += [Callout(f"In the series of measurements, {problem}.", Tone.WARN) for problem in problems]
    failing = any(each.failing for each in rows)
    none = Callout("No open concerns.", Tone.GOOD)
    return JobResult(
        Page("Concerns", tuple(blocks) or (none,)), rows[0] if concern else rows, rows=rows, succeeded=not failing
    )


def _blocks(record: Record, row: ConcernStatus) -> Iterator[Block]:
    facts = (("owner", written(record, "owner") or "none"), ("interest", written(record, "interest")))
    yield FactList(tuple(pair for pair in facts if pair[1]))
    if row.overdue:
        yield Callout(f"The review was due on {record.string('review-by')}.", Tone.WARN)
    if row.indicators:
        columns = ("indicator", "latest", "target", "status", "trend", "series")
        yield Table(columns, tuple(each.cells() for each in row.indicators))
    for each in row.indicators:
        if each.points:
            _, value, note = each.points[-1]
            if value is None:
                yield Callout(f"{each.id} could not be measured: {note}.", Tone.WARN)
        if each.budget is not None:
            yield Callout(_budget_text(each, each.budget), Tone.BAD if each.budget.burn > 1 else Tone.GOOD)


def _budget_text(each: IndicatorStatus, budget: Budget) -> str:
    recent = f", {budget.burn_recent:g} in the last 3 days" if budget.burn_recent is not None else ""
    return (
        f"{each.id}: the error budget burns at {budget.burn:g} times the allowed rate{recent} "
        f"(measured on {budget.days_measured} of {budget.days} days)."
    )


JOB = Job("concern status", run)
