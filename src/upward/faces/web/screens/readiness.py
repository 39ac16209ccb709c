"""Readiness: both levels, areas and criteria with their evidence, the timeline, the plan, the form for an assessor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.responses import Response

from upward.faces.web.screen import Route, Screen
from upward.faces.web.visit import Visit
from upward.model.rubric import Rubric
from upward.text.dates import parse_date
from upward.text.words import count_noun

# Standings from the most to the least evidence, as drawn.
ORDER = ("vouched", "strong", "repeated", "some", "once", "faded", "none", "nothing")


@dataclass(frozen=True, slots=True)
class ShownCriterion:
    """A criterion of the rubric and where one stands in it, from a row of `readiness --format json`.

    `mark` is the standing as a class of the stylesheet; `evidence` and `ratings` are as the row holds them.
    """

    id: str
    title: str
    text: str
    area: str
    standing: str
    mark: str
    because: str
    gap: str
    next_step: str
    evidence: tuple[Mapping[str, Any], ...]
    suggested: int
    ratings: tuple[Mapping[str, Any], ...]
    disputed: bool
    latest: str


def readiness(visit: Visit) -> Response:
    """Show each area and criterion with the evidence that carries it."""
    session = visit.logbook.session()
    rubric = session.rubric(visit.query("rubric"))
    level = visit.query("level") or (session.settings.level if session.settings.level in rubric.levels else "")
    options = {key: value for key, value in (("rubric", visit.query("rubric")), ("level", level)) if value}
    answer = visit.logbook.answer("readiness", **options)
    rows = [_criterion(rubric, each) for each in (answer.data or {}).get("criteria", ())]
    others = [each for each in rubric.levels if each != level]
    return visit.page(
        "readiness.html", title="Readiness", intro=f"{rubric.title}{f', {level}' if level else ''}. Only evidence counts; gaps are listed.",
        answer=answer, rubric=rubric, level=level, others=others, rows=rows, bars=_bars(rubric, rows), shares=_shares(rubric, rows),
        steps=[row for row in rows if row.next_step and row.gap][:5], timeline=visit.logbook.once(("timeline", rubric.id, session.today), lambda: _timeline(visit, rubric)),
        rubrics=[name for name in session.rubrics if session.rubrics[name].criteria and session.rubrics[name].levels],
        paths=visit.logbook.paths("evidence"),
        plan=visit.logbook.answer("grow", **{key: value for key, value in options.items() if key == "rubric"}),
    )  # fmt: skip


def _criterion(rubric: Rubric, each: Mapping[str, Any]) -> ShownCriterion:
    criterion = rubric.criterion(each["criterion"])
    standing = str(each["standing"])
    return ShownCriterion(
        id=each["criterion"],
        title=(criterion.title or criterion.text) if criterion else each["criterion"],
        text=criterion.text if criterion else "",
        area=criterion.area if criterion else "",
        standing=standing,
        mark=standing if standing in ORDER else "nothing",
        because=each["because"],
        gap=each["gap"],
        next_step=each["next_step"],
        evidence=tuple(each["confirmed"]),
        suggested=len(each["suggested"]),
        ratings=tuple(each["ratings"]),
        disputed=each["disputed"],
        latest=each["latest"] or "",
    )


def _bars(rubric: Rubric, rows: list[ShownCriterion]) -> list[tuple[str, list[tuple[str, int]]]]:
    bars = []
    for area in rubric.areas:
        count = Counter(row.mark for row in rows if row.area == area.id)
        if count:
            bars.append((area.title, [(standing, count[standing]) for standing in ORDER if count[standing]]))
    return bars


def _shares(rubric: Rubric, rows: list[ShownCriterion]) -> list[tuple[str, float]]:
    """Give, for each area, the share of its criteria that have evidence."""
    found = []
    for area in rubric.areas:
        mine = [row for row in rows if row.area == area.id]
        if mine:
            found.append((area.title, sum(bool(row.evidence) for row in mine) / len(mine)))
    return found


def _timeline(visit: Visit, rubric: Rubric) -> Mapping[str, Any]:
    """Give the dated evidence of each area, by what it is tagged with."""
    areas = {criterion.id: criterion.area for criterion in rubric.criteria}
    dots: dict[str, list[tuple[date, str]]] = {area.id: [] for area in rubric.areas}
    for record in visit.logbook.corpus.records("evidence"):
        when = parse_date(record.string("date"))
        for area in {areas[each] for each in record.strings("criteria") if each in areas}:
            if when is not None:
                dots[area].append((when, record.title))
    days = [when for row in dots.values() for when, _ in row]
    if not days:
        return {"rows": [], "first": None, "last": None}
    titles = {area.id: area.title for area in rubric.areas}
    return {
        "rows": [(titles[key], row[-400:]) for key, row in dots.items()],
        "first": min(days),
        "last": max(*days, visit.logbook.session().today),
    }


def assessor(visit: Visit) -> Response:
    """Show the form for an assessor, to be printed."""
    result = visit.logbook.run_shared("assess")
    left_out = sum(record.private for record in visit.logbook.corpus.records())
    return visit.page(
        "plain.html", title=result.page.title, page=result.page,
        intro=f"Print it, or copy it into a file. {count_noun(left_out, 'private record')} left out.",
    )  # fmt: skip


SCREEN = Screen(
    "readiness",
    "Readiness",
    (
        Route("GET", "/readiness", readiness, {"rubric": "The rubric's id", "level": "The level to measure against"}),
        Route("GET", "/readiness/form", assessor),
    ),
    order=60,
    key="r",
)
