"""Find candidates for concerns in git: code that changes often and has no active owner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from upward.analysis.concerns.ownership import ACTIVE_DAYS, CHURN_DAYS, Candidate, FileTouch, unowned_files
from upward.analysis.identities.people import identity_kind
from upward.model.effort import Person, RawCommit
from upward.model.job import PLACE, Job, JobResult
from upward.model.page import Callout, Page, Prose, Table, Tone
from upward.model.ports import Git
from upward.session.session import Session
from upward.store.import_source import PathImportSource

# Owners are judged by the last three years; what was before says little about who owns it now.
MOST_DAYS = 3 * 365


def run(session: Session, path: Annotated[str, "The repository", PLACE] = ".") -> JobResult:
    """List files that changed at least five times in a year and have no active owner; none is a concern yet."""
    git = PathImportSource(str((session.here / Path(path).expanduser()).resolve())).git()
    found = unowned_files(_touches(session, git), git.files(), session.today)
    rows = [
        {"path": each.path, "changes": each.changes, "people": each.people, "because": list(each.because)}
        for each in found
    ]
    said = Prose(
        f"Counts changes in the last {CHURN_DAYS} days; an owner is active if they committed in "
        f"the last {ACTIVE_DAYS} days. To record a concern, run `upward add concern TITLE --set "
        "paths=PATH`."
    )
    if not found:
        none = Callout("No file that changes often lacks an active owner.", Tone.GOOD)
        return JobResult(Page("Candidates for concerns", (none,)), rows, rows=rows)
    table = Table(("file", "changes", "people", "why"), tuple(map(_cells, found)))
    return JobResult(Page("Candidates for concerns", (table, said)), rows, rows=rows)


def _cells(each: Candidate) -> tuple[str, ...]:
    return each.path, str(each.changes), str(each.people), "; ".join(each.because)


def _touches(session: Session, git: Git) -> Iterator[FileTouch]:
    authors: dict[str, tuple[str, datetime]] = {}
    for commit in git.log():
        name, when = _author(commit)
        if name and (session.today - when.date()).days <= MOST_DAYS:
            authors[commit.oid.decode("ascii")] = name, when
    for oid, changes in session.progress(git.changes(list(authors)), "Reading changes", total=len(authors)):
        name, when = authors[oid]
        yield from (FileTouch(change.path, name, when.date()) for change in changes)


def _author(commit: RawCommit) -> tuple[str, datetime]:
    """Give who wrote a commit, and when; no name for a merge, a bot or a tool."""
    name, email = (raw.decode("utf-8", "replace") for raw in (commit.name, commit.email))
    seconds = commit.when.split()[0] if commit.when.split() else b"0"
    when = datetime.fromtimestamp(int(seconds) if seconds.lstrip(b"-").isdigit() else 0, UTC)
    is_person = identity_kind(Person(name, email)) == "person" and len(commit.parents.split()) <= 1
    return (name if is_person else ""), when


JOB = Job("concern find", run)
