"""What the steps of `rehearse` have in common: stories, due cards, the next interview, the time limits."""

from __future__ import annotations

from datetime import date

from upward.analysis.rehearsal import schedule
from upward.analysis.rehearsal.schedule import DueCard
from upward.analysis.rehearsal.timing import Limits
from upward.model.errors import ConfigurationError, NothingFoundError
from upward.model.record import Record
from upward.session.session import Session
from upward.text.dates import parse_date


def stories_of(session: Session) -> list[Record]:
    """Give the finished stories, drafts where no story is finished; raises NothingFoundError where there is none."""
    stories = list(session.corpus.records("story"))
    if not stories:
        raise NothingFoundError(
            "There is no story to rehearse", next_step="run `upward draft`, or `upward init --examples` to see examples"
        )
    return schedule.finished_stories(stories) or stories


def interview_day(session: Session) -> date | None:
    """Give the day of the next interview; None where none is recorded."""
    ahead = schedule.next_interview(session.corpus.records("interview"), session.today)
    return parse_date(ahead.string("date")) if ahead else None


def due_cards(session: Session, stories: list[Record]) -> list[DueCard]:
    """Give every card of these stories, the most urgent first, with the intervals that the next interview allows."""
    runs = session.corpus.records("rehearsal")
    interviews = session.corpus.records("interview")
    return schedule.due_reviews(stories, runs, interviews, session.clock.now(), interview_day(session))


def limits_of(session: Session) -> Limits:
    """Give when the lights come on; raises ConfigurationError for a setting that is not three rising times."""
    given = session.settings.lights
    try:
        seconds = [60 * int(minute) + int(second) for minute, _, second in (text.partition(":") for text in given)]
        green, yellow, red = seconds
    except ValueError:
        green = yellow = red = 0
    if not 0 < green < yellow < red:
        raise ConfigurationError(
            f"lights = {', '.join(given)} can't be used",
            why="it must be three rising times",
            next_step='for example lights = ["2:00", "2:30", "3:00"]',
        )
    return Limits(green, yellow, red)
