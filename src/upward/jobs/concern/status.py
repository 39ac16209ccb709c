"""Show a concern's indicators: trend, target, error budget, and what could not be measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

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
    """How an indicator stands; `verdict` is met, missed, burning, measured or ?."""

    id: str
    indicator: Indicator
    points: tuple[Point, ...]
    latest: float | None
    meets: bool | None
    trend: Trend
    budget: Budget | None

    @property
    def verdict(self) -> str:
        """The status in a word; `?` where the last attempt could not look."""
        if not self.points or self.points[-1].value is None:
            return UNKNOWN
        if self.budget is not None:
            return "burning" if self.budget.burn > 1 else "within budget"
        return "measured" if self.meets is None else "met" if self.meets else "missed"


def statuses(session: Session, record: Record) -> list[IndicatorStatus]:
    """Give the status of each indicator of a concern."""
    points, _, _ = read_series(session, record)
    return list(_statuses(record, points, session))


def _statuses(record: Record, points: list[Point], session: Session) -> Iterator[IndicatorStatus]:
    for indicator in parse_indicators(record):
        own = of_indicator(points, indicator)
        values = known(own)
        latest = values[-1][1] if values else None
        meets = None if latest is None else indicator.meets(latest)
        budget = error_budget(own, indicator, session.today)
        yield IndicatorStatus(indicator.id, indicator, tuple(own), latest, meets, trend(own, indicator), budget)


def run(
    session: Session, concern: Annotated[str, "The concern's id; by default all open ones", Names.RECORD] = ""
) -> JobResult:
    """Show trends and targets; exit code 1 where something is missed, burning, unknown or overdue."""
    records = (
        [session.record(concern, "concern")]
        if concern
        else [each for each in session.corpus.records("concern") if each.string("status") in {"", "open"}]
    )
    blocks: list[Block] = []
    rows: list[dict[str, Any]] = []
    for record in records:
        points, problems, _ = read_series(session, record)
        found = list(_statuses(record, points, session))
        due = parse_date(record.string("review-by"))
        overdue = due is not None and due < session.today and record.string("status") in {"", "open"}
        rows.append({"id": record.id, "overdue": overdue, "indicators": [_row(each) for each in found]})
        blocks += [Heading(record.title), *_blocks(record, found, overdue=overdue)]
        blocks += [Callout(f"In the series of measurements, {problem}.", Tone.WARN) for problem in problems]
    failing = any(
        row["overdue"] or any(each["status"] in {"missed", "burning", UNKNOWN} for each in row["indicators"])
        for row in rows
    )
    none = Callout("No open concerns.", Tone.GOOD)
    return JobResult(
        Page("Concerns", tuple(blocks) or (none,)), rows[0] if concern else rows, rows=rows, succeeded=not failing
    )


def _blocks(record: Record, found: list[IndicatorStatus], *, overdue: bool) -> Iterator[Block]:
    facts = (("owner", written(record, "owner") or "none"), ("interest", written(record, "interest")))
    yield FactList(tuple(pair for pair in facts if pair[1]))
    if overdue:
        yield Callout(f"The review was due on {record.string('review-by')}.", Tone.WARN)
    if found:
        yield Table(("indicator", "latest", "target", "status", "trend", "series"), tuple(map(_cells, found)))
    for each in found:
        if each.points and each.points[-1].value is None:
            yield Callout(f"{each.id} could not be measured: {each.points[-1].note}.", Tone.WARN)
        if each.budget is not None:
            yield Callout(_budget_text(each, each.budget), Tone.BAD if each.budget.burn > 1 else Tone.GOOD)


def _budget_text(each: IndicatorStatus, budget: Budget) -> str:
    recent = f", {budget.burn_recent:g} in the last 3 days" if budget.burn_recent is not None else ""
    return (
        f"{each.id}: the error budget burns at {budget.burn:g} times the allowed rate{recent} "
        f"(measured on {budget.days_measured} of {budget.days} days)."
    )


def _cells(each: IndicatorStatus) -> tuple[str, ...]:
    unit = each.indicator.unit
    latest = UNKNOWN if each.latest is None else f"{each.latest:g} {unit}".strip()
    target = "" if each.indicator.target is None else f"{each.indicator.target:g}"
    if each.indicator.objective is not None:
        target = f"{each.indicator.objective:.2%}"
    return each.id, latest, target, each.verdict, each.trend.value, sparkline(each.points)


def _row(each: IndicatorStatus) -> dict[str, Any]:
    return {
        "id": each.id,
        "latest": each.latest,
        "unit": each.indicator.unit,
        "target": each.indicator.target,
        "status": each.verdict,
        "trend": each.trend,
        "points": [(point.at, point.value, point.note) for point in each.points],
        "budget": each.budget,
    }


JOB = Job("concern status", run)
