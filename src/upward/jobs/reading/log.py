"""Record a chapter that you read, with its hours and your takeaway; or finish the whole book or course."""

from __future__ import annotations

from typing import Annotated

from upward.model.errors import UsageError
from upward.model.job import Job, JobResult
from upward.model.page import Page, Prose
from upward.model.record import Record
from upward.session.session import Session
from upward.session.writing import rewrite
from upward.text import edits
from upward.text.template_slots import blank_slots

# Hours of reading, not of calendar time: two and a half weeks and half a year of full work.
MOST_CHAPTER_HOURS = 100
MOST_BOOK_HOURS = 1000


def run(
    session: Session,
    reading: Annotated[str, "The record's id"],
    *,
    chapter: Annotated[str, "The chapter that was read"] = "",
    hours: Annotated[float, "The hours it took"] = 0.0,
    takeaway: Annotated[str, "What you will still need from it in a year"] = "",
    done: Annotated[bool, "The book or course is finished"] = False,
    dropped: Annotated[bool, "You stopped reading it"] = False,
    dry_run: Annotated[bool, "Show what would be written, and write nothing"] = False,
) -> JobResult:
    """Mark a chapter as read today; it needs a takeaway, and so does finishing the book."""
    record = session.record(reading, "reading")
    most = MOST_CHAPTER_HOURS if chapter else MOST_BOOK_HOURS
    if not 0 <= hours <= most:
        raise UsageError(
            f"{hours:g} hours is not a time that {'a chapter' if chapter else 'a book or course'} takes",
            next_step=f"give --hours between 0 and {most}",
        )
    if not chapter and not done and not dropped:
        raise UsageError("There is nothing to record", next_step="name --chapter TITLE, or give --done or --dropped")
    text = record.text
    if chapter:
        text = _with_chapter(session, record, chapter, hours, takeaway)
    if done or dropped:
        if done and not (takeaway or _has_takeaway(record)):
            raise UsageError(
                f"The takeaway from {record.title} is missing", why="it is finished only with one",
                next_step=f"write `## Takeaways` in {record.path}, or --takeaway TEXT with a --chapter",
            )  # fmt: skip
        state = "done" if done else "dropped"
        for key, value in (("state", state), *((("date", session.today.isoformat()),) if done else ())):
            text = edits.apply_edits([edits.set_value(text, key, value)], text)
    elif record.string("state") in {"", "planned"}:
        text = edits.apply_edits([edits.set_value(text, "state", "reading")], text)
    if hours and not chapter:
        text = edits.apply_edits([edits.set_value(text, "hours", f"{hours:g}")], text)
    rewrite(session, record, text, dry_run=dry_run)
    said = f"{'Would write' if dry_run else 'Wrote'} {record.path}: {chapter or ('done' if done else 'dropped')}."
    if chapter and _listed(record, chapter) is None:
        listed = ", ".join(str(each.get("title", "")) for each in record.mappings("chapters"))
        said += f" That chapter was not listed, and is added{f' to {listed}' if listed else ''}."
    return JobResult(Page(record.title, (Prose(said),)), {"id": record.id, "chapter": chapter or None, "done": done})


def _with_chapter(session: Session, record: Record, chapter: str, hours: float, takeaway: str) -> str:
    """Give the record's text with a chapter marked as read, a new one where it was not listed."""
    place = _listed(record, chapter)
    held = record.mappings("chapters")[place] if place is not None else {}
    if not takeaway and not held.get("takeaway"):
        raise UsageError(
            f"The takeaway from {chapter!r} is missing",
            why="in a year you will remember only what you put into a sentence",
            next_step='write --takeaway "…"',
        )  # fmt: skip
    found = {"hours": f"{hours:g}" if hours else "", "read": session.today.isoformat(), "takeaway": takeaway}
    text = record.text
    if place is None:
        return edits.apply_edits([edits.add_to_list(text, "chapters", {"title": chapter, **found})], text)
    for part, value in found.items():
        if value:
            text = edits.apply_edits([edits.set_in_list(text, "chapters", place, part, value)], text)
    return text


def _listed(record: Record, chapter: str) -> int | None:
    """Give the place of a chapter in the record's list; None where it is not there."""
    titles = (str(each.get("title", "")) for each in record.mappings("chapters"))
    return next((at for at, title in enumerate(titles) if title.casefold() == chapter.casefold()), None)


def _has_takeaway(record: Record) -> bool:
    text = blank_slots(record.text)
    sections = (each for each in record.sections if "takeaway" in each.title.lower())
    return any(each.get("takeaway") for each in record.mappings("chapters")) or any(
        section.body.cut(text).strip() for section in sections
    )


JOB = Job("reading log", run)
