"""What to read for a criterion: a chapter the person chose themselves, else one of a listed book, with real hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from upward.model.record import Record
from upward.model.rubric import Book, Criterion
from upward.text.words import parse_number

# A chapter with notes, in hours, as long as the person's own chapters do not say better.
CHAPTER_HOURS = 2.0
# From so many chapters on, their mean says how long one takes.
LEAST_CHAPTERS = 2
_OVER = frozenset({"done", "dropped"})


class Chapter(NamedTuple):
    """Something to read, in words, and its hours."""

    text: str
    hours: float


def chapter_for(criterion: Criterion, books: Mapping[str, Book], records: Sequence[Record]) -> Chapter | None:
    """Choose what to read for a criterion; None where nothing is listed or all of it is read."""
    readings = [record for record in records if record.kind == "reading"]
    pace = hours_per_chapter(readings)
    for record in readings:
        if record.string("state") in _OVER:
            continue
        for each in record.mappings("chapters"):
            if each.get("serves") == criterion.id and not each.get("read"):
                hours = parse_number(str(each.get("hours", ""))) or pace
                why = f": {each['why']}" if each.get("why") else ""
                return Chapter(f'the chapter "{each.get("title", "")}" of {record.title} ({hours:g} hours){why}', hours)
    over = {_short(record.title) for record in readings if record.string("state") in _OVER}
    known = (books[ident] for ident in criterion.reading if ident in books)
    book = next((book for book in known if _short(book.title) not in over), None)
    part = "chapter" if book and book.form == "book" else "unit"
    return Chapter(f"one {part} of {book.title} ({pace:g} hours): {book.why}", pace) if book else None


def hours_per_chapter(readings: Sequence[Record]) -> float:
    """Give the hours a chapter took this person, to a half; the default below two chapters with hours."""
    taken = [
        hours
        for record in readings
        for each in record.mappings("chapters")
        if each.get("read") and (hours := parse_number(str(each.get("hours", ""))))
    ]
    return round(2 * sum(taken) / len(taken)) / 2 if len(taken) >= LEAST_CHAPTERS else CHAPTER_HOURS


def _short(title: str) -> str:
    return title.lower().split(":")[0].strip(" !")
