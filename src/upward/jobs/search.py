"""Search the text of all records."""

from __future__ import annotations

from typing import Annotated

from upward.model.job import Job, JobResult
from upward.model.page import Page, Prose, Table
from upward.session.session import Session


def run(
    session: Session,
    words: Annotated[tuple[str, ...], "Words or beginnings of words; a record must contain all of them"],
    *,
    limit: Annotated[int, "How many records to show"] = 20,
) -> JobResult:
    """List the records that contain all the words, best first; exit code 1 if there are none."""
    found = session.corpus.search(" ".join(words), limit)
    rows = tuple((record.id, record.kind, record.string("date")[:10], record.title) for record in found)
    data = [{"id": record.id, "kind": record.kind, "path": record.path, "title": record.title} for record in found]
    shown = Table(("id", "kind", "date", "title"), rows) if rows else Prose("No record contains all of these words.")
    return JobResult(Page(f"{len(rows)} found", (shown,)), data, rows=data, succeeded=bool(rows))


JOB = Job("search", run, group="Write")
