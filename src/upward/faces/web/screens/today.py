"""Today: what is due, what changed, and the one next step."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import date, datetime

from starlette.responses import Response

from upward.catalogue.discovery import steps
from upward.faces.web.screen import Route, Screen
from upward.faces.web.templating import href, quoted
from upward.faces.web.visit import Visit
from upward.model.record import Record

RECENT = 8
# An interview within so many days comes before proposals that wait.
SOON = 14
# Fields that hold a day on which something is due.
AHEAD = ("interview", "due", "review-by", "revisit", "x-revisit")
# Words of a command that names a sub-verb, without what follows it.
WITH_STEP = 2


def today(visit: Visit) -> Response:
    """Show the next step, what is due, and what changed last."""
    logbook = visit.logbook
    snapshot = logbook.corpus.snapshot
    stories, evidence = snapshot.by_kind.get("story", ()), snapshot.by_kind.get("evidence", ())
    day = logbook.session().today
    waiting = logbook.waiting()
    if not stories:
        return visit.page(
            "today_empty.html", title="Start here", intro="Three steps to a first checked story.",
            evidence=list(evidence)[-5:], waiting=waiting,
        )  # fmt: skip
    due = logbook.answer("today")
    # Only its number is shown here: it may wait until nothing else is wanted.
    findings = logbook.known("check")
    dates = logbook.once(("dates", day), lambda: sorted(_dates(snapshot.all, day), key=lambda pair: pair[0]))
    recent = logbook.once(
        "recent",
        lambda: [
            (record, datetime.fromtimestamp(logbook.corpus.modified(record.path) / 1e9).date())  # noqa: DTZ006 - the user's own day
            for record in heapq.nlargest(
                RECENT, snapshot.all, key=lambda each: (logbook.corpus.modified(each.path), _day(each))
            )
        ],
    )
    return visit.page(
        "today.html", title="Today", intro="", day=day, waiting=waiting, due=due, address=lambda command: _address(visit, command),
        findings=findings, recent=recent, dates=dates,
        soon=any(record.kind == "interview" and left <= SOON for left, record in dates),
    )  # fmt: skip


def _address(visit: Visit, command: str) -> str:
    """Give the screen on which the command of a step is done; the verb's own where there is none."""
    words = command.split()
    if words[:1] == ["edit"] and len(words) > 1:
        return f"/story/{quoted(words[1])}/interview"
    verb, last = (words[1] if len(words) > 1 else ""), words[-1]
    held = visit.logbook.corpus.named(last)
    if verb == "show" and held:
        return href(held[0])
    if len(words) > WITH_STEP and words[2] in steps(verb) and verb != "rehearse":
        return f"/verb/{verb}/{words[2]}"
    places = {each.name: each.address for each in visit.screens}
    known = {"readiness": places["readiness"], "mine": places["inbox"], "draft": places["stories"]}
    return known.get(verb) or (places["practise"] if verb == "rehearse" and "practise" in places else f"/verb/{verb}")


def _day(record: Record) -> str:
    return record.string("date")[:10]


def _dates(records: object, day: date) -> Iterator[tuple[int, Record]]:
    """Yield days that lie ahead: of interviews, reviews, plans, decisions to revisit."""
    for record in records if isinstance(records, (list, tuple)) else ():
        keys = (*AHEAD, "date") if record.kind == "interview" else AHEAD
        for key in keys:
            try:
                when = date.fromisoformat(record.string(key)[:10])
            except ValueError:
                continue
            if when >= day:
                yield (when - day).days, record


SCREEN = Screen(
    "today", "Today", (Route("GET", "/", today),), order=10, key="t",
)  # fmt: skip
