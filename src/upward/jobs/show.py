"""Show one record."""

from __future__ import annotations

from typing import Annotated

from upward.model.job import Artefact, Job, JobResult, Names
from upward.model.page import CodeBlock, Page
from upward.session.session import Session
from upward.text.frontmatter import plain_values
from upward.text.record_reader import encode_text


def run(
    session: Session,
    record: Annotated[str, "The record's id or path", Names.RECORD],
    *,
    raw: Annotated[bool, "Show the file as it is"] = False,
) -> JobResult:
    """Show the record in the view of its kind."""
    found = session.record(record)
    kind = session.catalogue.kinds.get(found.kind)
    view = kind.view if kind is not None else None
    page = view(found, session.corpus) if view is not None and not raw else Page(found.path, (CodeBlock(found.text),))
    sections = {section.title: section.body.cut(found.text).strip() for section in found.sections}
    data = {
        "id": found.id,
        "kind": found.kind,
        "path": found.path,
        "title": found.title,
        "fields": plain_values(found.fields),
        "sections": sections,
        "text": found.text,
    }
    return JobResult(page, data, artefacts=(Artefact(encode_text(found.text), (".md", ".markdown")),))


JOB = Job("show", run, group="Write")
