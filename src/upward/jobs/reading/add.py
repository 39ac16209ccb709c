"""Add a book or a course to your list, or a chapter with the gap it is for."""

from __future__ import annotations

from typing import Annotated, Literal

from upward.model.errors import UsageError
from upward.model.job import Job, JobResult
from upward.model.page import Page, Prose
from upward.model.record import Record, Value
from upward.session.session import Session
from upward.session.writing import create_record, rewrite
from upward.text import edits
from upward.text.record_writer import slug
from upward.text.suggestion import unknown_name


def run(
    session: Session,
    title: Annotated[str, "The title, or the id of a record or of an item on the reading list"],
    *,
    author: Annotated[str, "The author, or who gives the course"] = "",
    form: Annotated[Literal["", "book", "course", "article", "talk"], "What it is; a book by default"] = "",
    teaches: Annotated[str, "For a course: what it must teach, so that it can be replaced by another"] = "",
    chapter: Annotated[str, "A chapter or unit that matters to you"] = "",
    why: Annotated[str, "The gap that the chapter is for"] = "",
    serves: Annotated[str, "The criterion it helps with"] = "",
    dry_run: Annotated[bool, "Show what would be written, and write nothing"] = False,
) -> JobResult:
    """Add a book or course, from the reading list if it is there, or a chapter. A course needs what it must teach."""
    _require_criterion(session, serves)
    if why and not chapter:
        raise UsageError("--why gives the reason for a chapter", next_step="name the chapter with --chapter TITLE")
    entry = {"title": chapter, "why": why, "serves": serves}
    record = _known(session, title)
    if record is not None:
        if not chapter:
            raise UsageError(
                f"{record.id} is on the list already", next_step="add a chapter with --chapter TITLE --why GAP"
            )
        rewrite(session, record, [edits.add_to_list(record.text, "chapters", entry)], dry_run=dry_run)
        ident, path = record.id, record.path
    else:
        fields = _fields(session, title, author, form, teaches)
        if fields["form"] == "course" and not fields["teaches"]:
            raise UsageError(
                f"What {title} must teach is missing",
                why="without it you cannot find another course when this one is gone",
                next_step='write --teaches "…"',
            )  # fmt: skip
        if chapter:
            fields["chapters"] = [{key: value for key, value in entry.items() if value}]
        elif serves:
            fields["serves"] = [serves]
        made = create_record(session, "reading", fields, dry_run=dry_run)
        ident, path = made.id, made.path
    said = Prose(f"{'Would write' if dry_run else 'Wrote'} {path}.")
    step = Prose(f'After a chapter: `upward reading log {ident} --chapter TITLE --hours 2 --takeaway "…"`.')
    return JobResult(Page(title, (said, step)), {"id": ident, "path": path, "chapter": chapter or None})


def _require_criterion(session: Session, ident: str) -> None:
    known = [criterion.id for each in session.rubrics.values() for criterion in each.criteria]
    if ident and ident not in known:
        raise unknown_name(
            "criterion", ident, known, "`upward readiness` lists the criteria; `upward rubric` shows one rubric's"
        )


def _fields(session: Session, title: str, author: str, form: str, teaches: str) -> dict[str, Value]:
    books = [book for each in session.rubrics.values() for book in each.books]
    listed = next((book for book in books if title in (book.id, book.title)), None)
    fields: dict[str, Value] = {
        "title": listed.title if listed else title,
        "author": author or (listed.author if listed else ""),
        "form": form or (listed.form if listed else "book"),
        "state": "planned",
        "teaches": teaches or (listed.teaches if listed else ""),
        "source": listed.id if listed else "",
    }
    if listed:
        fields["serves"] = list(listed.serves)
    return fields


def _known(session: Session, title: str) -> Record | None:
    wanted = slug(title)
    found = (
        record
        for record in session.corpus.records("reading")
        if wanted in (record.id, slug(record.title), record.string("source"))
    )
    return next(found, None)


JOB = Job("reading add", run)
