"""Assessments: a form that anybody can fill, read back, and compared with another's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from upward.model.judgement import Readiness
from upward.model.record import Record, Value
from upward.model.rubric import Rubric

RATINGS = ("not-yet", "developing", "meets", "exceeds")
_HEAD = re.compile(r"^#{2,4}[ \t]+.*?\(`?(?P<id>[\w.-]+)`?\)[ \t]*$", re.MULTILINE)
_ANSWER = re.compile(
    r"^[ \t]*(?:[-*][ \t]*)?(?P<key>rating|evidence|note)\b[^:\n]*:[ \t]*(?P<value>[^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_ABOUT = re.compile(r"^(?P<key>rubric|by|role|date)[ \t]*:[ \t]*(?P<value>[^\n]*)$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A criterion on which two people differ: their ratings, notes and evidence."""

    criterion: str
    mine: str
    theirs: str
    steps: int
    notes: tuple[str, ...]


def assessment_form(rubric: Rubric, level: str, judged: Sequence[Readiness], role: str, day: str) -> str:
    """Give the form: a heading a criterion, with the evidence there is and lines to fill in."""
    by_id = {each.criterion: each for each in judged}
    lines = [
        f"# {rubric.title}: an assessment",
        "",
        f"rubric: {rubric.id}",
        "by: ",
        f"role: {role}",
        f"date: {day}",
        "",
    ]
    lines += [f"Rate each with one of: {', '.join(RATINGS)}. Leave out what you can't judge. Say what shows it.", ""]
    for criterion in rubric.criteria:
        if level not in {"", criterion.level} and criterion.level:
            continue
        support = by_id[criterion.id].support if criterion.id in by_id else ()
        known = ", ".join(item.evidence for item in support[:3])
        lines += [f"### {criterion.title or criterion.text[:60]} (`{criterion.id}`)", "", criterion.text, ""]
        lines += ["- Rating: ", f"- Evidence: {known}", "- Note: ", ""]
    return "\n".join(lines)


def filled_ratings(text: str, rubrics: Mapping[str, Rubric]) -> tuple[dict[str, Value], list[str]]:
    """Read a form that somebody filled; give an assessment's front matter, and what could not be read."""
    about = {match["key"].lower(): match["value"].strip() for match in _ABOUT.finditer(text)}
    rubric, faults = rubrics.get(about.get("rubric", "")), []
    if rubric is None:
        return {}, [f"The form names the rubric {about.get('rubric') or '(none)'}, which upward does not have."]
    heads = list(_HEAD.finditer(text))
    ratings: list[Mapping[str, Value]] = []
    for number, head in enumerate(heads):
        stop = heads[number + 1].start() if number + 1 < len(heads) else len(text)
        said = {match["key"].lower(): match["value"].strip() for match in _ANSWER.finditer(text, head.end(), stop)}
        rating = re.sub(r"[\s_]+", "-", said.get("rating", "").strip(" *`.").lower())
        if not rating:
            continue
        if rubric.criterion(head["id"]) is None:
            faults.append(f"{head['id']} is no criterion of {rubric.id}.")
        elif rating not in RATINGS:
            faults.append(f"{head['id']}: {said['rating']!r} is no rating; it is one of {', '.join(RATINGS)}.")
        else:
            evidence = [each for each in re.split(r"[,;\s]+", said.get("evidence", "")) if each]
            ratings.append(
                {"criterion": head["id"], "rating": rating, "evidence": evidence, "note": said.get("note", "")}
            )
    fields: dict[str, Value] = {
        "kind": "assessment",
        "title": f"{rubric.title}, by {about.get('by') or about.get('role', 'somebody')}",
        "date": about.get("date", ""),
        "rubric": rubric.id,
        "by": about.get("by", ""),
        "role": about.get("role", ""),
        "ratings": [{key: value for key, value in rating.items() if value} for rating in ratings],
    }
    return fields, faults


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
