"""Show what is due today, and the one next step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from upward.analysis.growth.growth_plan import plan_progress
from upward.analysis.incidents.incident import parse_incident
from upward.analysis.rehearsal.cards import CardKind
from upward.analysis.rehearsal.schedule import DueCard, due_reviews, finished_stories, next_interview
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
# Interviews of so many days are what comes first.
SOON = 14
# What is settled needs no review.
_SETTLED = frozenset({"closed", "accepted", "retired"})


class Item(NamedTuple):
    """Something to do: what, why now, and the command that begins it."""

    what: str
    because: str
    command: str


# What is counted, and its noun for one and for many.
_HELD = (
    ("evidence", "piece of evidence", "pieces of evidence"),
    ("story", "story", "stories"),
    ("decision", "decision", "decisions"),
)


def run(session: Session) -> JobResult:
    """Look at drafts, rehearsals, plans and review dates; the first item is the next step."""
    items = list(_items(session))
    step = items[0] if items else _beginning(session)
    blocks: list[Block] = [Callout(f"Next: {step.what}. {step.because}\n{step.command}")]
    if items:
        blocks.append(Table(("due", "why", "command"), tuple(tuple(item) for item in items)))
    else:
        blocks.append(Prose("Nothing is due."))
    counts = [count_noun(len(held), *nouns) for kind, *nouns in _HELD if (held := session.corpus.records(kind))]
    if counts:
        blocks.append(Prose(f"In this logbook: {', '.join(counts)}."))
    return JobResult(Page("Today", tuple(blocks)), {"next": step, "due": items}, rows=items)


def _items(session: Session) -> Iterator[Item]:
    """Yield what is due, the most urgent kind first: interviews, review dates, plan steps, drafts, rehearsals."""
    today, corpus = session.today, session.corpus
    yield from _interviews(session)
    for kind, keys in _DATED.items():
        for record in corpus.records(kind):
            day = next((found for key in keys if (found := parse_date(record.string(key)))), None)
            is_settled = kind != "decision" and record.string("status") in _SETTLED
            if day is not None and day <= today and not is_settled:
                yield Item(f"Review: {record.title}", f"Its review date was {day}.", f"upward show {record.id}")
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
                f"Finish the draft: {story.title}", f"{count_noun(still, 'question')} open.", f"edit {story.path}"
            )
    yield from _rehearsals(session)


def _interviews(session: Session) -> Iterator[Item]:
    """Yield the interviews of the next days, the nearest first."""
    for record in sorted(session.corpus.records("interview"), key=lambda each: (each.string("date"), each.id)):
        day = parse_date(record.string("date"))
        left = (day - session.today).days if day is not None else -1
        if 0 <= left <= SOON and record.string("state") != "held":
            when = {0: "Today", 1: "Tomorrow"}.get(left, f"In {left} days")
            # On the eve there is time to read a page, and not to plan.
            command = "upward rehearse sheet" if left <= 1 else f"upward show {record.id}"
            yield Item(f"Interview: {record.title}", f"{when}, {day}.", command)


def _rehearsals(session: Session) -> Iterator[Item]:
    """Yield the stories to tell, and those of which only numbers or follow-ups are due, as `rehearse` has them."""
    corpus, now = session.corpus, session.clock.now()
    finished = finished_stories(corpus.records("story"))
    ahead = next_interview(corpus.records("interview"), session.today)
    day = parse_date(ahead.string("date")) if ahead is not None else None
    dues = due_reviews(finished, corpus.records("rehearsal"), corpus.records("interview"), now, day) if finished else []
    by_story: dict[str, list[DueCard]] = {}
    for due in dues:
        by_story.setdefault(due.card.story, []).append(due)
    for story, cards in by_story.items():
        card = next(due for due in cards if due.card.kind is CardKind.STORY)
        others = sum(due.is_due(now) for due in cards if due is not card)
        because = f"{card.because[:1].upper()}{card.because[1:]}."
        if card.is_due(now):
            yield Item(f"Rehearse: {card.card.title}", because, f"upward rehearse run {story}")
        elif others:
            cards_left = count_noun(others, "number or follow-up", "numbers and follow-ups")
            yield Item(
                f"Drill {cards_left}: {card.card.title}", f"Told {card.because}.", f"upward rehearse drill {story}"
            )


def _practices(session: Session) -> Iterator[Item]:
    """Yield incidents that are open, their actions that are due, and checkpoints with people one mentors."""
    for record in session.corpus.records("incident"):
        if record.string("status") in {"open", "mitigated"} and not parse_incident(record).is_resolved:
            because = f"It began on {record.string('date')}, and its cause is not known."
            yield Item(f"Incident open: {record.title}", because, f"upward show {record.id}")
        for action in parse_incident(record).actions:
            if action.due is not None and action.due <= session.today and not action.is_done:
                because = f"An action of {record.title}, due on {action.due}, owned by {action.owner or 'no owner'}."
                yield Item(action.text, because, f"edit {record.path}")
    for record in session.corpus.records("mentoring"):
        seen = max((str(each.get("date", "")) for each in record.mappings("observations")), default="")
        past = [day for day in record.strings("checkpoints") if seen < day <= session.today.isoformat()]
        if past and record.string("status") != "done":
            because = f"The checkpoint of {past[-1]} has no observation."
            yield Item(f"Look at the goal: {record.title}", because, f"upward mentor review {record.id}")


def _beginning(session: Session) -> Item:
    if not session.corpus.records("evidence"):
        return Item("Collect evidence", "The logbook has none yet.", "upward mine PATH --save")
    if not session.corpus.records("story"):
        return Item("Write the first story", "There is evidence, but no story yet.", "upward draft")
    return Item("See where you stand", "Nothing is due.", "upward readiness")


JOB = Job("today", run, group="Collect")
