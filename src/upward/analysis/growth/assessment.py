"""Assessments: a form to fill, the form read back, and two compared."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from upward.model.page import Block, FactList, Heading, Items, Page, Prose
from upward.model.record import Record, Value
from upward.model.rubric import Criterion, Rubric

RATINGS = ("not-yet", "developing", "meets", "exceeds")
MEANINGS = {
    "not-yet": "not seen, or only when others carried it",
    "developing": "seen in part, or with help",
    "meets": "seen as the criterion says, without help, more than once",
    "exceeds": "others do it because of this person, beyond their own team",
}
_HEAD = re.compile(r"^#{2,4}[ \t]+.*?\(`?(?P<id>[\w.\\-]+)`?\)[ \t]*$", re.MULTILINE)
_ANSWER = re.compile(
    r"^[ \t]*(?:[-*•][ \t]*)?\**(?P<key>rating|evidence|note)\**[ \t]*:\**[ \t]*"
    r"(?P<value>.*?)(?=^[ \t]*(?:[-*•][ \t]*)?\**(?:rating|evidence|note)\**[ \t]*:|^#|\Z)",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_ABOUT = re.compile(
    r"^[ \t]*(?:[-*•][ \t]*)?\**(?P<key>rubric|by|role|date)[ \t]*:\**[ \t]*(?P<value>[^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_WORDS = {"met": "meets", "fully-meets": "meets", "meets-expectations": "meets", "exceeds-expectations": "exceeds"}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A criterion on which two people differ: their ratings, notes and evidence."""

    criterion: str
    mine: str
    theirs: str
    steps: int
    notes: tuple[str, ...]


def assessment_form(rubric: Rubric, level: str, role: str, day: str) -> Page:
    """Give the form as a page: a heading, the text and three empty lines a criterion. Nothing is filled in before."""
    blocks: list[Block] = [
        FactList((("rubric", rubric.id), ("by", ""), ("role", role), ("date", day))),
        Prose(
            "Rate each criterion with one of these words; leave out those you can't judge. Evidence "
            "and notes are free text. Ratings and evidence can be shown in a promotion packet; notes stay between the "
            "two of you."
        ),
        Items(tuple(f"{rating}: {MEANINGS[rating]}" for rating in RATINGS)),
    ]
    areas = {area.id: area for area in rubric.areas}
    last = ""
    for criterion in form_criteria(rubric, level):
        if criterion.area != last and criterion.area in areas:
            blocks.append(Heading(areas[criterion.area].title, 2))
            last = criterion.area
        looks = f" It looks like: {'; '.join(criterion.looks_like)}." if criterion.looks_like else ""
        blocks += [
            Heading(f"{criterion.title or criterion.text[:60]} ({criterion.id})", 3),
            Prose(f"{criterion.text}{looks}{anchors(criterion)}"),
            Items(("Rating: ", "Evidence: ", "Note: ")),
        ]
    return Page(f"{rubric.title}: an assessment", tuple(blocks))


def anchors(criterion: Criterion) -> str:
    """Give how a criterion looks below and above its text; empty where the rubric does not say."""
    low = f" Not yet: {criterion.not_yet}" if criterion.not_yet else ""
    return low + (f" Exceeds: {criterion.exceeds}" if criterion.exceeds else "")


def form_criteria(rubric: Rubric, level: str) -> list[Criterion]:
    """Give the criteria of a form, in the rubric's order."""
    return [each for each in rubric.criteria if level in {"", each.level} or not each.level]


def filled_ratings(
    text: str, rubrics: Mapping[str, Rubric], known: Container[str] = ()
) -> tuple[dict[str, Value], list[str]]:
    """Read a filled form; give an assessment's front matter, and what could not be read.

    `known` holds the ids of evidence: of the line Evidence only such an id is a link, all else is the rater's words.
    """
    about = {match["key"].lower(): match["value"].strip(" *") for match in _ABOUT.finditer(text)}
    name = about.get("rubric", "").replace("\\", "")
    rubric, faults = rubrics.get(name), []
    if rubric is None:
        return {}, [f"The form names the rubric {name or '(none)'}, which upward does not have."]
    heads = list(_HEAD.finditer(text))
    ratings: list[Mapping[str, Value]] = []
    for number, head in enumerate(heads):
        stop = heads[number + 1].start() if number + 1 < len(heads) else len(text)
        said = {match["key"].lower(): _line(match["value"]) for match in _ANSWER.finditer(text, head.end(), stop)}
        ident = head["id"].replace("\\", "")
        rating = re.sub(r"[\s_]+", "-", said.get("rating", "").strip(" *`.").lower())
        rating = _WORDS.get(rating, rating)
        if not rating and not said.get("evidence") and not said.get("note"):
            continue
        if rubric.criterion(ident) is None:
            faults.append(f"{ident} is not a criterion of {rubric.id}.")
        elif rating not in RATINGS:
            what = f"{said.get('rating', '')!r} is not a rating" if rating else "a note without a rating"
            faults.append(f"{ident}: {what}; it is one of {', '.join(RATINGS)}.")
        else:
            links, words = _evidence(said.get("evidence", ""), known)
            ratings.append(
                {"criterion": ident, "rating": rating, "evidence": links, "seen": words, "note": said.get("note", "")}
            )
    who = about.get("by") or about.get("role", "")
    fields: dict[str, Value] = {
        "kind": "assessment",
        "title": f"{rubric.title}, by {who or 'an assessor'}",
        "date": about.get("date", ""),
        "rubric": rubric.id,
        "by": about.get("by", ""),
        "role": about.get("role", ""),
        "ratings": [{key: value for key, value in rating.items() if value} for rating in ratings],
    }
    return fields, faults


def _line(text: str) -> str:
    """Give an answer on one line; it may go over several, up to an empty one followed by a heading."""
    return " ".join(text.replace("\\", "").split())


def _evidence(text: str, known: Container[str]) -> tuple[list[str], str]:
    """Part the line Evidence into ids of records and the rater's own words."""
    pieces = [piece.strip() for piece in re.split(r"[,;]", text) if piece.strip()]
    links = [piece for piece in pieces if piece in known]
    return links, "" if len(links) == len(pieces) else text


def disagreements(mine: Record, theirs: Record) -> Iterator[Disagreement]:
    """Yield only what two assessments disagree on, the widest first."""
    one, other = _ratings(mine), _ratings(theirs)
    found = [
        Disagreement(
            name,
            str(one[name]["rating"]),
            str(other[name]["rating"]),
            RATINGS.index(str(other[name]["rating"])) - RATINGS.index(str(one[name]["rating"])),
            tuple(note for each in (one[name], other[name]) if (note := str(each.get("note", "")))),
        )
        for name in one
        if name in other and one[name]["rating"] != other[name]["rating"]
    ]
    yield from sorted(found, key=lambda each: (-abs(each.steps), each.criterion))


def _ratings(record: Record) -> dict[str, Mapping[str, Value]]:
    return {
        str(each.get("criterion", "")): each for each in record.mappings("ratings") if each.get("rating") in RATINGS
    }
