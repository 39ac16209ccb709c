"""List records, the latest first."""

from __future__ import annotations

from typing import Annotated

from upward.model.job import Job, JobResult, Names
from upward.model.page import Page, Prose, Table
from upward.session.session import Session
from upward.text.frontmatter import plain_values
from upward.text.words import count_noun


def run(
    session: Session,
    kind: Annotated[str, "Only this kind", Names.KIND] = "",
    *,
    tag: Annotated[str, "Only records with this tag, theme, principle or criterion"] = "",
) -> JobResult:
    """List the records, the latest first."""
    if kind:
        session.kind(kind)
    keys = ("tags", "themes", "principles", "leadership", "criteria", "areas")
    found = [
        record
        for record in session.corpus.records(kind or None)
        if not tag or any(tag in record.strings(key) for key in keys)
    ]
    ordered = sorted(found, key=lambda record: (record.string("date"), record.id), reverse=True)
    rows = tuple((record.id, record.kind, record.string("date")[:10], record.title) for record in ordered)
    data = [
        {
            "id": record.id,
            "kind": record.kind,
            "path": record.path,
            "title": record.title,
            "fields": plain_values(record.fields),
        }
        for record in ordered
    ]
    shown = (
        Table(("id", "kind", "date", "title"), rows)
        if rows
        else Prose("No records yet. `upward mine PATH --save` collects evidence; `upward add KIND` writes a record.")
    )
    return JobResult(Page(count_noun(len(rows), "record"), (shown,)), data, rows=data)


JOB = Job("list", run, group="Write")
