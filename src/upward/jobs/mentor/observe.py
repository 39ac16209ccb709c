"""Record an observation, a baseline, a hand-over, or the person's own words."""

from __future__ import annotations

from typing import Annotated

from upward.model.errors import UsageError
from upward.model.job import Job, JobResult
from upward.model.page import Page, Prose
from upward.session.session import Session
from upward.session.writing import rewrite
from upward.text import edits
from upward.text.dates import parse_date


def run(
    session: Session,
    mentoring: Annotated[str, "The record's id"],
    *,
    text: Annotated[str, "What you saw, or what was done"] = "",
    measure: Annotated[str, "What was measured"] = "",
    value: Annotated[str, "The value, or what was seen"] = "",
    unit: Annotated[str, "Its unit"] = "",
    baseline: Annotated[bool, "Record it as the baseline"] = False,
    own_words: Annotated[bool, "TEXT is in their own words"] = False,
    handed_over: Annotated[str, "What they own from today on"] = "",
    dry_run: Annotated[bool, "Show what would be written, and write nothing"] = False,
) -> JobResult:
    """Add one entry with today's date; refused until both have agreed."""
    record = session.record(mentoring, "mentoring")
    agreed = parse_date(record.string("agreed"))
    if agreed is None or agreed > session.today:
        raise UsageError(
            f"{record.id} has no agreement of today or before", why="notes about a person need their consent",
            next_step=f"agree on them, and write `agreed: {session.today}` into {record.path}",
        )  # fmt: skip
    today = session.today.isoformat()
    if handed_over:
        key, entry = "hand-overs", {"date": today, "area": handed_over}
    elif own_words and text:
        key, entry = "own-words", {"date": today, "text": text}
    elif baseline and measure and value:
        if any(each.get("measure") == measure for each in record.mappings("observations")):
            raise UsageError(
                f"{measure} was observed already, so it has no baseline any more",
                next_step="record the value as an observation",
            )
        key, entry = "baseline", {"date": today, "measure": measure, "value": value, "unit": unit}
    elif not baseline and (text or (measure and value)):
        key, entry = "observations", {"date": today, "text": text, "measure": measure, "value": value, "unit": unit}
    else:
        raise UsageError(
            "There is nothing to record", next_step="give --text, or --measure with --value, or --handed-over"
        )
    text_after = edits.apply_edits([edits.add_to_list(record.text, key, entry)], record.text)
    rewrite(session, record, text_after, dry_run=dry_run)
    said = Prose(f"{'Would add' if dry_run else 'Added'} to {key} of {record.path}.")
    return JobResult(Page(record.title, (said,)), {"id": record.id, "key": key, "entry": entry})


JOB = Job("mentor observe", run)
