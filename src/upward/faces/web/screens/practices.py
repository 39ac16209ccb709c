"""Practices: decisions, policy, reviews, incidents, radar, concerns, mentoring, standards: a list of each, and its verbs."""

from __future__ import annotations

from starlette.responses import Response

from upward.catalogue.discovery import steps, verbs
from upward.faces.web.screen import Route, Screen
from upward.faces.web.visit import Visit

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
SHOWN = 5


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
        "practices.html", title="Practices", intro="What a senior engineer keeps: each useful by itself, each evidence for a story.",
        groups=groups, today=visit.logbook.session().today,
    )  # fmt: skip


def scores(visit: Visit) -> Response:
    """Show who wins a decision at which weights."""
    record = visit.record(visit.param("path"))
    answer = visit.logbook.answer("decide score", str(visit.logbook.root / record.path))
    return visit.page(
        "answer.html",
        title=f"Scores of {record.title}",
        intro="Options against scenarios; who wins at which weight.",
        answer=answer,
        back=record,
    )


SCREEN = Screen(
    "practices",
    "Practices",
    (Route("GET", "/practices", practices), Route("GET", "/scores/{path:path}", scores)),
    order=70,
    key="c",
)
