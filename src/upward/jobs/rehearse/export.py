"""Export the cards to Anki, or due dates to a calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Literal

from upward.analysis.rehearsal.calendar_file import PlannedEvent, calendar_file
from upward.analysis.rehearsal.cards import Card, CardKind
from upward.analysis.rehearsal.evening import story_sheet
from upward.analysis.rehearsal.schedule import DueCard, next_interview
from upward.jobs.rehearse._practice import due_cards, stories_of
from upward.model.job import Artefact, Job, JobResult, Names
from upward.model.page import Callout, Page, Prose
from upward.model.record import Record
from upward.session.session import Session
from upward.text.dates import parse_date
from upward.text.words import count_noun


def run(
    session: Session,
    to: Annotated[Literal["anki", "calendar"], "anki: a deck (.apkg); calendar: due dates (.ics)"],
    *,
    story: Annotated[str, "The story's id; by default all stories", Names.RECORD] = "",
) -> JobResult:
    """Make the file that `--output` writes. Ids stay the same, so importing it again updates the cards."""
    stories = [session.record(story, "story")] if story else stories_of(session)
    dues = due_cards(session, stories)
    if to == "anki":
        return _anki(session, stories, [due.card for due in dues])
    return _calendar(session, dues)


def _anki(session: Session, stories: Sequence[Record], cards: Sequence[Card]) -> JobResult:
    from upward.store.anki_package import Flashcard, anki_package

    sheets = {each.id: story_sheet(each) for each in stories}
    flashcards = []
    for card in cards:
        back = f"{card.answer} {card.unit}".strip()
        if card.kind is CardKind.STORY:
            lines = [f"{part.title()}: {words}" for part, words in sheets[card.story].parts]
            back = "\n".join([*lines, *sheets[card.story].numbers])
        front = f"{card.title}\n{card.prompt}" if card.kind is not CardKind.STORY else card.prompt
        flashcards.append(Flashcard(card.id, "upward", front, back or "Answer aloud.", (card.story, card.kind.value)))
    content = anki_package(flashcards, session.clock.now().timestamp())
    said = f"{count_noun(len(flashcards), 'card')} of {count_noun(len(stories), 'story', 'stories')}."
    return _result("Anki deck", said, "deck.apkg", Artefact(content, (".apkg",)), len(flashcards))


def _calendar(session: Session, dues: Sequence[DueCard]) -> JobResult:
    events = [*_sessions(dues, session.today), *_interviews(session)]
    content = calendar_file(events, session.clock.now())
    said = f"{count_noun(len(events), 'event')}."
    return _result("Calendar file", said, "rehearsals.ics", Artefact(content, (".ics",)), len(events))


def _sessions(dues: Sequence[DueCard], today: date) -> Iterator[PlannedEvent]:
    """Yield an event for each story and day on which some of its cards are due."""
    days: dict[tuple[str, date], list[DueCard]] = {}
    for due in dues:
        day = max(today, due.due.astimezone().date()) if due.due else today
        days.setdefault((due.card.story, day), []).append(due)
    for (story, day), held in sorted(days.items(), key=lambda item: (item[0][1], item[0][0])):
        text = "\n".join(due.card.prompt for due in held)
        yield PlannedEvent(f"{story}/{day}", day, f"Rehearse: {held[0].card.title}", text)


def _interviews(session: Session) -> Iterator[PlannedEvent]:
    ahead = next_interview(session.corpus.records("interview"), session.today)
    day = parse_date(ahead.string("date")) if ahead else None
    if ahead and day:
        yield PlannedEvent(ahead.id, day, ahead.title, f"upward show {ahead.id}")


def _result(title: str, said: str, name: str, artefact: Artefact, count: int) -> JobResult:
    page = Page(title, (Prose(said), Callout(f"Write it with --output {name}.")))
    return JobResult(page, {"count": count, "file": name}, artefacts=(artefact,))


JOB = Job("rehearse export", run)
