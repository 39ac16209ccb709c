"""Recall the numbers that are due, both ways: from name to value, and from value to name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from upward.analysis.rehearsal.cards import CardKind
from upward.analysis.rehearsal.schedule import DueCard
from upward.jobs.rehearse._practice import due_cards, stories_of
from upward.jobs.rehearse._questions import ask_card
from upward.model.errors import InputEndedError, NothingFoundError
from upward.model.job import Job, JobResult, Names
from upward.model.page import Block, Callout, FactList, Heading, Items, Page, Tone
from upward.model.record import Record
from upward.session.run_log import RunLog
from upward.session.session import Session
from upward.text.words import count_noun

# As many cards as ten minutes hold.
MOST = 20


def run(
    session: Session,
    story: Annotated[str, "The story's id; by default the due numbers of all stories", Names.RECORD] = "",
    *,
    dry_run: Annotated[bool, "Save nothing"] = False,
) -> JobResult:
    """Ask for the numbers that are due, at most 20; all of one story if it is named."""
    stories = [session.record(story, "story")] if story else stories_of(session)
    now = session.clock.now()
    cards = [due for due in due_cards(session, stories) if due.card.kind is CardKind.METRIC]
    if not cards:
        raise NothingFoundError(
            "These stories have no numbers",
            next_step="`upward grill STORY` asks how they were measured and makes metrics of them",
        )
    chosen = [due for due in cards if due.is_due(now) or story][:MOST]
    if not chosen:
        soonest = cards[0].due.astimezone().date() if cards[0].due else session.today
        return JobResult(Page("Numbers", (Callout(f"No number is due before {soonest}.", Tone.GOOD),)), [])
    return _ask(session, chosen, {each.id: each for each in stories}, dry_run=dry_run)


def _ask(session: Session, chosen: Sequence[DueCard], stories: Mapping[str, Record], *, dry_run: bool) -> JobResult:
    logs: dict[str, RunLog] = {}
    ended = False
    session.console.say(f"{count_noun(len(chosen), 'card')}. Press Enter if you do not remember it.")
    try:
        for due in chosen:
            log = logs.setdefault(due.card.story, RunLog(session, stories[due.card.story], "drill", dry_run=dry_run))
            row = ask_card(session.console, due.card)
            log.recalled.append(row)
            log.save(finished=True)
    except InputEndedError:
        ended = True
    rows = [{"story": ident, **row} for ident, log in logs.items() for row in log.recalled]
    right = sum(1 for row in rows if row["verdict"] == "correct")
    blocks: list[Block] = []
    if ended:
        blocks.append(
            Callout("The input ended before all questions were answered; the answers so far are saved.", Tone.WARN)
        )
    saved = ", ".join(log.place for log in logs.values() if log.id)
    blocks.append(FactList((("correct", f"{right} of {len(rows)}"), ("saved", saved or "nothing"))))
    missed = {(row["story"], row["metric"], row.get("aspect", "value")) for row in rows if row["verdict"] != "correct"}
    wrong = tuple(
        f"{due.card.prompt} {due.card.answer} {due.card.unit}".rstrip()
        for due in chosen
        if (due.card.story, due.card.metric, str(due.card.aspect)) in missed
    )
    if wrong:
        blocks += [Heading("To learn"), Items(wrong)]
    return JobResult(Page("Numbers", tuple(blocks)), rows, rows=rows, succeeded=not ended)


JOB = Job("rehearse drill", run)
