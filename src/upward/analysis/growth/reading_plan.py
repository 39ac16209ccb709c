"""What to read next: own chapters that wait, something for each gap, and takeaways that are still owed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from upward.analysis.growth.reading_choice import chapter_for
from upward.model.judgement import CriterionStanding, Readiness
from upward.model.record import Record
from upward.model.rubric import Book, Rubric
from upward.text.words import parse_number

MOST_GAPS = 5


class GapReading(NamedTuple):
    """What to read for a criterion without evidence.

    `listed` is the book's id in a reading list; "" where the person has it already.
    """

    criterion: str
    title: str
    read: str
    hours: float
    listed: str


class OwedTakeaway(NamedTuple):
    """A chapter, or a whole book with `chapter` "", that was read and of which nothing is written down."""

    record: str
    chapter: str


class HoursTaken(NamedTuple):
    """Hours a book or course really took: what is written for it, or the sum of its chapters."""

    record: str
    title: str
    state: str
    hours: float


def gap_readings(
    judged: Sequence[Readiness], rubric: Rubric, books: Mapping[str, Book], records: Sequence[Record]
) -> Iterator[GapReading]:
    """Yield what to read for the first criteria without evidence; a second occasion or another's word is not read."""
    by_id = {criterion.id: criterion for criterion in rubric.criteria}
    given: set[str] = set()
    for each in judged:
        criterion = by_id.get(each.criterion)
        if criterion is None or each.standing is not CriterionStanding.NONE or len(given) >= MOST_GAPS:
            continue
        chapter = chapter_for(criterion, books, records)
        if chapter is not None and chapter.text not in given:
            given.add(chapter.text)
            book = next(
                (books[each] for each in criterion.reading if each in books and books[each].title in chapter.text), None
            )
            is_there = book is None or any(book.title == record.title for record in records if record.kind == "reading")
            listed = "" if book is None or is_there else book.id
            yield GapReading(criterion.id, criterion.title or criterion.text, chapter.text, chapter.hours, listed)


def owed_takeaways(records: Sequence[Record]) -> Iterator[OwedTakeaway]:
    """Yield what was read without a takeaway."""
    for record in records:
        chapters = [each for each in record.mappings("chapters") if each.get("read")]
        yield from (
            OwedTakeaway(record.id, str(each.get("title", ""))) for each in chapters if not each.get("takeaway")
        )


def hours_taken(records: Sequence[Record]) -> list[HoursTaken]:
    """Give the hours that were written down, the most first."""
    found = []
    for record in records:
        chapters = [
            parse_number(str(each.get("hours", ""))) for each in record.mappings("chapters") if each.get("read")
        ]
        hours = parse_number(record.string("hours")) or sum(filter(None, chapters))
        if hours:
            found.append(HoursTaken(record.id, record.title, record.string("state"), hours))
    return sorted(found, key=lambda each: (-each.hours, each.record))
