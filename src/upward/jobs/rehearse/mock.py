"""A mock interview: questions, a story that you choose for each, follow-ups, and a debrief."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from upward.analysis.questions.matching import StoryBank
from upward.analysis.rehearsal.cards import COMPARED, cards_of
from upward.analysis.rehearsal.question_draw import company_labels
from upward.analysis.rehearsal.timing import Limits
from upward.jobs.rehearse import _debrief
from upward.jobs.rehearse._practice import limits_of, stories_of
from upward.jobs.rehearse._questions import ask_rating, recall_numbers
from upward.jobs.rehearse.run import tell
from upward.model.errors import InputEndedError, UsageError
from upward.model.job import Job, JobResult, Names
from upward.model.record import Record
from upward.session.open_questions import better_story, draw_for, follow_ups_for, runs_of_loop
from upward.session.run_log import RunLog
from upward.session.session import Session

# In seconds; interviewers wait about as long before it gets awkward. An assumption of the project.
CHOOSING = 20
MAX_LOOP = 10
FOLLOW_UPS = 3


@dataclass
class Interview:
    """A mock interview while it runs."""

    session: Session
    stories: Sequence[Record]
    bank: StoryBank
    limits: Limits
    loop: str
    speak: bool
    dry_run: bool


def run(
    session: Session,
    story: Annotated[str, "Tell this story for every question; by default you choose one for each", Names.RECORD] = "",
    *,
    loop: Annotated[int, "How many questions; a whole interview has five"] = 1,
    question: Annotated[str, "Ask this question"] = "",
    level: Annotated[
        Literal["", "intermediate", "mid", "senior", "staff"], "The level of the questions; by default your own"
    ] = "",
    company: Annotated[str, "The company; the principles of amazon, google and meta are known"] = "",
    debrief: Annotated[str, "Show the debrief of an earlier mock interview, by the `loop` of its runs"] = "",
    read_aloud: Annotated[bool, "Let espeak-ng read the questions aloud"] = False,
    dry_run: Annotated[bool, "Save nothing"] = False,
) -> JobResult:
    """Ask one question, or several in a loop; each answer is saved at once."""
    if debrief:
        return _earlier(session, debrief)
    stories = stories_of(session)
    if not 1 <= loop <= MAX_LOOP:
        raise UsageError(f"--loop must be 1 to {MAX_LOOP}", next_step="a whole interview loop has five questions")
    fixed = session.record(story, "story") if story else None
    now = session.clock.now()
    room = Interview(
        session,
        stories,
        session.bank(),
        limits_of(session),
        f"{now:%Y-%m-%d-%H%M%S}",
        read_aloud,
        dry_run,
    )
    if company and not company_labels(company, session.rubrics):
        session.console.say(f"No principles of {company} are known, only those of amazon, google and meta.")
    questions = [question] if question else draw_for(session, loop, level, company)
    logs: list[RunLog] = []
    ended = False
    try:
        for number, each in enumerate(questions, start=1):
            session.console.say(f"\nQuestion {number} of {len(questions)}: {each}")
            _read_aloud(room, each)
            log = _choose(room, each, fixed)
            logs.append(log)
            _answer(room, log)
    except InputEndedError:
        ended = True
    return _debrief.page([log for log in logs if log.id], room.limits, ended=ended)


def _earlier(session: Session, loop: str) -> JobResult:
    runs = runs_of_loop(session, loop)
    if not runs:
        raise UsageError(f"No run has `loop: {loop}`", next_step="copy the `loop` of a run in rehearsals/")
    return _debrief.page([RunLog.resume(session, run) for run in runs.values()], limits_of(session), ended=False)


def _choose(room: Interview, question: str, fixed: Record | None) -> RunLog:
    """Let the person choose a story by its number, and save how long that took."""
    console, clock = room.session.console, room.session.clock
    if fixed is not None:
        console.say(f"Tell “{fixed.title}”.")
        return RunLog(room.session, fixed, "mock", question, room.dry_run)
    for number, story in enumerate(room.stories, start=1):
        console.say(f"  {number}  {story.title}")
    begun = clock.seconds()
    named = {str(number): story for number, story in enumerate(room.stories, start=1)}
    named |= {story.id: story for story in room.stories}
    while (said := console.ask(f"Which story? Type its number within {CHOOSING} seconds").strip()) not in named:
        console.say(f"  Write a number from 1 to {len(room.stories)}.")
    story = named[said]
    took = clock.seconds() - begun
    log = RunLog(room.session, story, "mock", question, room.dry_run)
    log.fields["choosing"] = f"{took:.0f}"
    if took > CHOOSING:
        console.say(f"  You chose in {took:.0f} s; aim for {CHOOSING} s.")
    return log


def _answer(room: Interview, log: RunLog) -> None:
    """Tell the story, answer follow-ups, recall its numbers, rate it; saved after each."""
    console = room.session.console
    log.fields["loop"] = room.loop
    tell(log, room.limits)
    _follow_ups(room, log)
    recall_numbers(log, [card for card in cards_of(log.story) if card.aspect in COMPARED])
    log.fields["rating"] = ask_rating(console)
    better = better_story(room.session, room.bank, log.question, log.story.id)
    if better:
        log.fields["better"] = better
        title = next(story.title for story in room.stories if story.id == better)
        console.say(f"  “{title}” fits this question better by its tags and text.")
    log.note = console.ask("What will you say differently? (Enter for nothing)").strip()
    log.save(finished=True)


def _follow_ups(room: Interview, log: RunLog) -> None:
    session = room.session
    for hole in follow_ups_for(session, log.story, FOLLOW_UPS):
        session.console.say(f"\nFollow-up: {hole.question}")
        _read_aloud(room, hole.question)
        session.console.ask("Answer aloud. Press Enter at the end")
        rating = ask_rating(session.console, "How did you answer?")
        log.follow_ups.append({"id": hole.id, "question": hole.question, "rating": rating})
        log.save()


def _read_aloud(room: Interview, text: str) -> None:
    if room.speak:
        from upward.store.speech import read_aloud

        read_aloud(text)


JOB = Job("rehearse mock", run)
