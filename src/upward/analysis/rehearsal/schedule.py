"""When to practise what: FSRS over the runs and the numbers recalled, rebuilt from the records each time.

The records are the review log; no state is kept beside them. Scheduling is by the `fsrs`
package (FSRS-6, Ye et al.), with its fuzz off so that a plan can be made again. No interval
is longer than 60 days, nor longer than the days left to the next interview.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from upward.analysis.rehearsal.cards import Aspect, Card, CardKind, cards_of
from upward.model.record import Record
from upward.text.dates import parse_date
from upward.text.template_slots import open_slots
from upward.text.words import count_noun

if TYPE_CHECKING:
    from fsrs import Card as FsrsCard

# In days. An interview is nearer than a vocabulary test.
MAX_INTERVAL = 60
RATINGS = ("again", "hard", "good", "easy")
_GRADE = {"again": 1, "hard": 2, "good": 3, "easy": 4}
# An unsure answer is one that came with effort; a wrong one and a missing one are lapses.
_VERDICT_GRADE = {"correct": 3, "unsure": 2, "wrong": 1, "missed": 1}
_WENT_GRADE = {"badly": 1, "so-so": 2, "well": 3}
# Recall below this share is called rusty; 0.9 is what FSRS schedules for.
_FRESH = 0.9


class Review(NamedTuple):
    """One time a card was practised: when, and its grade from 1 (again) to 4 (easy)."""

    when: datetime
    grade: int


class DueCard(NamedTuple):
    """A card with its next date (None if it was never practised), FSRS's recall estimate (not calibrated) and why."""

    card: Card
    due: datetime | None
    recall: float | None
    because: str

    def is_due(self, now: datetime) -> bool:
        """Whether it is to be practised now."""
        return self.due is None or self.due <= now


def finished_stories(stories: Iterable[Record]) -> list[Record]:
    """Give the stories without open questions: a draft can't be told yet."""
    return [story for story in stories if next(open_slots(story.text), None) is None]


def due_reviews(
    stories: Sequence[Record],
    runs: Sequence[Record],
    interviews: Sequence[Record],
    now: datetime,
    interview: date | None = None,
) -> list[DueCard]:
    """Give every card of the stories, the most urgent first: never practised, then by due date.

    `interviews` are real ones, whose stories count as told; `interview` is the day up to which all must be
    known: no interval is longer than the days to it.
    """
    log = review_log(runs, interviews)
    longest = max_interval(now.date(), interview)
    dues = [_due(card, log.get(card.id, ()), now, longest) for story in stories for card in cards_of(story, runs)]
    never = datetime.min.replace(tzinfo=UTC)
    kinds, aspects = list(CardKind), list(Aspect)

    def place(due: DueCard) -> tuple[datetime, int, str, int, str]:
        # All values of a story are asked before what a value stands for, which would give them away.
        aspect = aspects.index(due.card.aspect) if due.card.aspect else 0
        return (due.due or never, kinds.index(due.card.kind), due.card.story, aspect, due.card.id)

    return sorted(dues, key=place)


def max_interval(today: date, interview: date | None) -> int:
    """Give the longest interval in days: 60, or the days left to the interview if these are fewer, at least 1."""
    if interview is None or interview < today:
        return MAX_INTERVAL
    return max(1, min(MAX_INTERVAL, (interview - today).days))


def next_interview(interviews: Sequence[Record], today: date) -> Record | None:
    """Give the nearest interview that is still to come, today's included."""
    ahead = [(day, item.id, item) for item in interviews if (day := parse_date(item.string("date"))) and day >= today]
    return min(ahead, key=lambda row: row[:2])[2] if ahead else None


def review_log(runs: Sequence[Record], interviews: Sequence[Record] = ()) -> Mapping[str, list[Review]]:
    """Give the reviews of each card in the order of time; what has no date or no rating is left out."""
    log: dict[str, list[Review]] = {}
    records = [(when, item.id, item) for item in (*runs, *interviews) if (when := rehearsed_at(item)) is not None]
    for when, _, record in sorted(records, key=lambda row: row[:2]):
        for ident, grade in _interview_grades(record) if record.kind == "interview" else _grades(record):
            log.setdefault(ident, []).append(Review(when, grade))
    return log


def _interview_grades(interview: Record) -> Iterator[tuple[str, int]]:
    """Give the grade of each story that was told in a real interview."""
    for item in interview.mappings("asked"):
        grade = _WENT_GRADE.get(str(item.get("went", "")))
        if grade and item.get("story"):
            yield f"{item['story']}/story", grade


def _grades(run: Record) -> Iterator[tuple[str, int]]:
    story = run.string("story")
    if run.string("rating") in _GRADE:
        yield f"{story}/story", _GRADE[run.string("rating")]
    for item in run.mappings("recalled"):
        grade = _VERDICT_GRADE.get(str(item.get("verdict", "")))
        if grade:
            yield f"{story}/{item.get('metric', '')}/{item.get('aspect') or Aspect.VALUE}", grade
    for item in run.mappings("follow-ups"):
        grade = _GRADE.get(str(item.get("rating", "")))
        if grade:
            yield f"{story}/follow-up/{item.get('id', '')}", grade


def _due(card: Card, reviews: Sequence[Review], now: datetime, longest: int) -> DueCard:
    if not reviews:
        return DueCard(card, None, None, "never practised")
    from fsrs import Rating, Scheduler

    scheduler = Scheduler(enable_fuzzing=False, maximum_interval=longest, learning_steps=(), relearning_steps=())
    state = _new_card()
    for review in reviews:
        state, _ = scheduler.review_card(state, Rating(review.grade), review.when)
    recall = scheduler.get_card_retrievability(state, now)
    last = reviews[-1].when
    days = max(0, (now - last).days)
    ago = "today" if days == 0 else f"{count_noun(days, 'day')} ago"
    rusty = "" if recall >= _FRESH else "likely rusty: "
    because = f"{rusty}{count_noun(len(reviews), 'time')}, last {ago}"
    return DueCard(card, min(state.due, last + timedelta(days=longest)), round(recall, 3), because)


def _new_card() -> FsrsCard:
    from fsrs import Card as FsrsCard

    # An id of ours: the package's own waits a millisecond for a fresh one.
    return FsrsCard(card_id=1, due=datetime(2000, 1, 1, tzinfo=UTC))


def rehearsed_at(run: Record) -> datetime | None:
    """Give when a run was; a date without a time counts as noon, one without an offset as UTC."""
    text = run.string("date")
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) <= len("2026-01-01"):
        when += timedelta(hours=12)
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
