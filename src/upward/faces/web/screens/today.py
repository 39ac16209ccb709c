"""Today: what is due, what changed, and the one next step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from starlette.responses import Response

from upward.faces.web.screen import Route, Screen
from upward.faces.web.visit import Visit
from upward.model.record import Record
from upward.store.logbook import proposals
from upward.text.template_slots import slots

RECENT = 8


class Step(NamedTuple):
    """The one next step: what to do, why, and where."""

    what: str
    why: str
    address: str
    label: str


def today(visit: Visit) -> Response:
    """Show the next step, what is due, and what changed last."""
    logbook = visit.logbook
    snapshot = logbook.corpus.snapshot
    stories, evidence = snapshot.by_kind.get("story", ()), snapshot.by_kind.get("evidence", ())
    day = logbook.session().today
    if not stories:
        waiting = list(proposals.proposals(logbook.session().folder))
        return visit.page(
            "today_empty.html", title="Start here", intro="Three steps to a first checked story.",
            evidence=list(evidence)[-5:], waiting=len(waiting),
        )  # fmt: skip
    dues = logbook.answer("rehearse")
    findings = logbook.answer("check")
    readiness = logbook.answer("readiness")
    recent = sorted(snapshot.all, key=_latest, reverse=True)[:RECENT]
    return visit.page(
        "today.html", title="Today", intro="", day=day, step=next(_steps(visit), None), dues=dues,
        findings=findings, readiness=readiness, recent=recent, dates=list(_dates(snapshot.all, day)),
    )  # fmt: skip


def _steps(visit: Visit) -> Iterator[Step]:
    """Yield what could be next in a fixed order: what waits for a word of the person comes before what is to be made."""
    logbook = visit.logbook
    waiting = list(proposals.proposals(logbook.session().folder))
    if waiting:
        yield Step(
            f"Decide on {len(waiting)} proposals" if len(waiting) > 1 else "Decide on one proposal",
            "Nothing of it is in the logbook until you accept it.", "/inbox", "Open the inbox",
        )  # fmt: skip
    for story in logbook.corpus.records("story"):
        left = list(slots(story.text))
        if left:
            yield Step(
                f"Answer “{left[0].prompt}”", f"{story.title}: {len(left)} questions of its template are open.",
                f"/story/{story.path}/interview", "Answer",
            )  # fmt: skip
    dues = logbook.known("rehearse").data or []
    now = [due for due in dues if due.get("now")]
    if now:
        yield Step(
            f"Rehearse “{now[0].get('title') or now[0]['story']}”",
            str(now[0].get("because", "")),
            "/practise",
            "See what is due",
        )
    for row in (logbook.known("readiness").data or {}).get("criteria", ()):
        if row.get("gap") and row.get("next_step"):
            yield Step(str(row["next_step"]), f"Readiness: {row['gap']}.", "/readiness", "See readiness")


def _latest(record: Record) -> str:
    return record.string("date")[:10]


def _dates(records: object, day: date) -> Iterator[tuple[int, Record]]:
    """Yield days that lie ahead: of interviews, reviews, plans, decisions to revisit."""
    for record in records if isinstance(records, (list, tuple)) else ():
        for key in ("interview", "due", "review-by", "revisit"):
            try:
                when = date.fromisoformat(record.string(key)[:10])
            except ValueError:
                continue
            if when >= day:
                yield (when - day).days, record


SCREEN = Screen(
    "today", "Today", (Route("GET", "/", today),), order=10, key="t",
)  # fmt: skip
