"""The evening before an interview: what to practise in which order, and one page to print."""

from __future__ import annotations

from typing import Annotated

from upward.analysis.rehearsal import schedule
from upward.analysis.rehearsal.evening import READ, Evening, plan_evening
from upward.jobs.rehearse._practice import due_cards, stories_of
from upward.model.errors import UsageError
from upward.model.job import Job, JobResult
from upward.model.page import Block, Callout, Heading, Items, Page, Prose, Table, Tone
from upward.session.session import Session
from upward.text.words import count_noun


def run(session: Session, *, minutes: Annotated[int, "How many minutes you have"] = 55) -> JobResult:
    """Plan the evening before an interview in the time you have; `--output sheet.html` writes a page to print."""
    stories = stories_of(session)
    if minutes <= 0:
        raise UsageError("--minutes must be above 0", next_step="leave it out for 55 minutes")
    interview = schedule.next_interview(session.corpus.records("interview"), session.today)
    chosen = list(interview.strings("stories")) if interview else []
    evening = plan_evening(stories, due_cards(session, stories), chosen, minutes)
    when = (
        f"{interview.title}, {interview.string('date').replace('T', ' ')}" if interview else "No interview is planned"
    )
    if not evening.sheets:
        blocks: tuple[Block, ...] = (
            Callout(f"{minutes} minutes are too short for one story and its numbers; allow at least 20.", Tone.WARN),
        )
        return JobResult(Page("The evening before", blocks), _data(evening, when), succeeded=False)
    said = (
        f"{when}: {count_noun(len(evening.sheets), 'story', 'stories')}, {count_noun(len(evening.cards), 'number')}, "
        f"{count_noun(evening.minutes, 'minute')} ({READ} of them to read this page once more)."
    )
    made: list[Block] = [Prose(said)]
    for sheet in evening.sheets:
        made.append(Heading(sheet.story.title))
        made.append(Table(("part", "begins"), sheet.parts))
        if sheet.numbers:
            made.append(Items(sheet.numbers))
    if evening.left_out:
        made.append(Callout(f"Not in these {minutes} minutes: {', '.join(evening.left_out)}."))
    made.append(Callout("Practise with `upward rehearse run` for each story, then `upward rehearse drill`."))
    return JobResult(Page("The evening before", tuple(made)), _data(evening, when))


def _data(evening: Evening, when: str) -> dict[str, object]:
    return {
        "interview": when,
        "minutes": evening.minutes,
        "stories": [
            {"story": sheet.story.id, "title": sheet.story.title, "why": sheet.why} for sheet in evening.sheets
        ],
        "numbers": [{"card": card.id, "prompt": card.prompt, "answer": card.answer} for card in evening.cards],
        "left_out": list(evening.left_out),
    }


JOB = Job("rehearse sheet", run)
