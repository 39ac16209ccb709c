"""What is due, story by story."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from upward.analysis.rehearsal.cards import CardKind
from upward.analysis.rehearsal.schedule import DueCard
from upward.jobs.rehearse._practice import due_cards, interview_day, stories_of
from upward.model.job import Job, JobResult, Names
from upward.model.json_value import as_json
from upward.model.page import Block, Callout, Page, Prose, Table
from upward.session.session import Session
from upward.text.words import count_noun


def run(
    session: Session, story: Annotated[str, "A story's id; by default all stories", Names.RECORD] = ""
) -> JobResult:
    """List the cards of all stories, or of one, the most urgent first."""
    stories = [session.record(story, "story")] if story else stories_of(session)
    dues = due_cards(session, stories)
    now, interview = session.clock.now(), interview_day(session)
    data = [_row(due, now) for due in dues]
    ripe = sum(due.is_due(now) for due in dues)
    said = f"{ripe} of {count_noun(len(dues), 'card')} {'is' if ripe == 1 else 'are'} due."
    if interview:
        said += f" Next interview: {interview}; no interval is longer than the days to it."
    titles = dict.fromkeys(due.card.story for due in dues)
    rows = tuple(_story_row([due for due in dues if due.card.story == ident], now) for ident in titles)
    blocks: list[Block] = [Prose(said), Table(("story", "tell it", "numbers due", "follow-ups due", "why"), rows)]
    first = next((due for due in dues if due.is_due(now)), None)
    if first is not None:
        verb = "drill" if first.card.kind is CardKind.METRIC else "run"
        blocks.append(Callout(f"Start with `upward rehearse {verb} {first.card.story}`."))
    return JobResult(Page("What to rehearse", tuple(blocks)), data, rows=data)


def _row(due: DueCard, now: datetime) -> dict[str, object]:
    card = as_json(due.card, "story", "title", "kind", "metric", "aspect", "prompt")
    rest = {"due": due.due, "recall": due.recall, "now": due.is_due(now), "because": due.because}
    return {"card": due.card.id, **card, **rest}


def _story_row(dues: Sequence[DueCard], now: datetime) -> tuple[str, ...]:
    card = next(due for due in dues if due.card.kind is CardKind.STORY)
    when = "now" if card.is_due(now) or card.due is None else card.due.astimezone().date().isoformat()
    return (
        card.card.title,
        when,
        _share(dues, CardKind.METRIC, now),
        _share(dues, CardKind.FOLLOW_UP, now),
        card.because,
    )


def _share(dues: Sequence[DueCard], kind: CardKind, now: datetime) -> str:
    held = [due for due in dues if due.card.kind is kind]
    return f"{sum(due.is_due(now) for due in held)} of {len(held)}" if held else "none"


JOB = Job("rehearse plan", run)
