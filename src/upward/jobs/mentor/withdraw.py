"""Remove a mentoring record for good, because the person withdrew their consent; say where traces remain."""

from __future__ import annotations

from typing import Annotated

from upward.model.job import Job, JobResult
from upward.model.page import Block, Callout, Items, Page, Prose, Tone
from upward.model.record import Record
from upward.session.session import Session

# Initials would be found everywhere.
MIN_NAME = 3


def run(
    session: Session,
    mentoring: Annotated[str, "The record's id"],
    *,
    dry_run: Annotated[bool, "Say what would be removed and what remains, and remove nothing"] = False,
) -> JobResult:
    """Delete the record; other records that speak of it, and copies, are listed and left to you."""
    record = session.record(mentoring, "mentoring")
    traces = _traces(session, record)
    if not dry_run:
        session.folder.require_unchanged(record.path, record.digest)
        session.folder.remove(record.path)
        session.invalidate()
    blocks: list[Block] = [Callout(f"{'Would remove' if dry_run else 'Removed'} {record.path} for good.", Tone.WARN)]
    if traces:
        blocks += [Prose("It is still spoken of in:"), Items(tuple(traces))]
    outside = [
        "commits, where the logbook is kept in git: `git log --all -- " + record.path + "` shows them",
        "backups, clones and synchronised folders",
        "what was exported or printed before",
    ]
    blocks += [Prose("upward cannot remove it from:"), Items(tuple(outside))]
    data = {"id": record.id, "removed": not dry_run, "traces": traces, "outside": outside}
    return JobResult(Page("Consent withdrawn", tuple(blocks)), data)


def _traces(session: Session, record: Record) -> list[str]:
    """Give the records that link to it, that it links to, that bear its title, or that hold its pseudonym."""
    person = record.string("person").strip().lower()
    linked = {*record.strings("evidence"), record.id}
    return [
        each.path
        for each in session.corpus.records()
        if each.path != record.path
        and (
            each.id in linked
            or record.id in each.text
            or each.title == record.title
            or (len(person) >= MIN_NAME and person in each.text.lower())
        )
    ]


# Deleting is for the person at the keyboard.
JOB = Job("mentor withdraw", run, interactive_only=("dry_run",))
