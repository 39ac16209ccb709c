"""Review decisions that are due, and see how well predictions held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, NamedTuple

from upward.analysis.decisions.calibration import LEAST, Calibration, Prediction, calibration_of, predictions_of
from upward.jobs.decide._log import decisions_at
from upward.model.job import PLACE, Job, JobResult
from upward.model.json_value import as_json
from upward.model.page import Block, Callout, Heading, Meter, Page, Prose, Table, Tone
from upward.model.record import Record
from upward.session.session import Session
from upward.text.dates import parse_date
from upward.text.words import count_noun


class DueDecision(NamedTuple):
    """A decision that is due for a look back, and since when."""

    due: str
    path: str
    title: str


def run(
    session: Session,
    path: Annotated[str, "A decision, or a folder of them; by default the logbook's", PLACE] = "",
) -> JobResult:
    """List the decisions that are due for review; exit code 1 if there are any."""
    today = session.today
    records = decisions_at(session, path)
    stated = list(predictions_of(records))
    due = sorted(_due(records, stated, today))
    late = [each for each in stated if each.came is None and each.by is not None and each.by <= today]
    calibration = calibration_of(stated)
    data = {
        "due": due,
        "predictions": [as_json(each, "path", "text", "probability", "by", "came", "measured") for each in stated],
        "calibration": calibration,
    }
    blocks = (*_overdue(due, late), *(_calibration(calibration, len(stated)) if stated else ()))
    return JobResult(Page("Decisions to review", blocks), data, rows=due, succeeded=not due and not late)


def _due(records: Sequence[Record], stated: Sequence[Prediction], today: date) -> Iterator[DueDecision]:
    for record in records:
        day = parse_date(record.string("x-revisit"))
        own = [each for each in stated if each.path == record.path]
        looked_at = bool(own) and all(each.came is not None for each in own)
        if day is not None and day <= today and not looked_at:
            yield DueDecision(day.isoformat(), record.path, record.title)


def _overdue(due: Sequence[DueDecision], late: Sequence[Prediction]) -> Iterator[Block]:
    if due:
        yield Table(("since", "decision", "title"), tuple(due))
    if late:
        rows = tuple((str(each.by), each.path, each.text, _percent(each.probability)) for each in late)
        yield Heading("Predictions without an outcome")
        yield Table(("by", "decision", "prediction", "sure"), rows)
        yield Prose("Add `came: yes` or `came: no` and what was `measured` to each prediction.")
    if not due and not late:
        yield Callout("No decision is due for review.", Tone.GOOD)


def _percent(share: float | None) -> str:
    return "not said" if share is None else f"{share:.0%}"


def _calibration(found: Calibration, predictions: int) -> Iterator[Block]:
    yield Heading("Calibration of predictions")
    if found.brier is None:
        outcomes = f"{count_noun(found.known, 'outcome')} known of {count_noun(predictions, 'prediction')}"
        yield Callout(f"{outcomes}: at least {LEAST} are needed to show how well calibrated you are.")
        return
    for each in found.bins:
        low, high = each.interval
        caption = f"expected {each.expected:.0%}, 95 % interval {low:.0%}-{high:.0%}"
        yield Meter(f"{each.said} ({each.count})", each.came, caption)
    yield Callout(
        f"Over {found.known} outcomes the mean squared error is {found.brier:.2f}; always saying 50 % gives 0.25."
    )


JOB = Job("decide review", run)
