"""Practices: decisions, policy, reviews, incidents, radar, concerns, mentoring, standards: a list of each, and its verbs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from markupsafe import Markup
from starlette.responses import Response

from upward.catalogue.discovery import steps, verbs
from upward.faces.web.answers import Answer
from upward.faces.web.screen import Route, Screen
from upward.faces.web.screens._shared import SIZE
from upward.faces.web.series_chart import Measured
from upward.faces.web.visit import Visit
from upward.text.moments import parse_moment

# Kinds with a screen of their own, or that hold no practice.
ELSEWHERE = frozenset({"story", "evidence", "question", "rehearsal"})
# The verb that works on records of a kind, where it is not called like the kind.
VERBS = {
    "decision": "decide",
    "mentoring": "mentor",
    "reading": "grow",
    "plan": "grow",
    "assessment": "assess",
    "message": "explain",
}
# The verb that shows all records of a kind together: as a picture, as series, or as what is due.
PICTURES = {
    "radar": "radar show",
    "concern": "concern status",
    "standard": "standard measure",
    "decision": "decide review",
    "incident": "incident score",
}
SHOWN = 5


class Series(NamedTuple):
    """A series of measurements, of whose record and by which name, with its unit, its target and how it stands."""

    title: str
    name: str
    unit: str
    target: float | None
    status: str
    points: Sequence[Measured]


def practices(visit: Visit) -> Response:
    """Show the latest records of each practice, with the verb that works on them."""
    known = verbs()
    groups = []
    for name, kind in sorted(visit.logbook.catalogue.kinds.items()):
        if name not in ELSEWHERE:
            verb = VERBS.get(name, name)
            found = visit.logbook.latest(name)
            groups.append((kind, found[:SHOWN], len(found), verb if verb in known else "", steps(verb)))
    groups.sort(key=lambda group: (not group[2], group[0].name))
    return visit.page(
        "practices.html", title="Practices", intro="Records that a senior engineer keeps; each can support a story.",
        groups=groups, today=visit.logbook.session().today,
    )  # fmt: skip


def practice(visit: Visit) -> Response:
    """Show one practice: its picture or series, what its verb says of it, and its records."""
    kind = visit.logbook.session().kind(visit.param("kind"))
    verb = PICTURES.get(kind.name, "")
    answer = visit.logbook.answer(verb) if verb and visit.logbook.corpus.records(kind.name) else None
    return visit.page(
        "practice.html", title=kind.folder.capitalize(), intro=f"{kind.summary}.", kind=kind, verb=verb, answer=answer,
        picture=_picture(answer), series=list(_series(visit, kind.name, answer)), records=visit.logbook.latest(kind.name)[:SIZE],
        total=len(visit.logbook.corpus.records(kind.name)), today=visit.logbook.session().today,
        steps={step: text for step, text in steps(VERBS.get(kind.name, kind.name)).items() if not step.startswith("_")}, of=VERBS.get(kind.name, kind.name),
    )  # fmt: skip


def _picture(answer: Answer | None) -> Markup:
    """Give the drawing that a verb writes with `--output FILE.svg`; empty where it has none."""
    artefacts = answer.result.artefacts if answer is not None and answer.result is not None else ()
    drawn = next((each.content for each in artefacts if ".svg" in each.endings), "")
    return Markup(drawn if isinstance(drawn, str) else "")  # noqa: S704 - drawn by upward, which escapes every name


def _series(visit: Visit, kind: str, answer: Answer | None) -> Iterator[Series]:
    """Yield every series of measurements: of a concern's indicators, of a standard's adoption."""
    titles = {record.id: record.title for record in visit.logbook.corpus.records(kind)}
    rows = answer.data if answer is not None and isinstance(answer.data, list) else []
    for row in rows:
        for each in row.get("indicators", [row]):
            if each.get("points"):
                name = str(each.get("repository") or each.get("id"))
                yield Series(
                    titles.get(row["id"], row["id"]), name, each.get("unit", ""), each.get("target"),
                    str(each.get("status") or ""), list(_measured(each["points"])),
                )  # fmt: skip


def _measured(points: Sequence[Any]) -> Iterator[Measured]:
    """Yield measurements from what a verb gives to programs: when, how much, and a note."""
    for point in points:
        at, value, note = (point["at"], point["value"], point["note"]) if isinstance(point, Mapping) else point
        when = at if isinstance(at, datetime) else parse_moment(str(at))
        if when is not None:
            yield when, value, str(note)


def scores(visit: Visit) -> Response:
    """Show who wins a decision at which weights."""
    record = visit.record(visit.param("path"))
    answer = visit.logbook.answer("decide score", str(visit.logbook.root / record.path))
    return visit.page(
        "answer.html",
        title=f"Scores of {record.title}",
        intro="Options against scenarios: which option wins at which weight.",
        answer=answer,
        back=record,
    )


SCREEN = Screen(
    "practices",
    "Practices",
    (
        Route("GET", "/practices", practices),
        Route("GET", "/practice/{kind}", practice),
        Route("GET", "/scores/{path:path}", scores),
    ),
    order=70,
    key="c",
)
