"""Read for your gaps: what to read next and why, the hours it took, and your takeaways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, NamedTuple

from upward.analysis.growth.readiness import readiness
from upward.analysis.growth.reading_choice import hours_per_chapter
from upward.analysis.growth.reading_plan import GapReading, gap_readings, hours_taken, owed_takeaways
from upward.model.job import Job, JobResult, Names
from upward.model.page import Block, Callout, FactList, Heading, Items, Page, Prose, Table, Tone
from upward.model.record import Record
from upward.session.session import Session


class CurrentReading(NamedTuple):
    """A book or course on one's list: how many chapters are read, and the titles of those left."""

    id: str
    title: str
    state: str
    left: tuple[str, ...]
    read: int
    teaches: str


def run(
    session: Session,
    *,
    rubric: Annotated[str, "The rubric's id", Names.RUBRIC] = "",
    level: Annotated[str, "The level you aim at"] = "",
) -> JobResult:
    """Show what to read for criteria without evidence, what you are reading, hours, and missing takeaways."""
    chosen = session.rubric(rubric)
    wanted = level or (session.settings.level if session.settings.level in chosen.levels else "")
    books = {book.id: book for each in session.rubrics.values() for book in each.books}
    records = session.corpus.records()
    readings = [record for record in records if record.kind == "reading"]
    judged = readiness(records, chosen, wanted, session.today, {}, session.me)
    gaps = list(gap_readings(judged, chosen, books, records))
    current = [_current(record) for record in readings if record.string("state") in {"planned", "reading"}]
    owed = list(owed_takeaways(readings))
    hours = hours_taken(readings)
    data = {
        "gaps": gaps,
        "current": current,
        "owed": owed,
        "hours": hours,
        "hours_per_chapter": hours_per_chapter(readings),
    }
    blocks = [*_gap_blocks(gaps), *_current_blocks(current)]
    if owed:
        said = (f"{each.record}: {each.chapter}" for each in owed)
        step = "Read, but without a takeaway; write one with `upward reading log ID --chapter TITLE --takeaway TEXT`:"
        blocks += [Callout(step, Tone.WARN), Items(tuple(said))]
    if hours:
        rows = tuple((each.title, each.state, f"{each.hours:g}") for each in hours)
        blocks += [Heading("Hours spent"), Table(("title", "state", "hours"), rows)]
    return JobResult(Page("Reading", tuple(blocks)), data, rows=gaps)


def _current(record: Record) -> CurrentReading:
    chapters = record.mappings("chapters")
    left = tuple(str(each.get("title", "")) for each in chapters if not each.get("read"))
    read = len(chapters) - len(left)
    return CurrentReading(record.id, record.title, record.string("state"), left, read, record.string("teaches"))


def _gap_blocks(gaps: Sequence[GapReading]) -> Iterator[Block]:
    if not gaps:
        yield Callout("Nothing to read is known for the criteria without evidence.", Tone.GOOD)
        return
    yield Heading("For criteria without evidence")
    for each in gaps:
        begin = f"`upward reading add {each.listed}`" if each.listed else "already on your list"
        yield Prose(f"{each.title} ({each.criterion})")
        yield FactList((("read", each.read), ("begin", begin)))


def _current_blocks(current: Sequence[CurrentReading]) -> Iterator[Block]:
    if not current:
        return
    yield Heading("On your list")
    for each in current:
        facts = (
            ("state", each.state),
            ("must teach", each.teaches),
            ("chapters", f"{each.read} read; left: {', '.join(each.left) or 'none named'}"),
        )
        yield Prose(f"{each.title} ({each.id})")
        yield FactList(tuple(pair for pair in facts if pair[1]))


JOB = Job("reading", run, group="Grow")
