"""Delete a mentoring record for good when the person withdraws their consent, and say where traces remain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from upward.model.job import Job, JobResult
from upward.model.page import Block, Callout, Items, Page, Prose, Tone
from upward.model.record import Record
from upward.session.session import Session
from upward.store.logbook.traces import commits_holding, discard_index, files_holding
from upward.text.words import count_noun

# Initials would be found everywhere.
MIN_NAME = 3
MOST_SHOWN = 20


def run(
    session: Session,
    mentoring: Annotated[str, "The record's id"],
    *,
    dry_run: Annotated[bool, "Show what would be removed and what would remain, and remove nothing"] = False,
) -> JobResult:
    """Delete the record and the index; records and files that mention it, commits and copies are left to you."""
    record = session.record(mentoring, "mentoring")
    traces = _traces(session, record)
    files, closed = _files(session, record, traces)
    outside = _outside(session, record, closed)
    if not dry_run:
        session.folder.require_unchanged(record.path, record.digest)
        session.folder.remove(record.path)
        session.invalidate()
        if session.root is not None:
            # The text of a removed row stays in an index's free pages until they are written again.
            discard_index(session.root)
    said = f"{'Would remove' if dry_run else 'Removed'} {record.path} and the logbook's index for good."
    blocks: list[Block] = [Callout(said, Tone.WARN)]
    if traces:
        blocks += [Prose("These records still mention it; edit or remove them:"), Items(_shown(traces))]
    if files:
        blocks += [Prose("These files, written from it or beside it, still contain it:"), Items(_shown(files))]
    blocks += [Prose("upward cannot remove it from:"), Items(tuple(outside))]
    data = {"id": record.id, "removed": not dry_run, "traces": traces, "files": files, "outside": outside}
    return JobResult(Page("Consent withdrawn", tuple(blocks)), data)


def _shown(paths: Sequence[str]) -> tuple[str, ...]:
    more = len(paths) - MOST_SHOWN
    return (*paths[:MOST_SHOWN], *((f"and {more} more, in --format json",) if more > 0 else ()))


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


def _files(session: Session, record: Record, traces: Sequence[str]) -> tuple[list[str], list[str]]:
    """Give the files beside the records that hold it, such as exports and proposals, and those that cannot be read."""
    if session.root is None:
        return [], []
    person = record.string("person").strip()
    names = [record.id, record.title, *([person] if len(person) >= MIN_NAME else [])]
    found, closed = files_holding(session.root, names)
    known = {record.path, *traces}
    return [path for path in found if path not in known and "index.sqlite3" not in path], closed


def _outside(session: Session, record: Record, closed: Sequence[str]) -> list[str]:
    """Say what cannot be removed from here."""
    commits = commits_holding(session.root, record.path) if session.root is not None else None
    found = []
    if commits is not None:
        found.append(
            f"{count_noun(commits, 'commit')} of the repository around the logbook, and its other branches and clones: "
            f"`git log --all -- {record.path}` lists them, `git filter-repo --invert-paths --path {record.path}` takes "
            "the file out of a history"
        )
    if closed:
        found.append(f"files whose text cannot be searched here: {', '.join(closed[:MOST_SHOWN])}")
    return [*found, "backups and synchronised folders", "what was exported to another folder, sent or printed before"]


# Deleting is for the person at the keyboard.
JOB = Job("mentor withdraw", run, interactive_only=("dry_run",))
