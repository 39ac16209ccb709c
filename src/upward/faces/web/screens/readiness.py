"""Readiness: both levels, areas and criteria with their evidence, the timeline, the plan, the form for an assessor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from upward.faces.web.screen import Route, Screen
from upward.faces.web.visit import Visit
from upward.model.rubric import Rubric
from upward.text.dates import parse_date
from upward.text.words import count_noun

# Standings from the most to the least evidence, as drawn.
ORDER = ("vouched", "strong", "repeated", "some", "once", "faded", "none", "nothing")

# Dots of one area that are drawn, the latest.
MOST_DOTS = 400


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
    suggested: tuple[Mapping[str, Any], ...]
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
        "readiness.html", title="Readiness", intro=f"{rubric.title}{f', at the level {level}' if level else ''}. Only evidence counts; gaps are listed below.",
        answer=answer, rubric=rubric, level=level, others=others, rows=rows, bars=_bars(rubric, rows), shares=_shares(rubric, rows),
        steps=[row for row in rows if row.next_step and row.gap][:5], timeline=_timeline(rubric, rows, session.today),
        rubrics=[name for name in session.rubrics if session.rubrics[name].criteria and session.rubrics[name].levels],
        paths=visit.logbook.once("paths", lambda: {record.id: record.path for record in visit.logbook.corpus.records()}),
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
        suggested=tuple(each["suggested"]),
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


def _timeline(rubric: Rubric, rows: Sequence[ShownCriterion], today: date) -> Mapping[str, Any]:
    """Give the dated evidence that counts for each area, a record once."""
    areas = []
    for area in rubric.areas:
        held = {each["id"]: each for row in rows if row.area == area.id for each in row.evidence}
        dated = [(when, each["title"]) for each in held.values() if (when := parse_date(str(each["date"] or "")))]
        areas.append((area.title, sorted(dated)[-MOST_DOTS:]))
    days = [when for _, dots in areas for when, _ in dots]
    return {"rows": areas if days else [], "first": min(days, default=None), "last": max([*days, today])}


def decide(visit: Visit) -> Response:
    """Confirm or reject that a record shows a criterion, as `readiness --confirm` and `--reject` do."""
    pair = (f"{visit.text('record')}:{visit.text('criterion')}",)
    done = "reject" if visit.text("act") == "reject" else "confirm"
    visit.logbook.run("readiness", rubric=visit.text("rubric"), **{done: pair})
    return visit.back(_address(visit), f"{'Rejected' if done == 'reject' else 'Confirmed'}; written into the record.")


def keep_plan(visit: Visit) -> Response:
    """Keep the plan as a record, as `grow --save` does."""
    kept = visit.logbook.run("grow", rubric=visit.text("rubric"), save=True).data["saved"]
    return visit.back(_address(visit), f"Saved in plans/{kept}.md; Today says when a step is late." if kept else "")


def _address(visit: Visit) -> str:
    return "/readiness?" + urlencode({"rubric": visit.text("rubric"), "level": visit.text("level")})


def assessor(visit: Visit) -> Response:
    """Show the form for an assessor, to be printed."""
    result = visit.logbook.run_shared("assess")
    left_out = sum(record.private for record in visit.logbook.corpus.records())
    return visit.page(
        "plain.html", title=result.page.title, page=result.page,
        intro=f"Print it, or copy it into a file. {count_noun(left_out, 'private record')} left out.",
    )  # fmt: skip


_WHERE = {"rubric": "The rubric's id", "level": "The level that was shown"}

SCREEN = Screen(
    "readiness",
    "Readiness",
    (
        Route("GET", "/readiness", readiness, {"rubric": "The rubric's id", "level": "The level to measure against"}),
        Route("GET", "/readiness/form", assessor),
        Route(
            "POST",
            "/readiness/decide",
            decide,
            form=_WHERE | {"record": "Its id", "criterion": "Its id", "act": "confirm or reject"},
        ),
        Route("POST", "/readiness/plan", keep_plan, form=_WHERE),
    ),
    order=60,
    key="r",
)
