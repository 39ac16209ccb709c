"""Close a concern with its values before and after, and draft evidence of it."""

from __future__ import annotations

from typing import Annotated

from upward.analysis.concerns.concern import Indicator, parse_indicators
from upward.analysis.concerns.series import Point, known, of_indicator
from upward.jobs.concern._series import read_series
from upward.model.errors import UsageError
from upward.model.job import Job, JobResult, Names
from upward.model.page import Callout, Page, Prose, Table, Tone
from upward.model.record import Record
from upward.session.session import Session
from upward.session.writing import draft_evidence, rewrite
from upward.text import edits


def run(
    session: Session,
    concern: Annotated[str, "The concern's id", Names.RECORD],
    *,
    settled_by: Annotated[str, "What resolved it"] = "",
    accept: Annotated[str, "Accept the concern as it is, and why"] = "",
    dry_run: Annotated[bool, "Show what would be written, and write nothing"] = False,
) -> JobResult:
    """Close a concern if its indicators were measured before and after the change; or accept it with a reason."""
    record = session.record(concern, "concern")
    if record.string("status") == "closed":
        raise UsageError(
            f"{record.id} is closed already", next_step="`upward list evidence` shows the evidence drafted from it"
        )
    if accept:
        text = edits.apply_edits([edits.set_value(record.text, "status", "accepted")], record.text)
        text = edits.apply_edits([edits.set_value(text, "settled-by", f"accepted: {accept}")], text)
        rewrite(session, record, text, dry_run=dry_run)
        said = Callout(f"{'Would accept' if dry_run else 'Accepted'} {record.id}: {accept}", Tone.PLAIN)
        return JobResult(Page(record.title, (said,)), {"id": record.id, "status": "accepted"})
    if not settled_by:
        raise UsageError(
            "What resolved it is missing", next_step='write --settled-by "the change", or --accept "the reason"'
        )
    points, _, _ = read_series(session, record)
    measured = [found for each in parse_indicators(record) if (found := _before_after(each, points))]
    if not measured:
        raise UsageError(
            f"{record.id} has no indicator with measurements on two days",
            why="closing needs one value before the change and one after",
            next_step=(f"run `upward concern measure {record.id}`; --value records a value that you measured yourself"),
        )
    return _close(session, record, settled_by, measured, dry_run=dry_run)


def _before_after(
    indicator: Indicator, points: list[Point]
) -> tuple[Indicator, tuple[str, float], tuple[str, float]] | None:
    values = known(of_indicator(points, indicator))
    if not values or values[0][0].date() == values[-1][0].date():
        return None
    (first, before), (last, after) = values[0], values[-1]
    return indicator, (first.date().isoformat(), before), (last.date().isoformat(), after)


def _close(
    session: Session,
    record: Record,
    settled_by: str,
    measured: list[tuple[Indicator, tuple[str, float], tuple[str, float]]],
    *,
    dry_run: bool,
) -> JobResult:
    better = [each for each in measured if (each[2][1] > each[1][1]) is each[0].up and each[2][1] != each[1][1]]
    if not better:
        said = ", ".join(f"{each.id} {before:g} -> {after:g}" for each, (_, before), (_, after) in measured)
        raise UsageError(
            f"No indicator of {record.id} improved", why=said, next_step='accept the concern with --accept "the reason"'
        )
    made = draft_evidence(
        session,
        record,
        title=f"Concern resolved: {record.title}",
        started=record.string("date"),
        measures=[
            {
                "id": each.id, "value": f"{after[1]:g}", "unit": each.unit or each.what, "baseline": f"{before[1]:g}",
                "period": f"{before[0]} to {after[0]}", "status": "measured",
                "method": f"{each.source.value if each.source else 'by hand'}, series beside {record.path}",
            }
            for each, before, after in measured
        ],
        what=f"{record.title}. Resolved by: {settled_by}.",
        dry_run=dry_run,
    )  # fmt: skip
    text = record.text
    for key, value in (("status", "closed"), ("settled-by", settled_by)):
        text = edits.apply_edits([edits.set_value(text, key, value)], text)
    text = edits.apply_edits([edits.add_to_list(text, "evidence", made.id)], text)
    rewrite(session, record, text, dry_run=dry_run)
    rows = tuple(
        (each.id, f"{before[1]:g} ({before[0]})", f"{after[1]:g} ({after[0]})") for each, before, after in measured
    )
    blocks = (
        Callout(f"{'Would close' if dry_run else 'Closed'} {record.id}.", Tone.GOOD),
        Table(("indicator", "before", "after"), rows),
        Prose(f"{'Would draft' if dry_run else 'Drafted'} {made.path}; add your own part to it."),
    )
    return JobResult(Page(record.title, blocks), {"id": record.id, "evidence": made.id, "path": made.path})


JOB = Job("concern close", run)
