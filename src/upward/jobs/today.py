"""Show what is due today, and the one next step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from upward.analysis.growth.growth_plan import plan_progress
from upward.analysis.incidents.incident import parse_incident
from upward.analysis.rehearsal.schedule import due_reviews
from upward.model.job import Job, JobResult
from upward.model.page import Block, Callout, Page, Prose, Table
from upward.session.session import Session
from upward.text.dates import parse_date
from upward.text.template_slots import open_slots
from upward.text.words import count_noun

# Dates of records by which something must be looked at again.
_DATED = {
    "decision": ("x-revisit", "revisit"),
    "concern": ("review-by",),
    "radar": ("expires",),
    "standard": ("review-by",),
}
# What is settled needs no review.
_SETTLED = frozenset({"closed", "accepted", "retired"})


class Item(NamedTuple):
    """Something to do: what, why now, and the command that begins it."""

    what: str
    because: str
    command: str


def run(session: Session) -> JobResult:
    """Look at drafts, rehearsals, plans and review dates; the first item is the next step."""
    items = list(_items(session))
    step = items[0] if items else _beginning(session)
    blocks: list[Block] = [Callout(f"Next: {step.what}. {step.because}\n{step.command}")]
    if items:
        blocks.append(Table(("due", "why", "command"), tuple(tuple(item) for item in items)))
    else:
        blocks.append(Prose("Nothing is due."))
    held = {"pieces of evidence": "evidence", "stories": "story", "decisions": "decision"}
    counts = [f"{len(corpus)} {name}" for name, kind in held.items() if (corpus := session.corpus.records(kind))]
    if counts:
        blocks.append(Prose(f"In this logbook: {', '.join(counts)}."))
    data = {"next": step._asdict(), "due": [item._asdict() for item in items]}
    return JobResult(Page("Today", tuple(blocks)), data, rows=[item._asdict() for item in items])


def _items(session: Session) -> Iterator[Item]:
    """Yield what is due, the most urgent kind first: review dates, plan steps, drafts, rehearsals."""
    today, corpus = session.today, session.corpus
    for kind, keys in _DATED.items():
        for record in corpus.records(kind):
            day = next((found for key in keys if (found := parse_date(record.string(key)))), None)
            is_settled = kind != "decision" and record.string("status") in _SETTLED
            if day is not None and day <= today and not is_settled:
                yield Item(f"Review {record.title}", f"Its review date was {day}.", f"upward show {record.id}")
    yield from _practices(session)
    plans = sorted(corpus.records("plan"), key=lambda record: (record.string("date"), record.id))
    rubric = session.rubrics.get(plans[-1].string("rubric")) if plans else None
    for each in plan_progress(plans[-1], rubric, corpus.records(), today, session.me) if plans else ():
        if each.standing == "late":
            yield Item(each.step, f"Planned for {each.due}.", "upward grow --track")
    for story in corpus.records("story"):
        still = len(list(open_slots(story.text)))
        if still:
            yield Item(
                f"Finish the draft {story.title}", f"{count_noun(still, 'question')} open.", f"edit {story.path}"
            )
    finished = [story for story in corpus.records("story") if not list(open_slots(story.text))]
    now, seen = session.clock.now(), set[str]()
    for due in due_reviews(finished, corpus.records("rehearsal"), corpus.records("interview"), now) if finished else ():
        card = due.card
        if card.story not in seen and due.is_due(now):
            seen.add(card.story)
            because = f"{due.because[:1].upper()}{due.because[1:]}."
            yield Item(f"Rehearse {card.title}", because, f"upward rehearse run {card.story}")


def _practices(session: Session) -> Iterator[Item]:
    """Yield actions of incidents that are due, and checkpoints with people one mentors."""
    for record in session.corpus.records("incident"):
        for action in parse_incident(record).actions:
            if action.due is not None and action.due <= session.today and not action.is_done:
                because = f"An action of {record.title}, due on {action.due}, owned by {action.owner or 'no owner'}."
                yield Item(action.text, because, f"edit {record.path}")
    for record in session.corpus.records("mentoring"):
        seen = max((str(each.get("date", "")) for each in record.mappings("observations")), default="")
        past = [day for day in record.strings("checkpoints") if seen < day <= session.today.isoformat()]
        if past and record.string("status") != "done":
            because = f"The checkpoint of {past[-1]} has no observation."
            yield Item(f"Look at the goal of {record.title}", because, f"upward mentor review {record.id}")


def _beginning(session: Session) -> Item:
    if not session.corpus.records("evidence"):
        return Item("Collect evidence", "The logbook holds none yet.", "upward mine PATH --save")
    if not session.corpus.records("story"):
        return Item("Write the first story", "There is evidence, and no story yet.", "upward draft")
    return Item("See where you stand", "Nothing is due.", "upward readiness")


JOB = Job("today", run, group="Collect")
