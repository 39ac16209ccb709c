"""When to rehearse what: FSRS over the runs and the numbers recalled, rebuilt from the records each time.

The records are the review log; no state is kept beside them. Scheduling is by the `fsrs`
package (FSRS-6, Ye et al.), with its fuzz off so that a plan can be made again, and
intervals of at most 60 days: an interview is nearer than a vocabulary test.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from upward.model.judgement import Due
from upward.model.record import Record
from upward.text.words import count_noun

if TYPE_CHECKING:
    from fsrs import Card

LONGEST = 60
WHOLE = "the story"
_RATING = {"again": 1, "hard": 2, "good": 3, "easy": 4}
_VERDICT = {"correct": 3, "unsure": 2, "wrong": 1, "missed": 1}
_AIM = (120, 180)


def due_reviews(stories: Sequence[Record], runs: Sequence[Record], now: datetime) -> list[Due]:
    """Give every story and every number of its, the most urgent first: never rehearsed, then by due date."""
    dues = [due for story in stories for due in _dues(story, runs, now)]
    never = datetime.min.replace(tzinfo=UTC)
    return sorted(dues, key=lambda due: (due.due or never, due.story, due.what != WHOLE, due.what))


def _dues(story: Record, runs: Sequence[Record], now: datetime) -> Iterator[Due]:
    mine = sorted((run for run in runs if run.string("story") == story.id), key=lambda run: run.string("date"))
    told = [
        (when, _RATING[run.string("rating")])
        for run in mine
        if run.string("rating") in _RATING and (when := rehearsed_at(run)) is not None
    ]
    yield _due(story, WHOLE, told, now)
    for metric in story.mappings("metrics"):
        name = str(metric.get("id", ""))
        recalled = [
            (when, _VERDICT[str(item["verdict"])])
            for run in mine
            for item in run.mappings("recalled")
            if item.get("metric") == name
            and item.get("verdict") in _VERDICT
            and (when := rehearsed_at(run)) is not None
        ]
        yield _due(story, f"the number {name}", recalled, now)


def _due(story: Record, what: str, reviews: Sequence[tuple[datetime, int]], now: datetime) -> Due:
    if not reviews:
        return Due(story.id, story.title, what, None, None, "never rehearsed")
    from fsrs import Rating, Scheduler

    scheduler = Scheduler(enable_fuzzing=False, maximum_interval=LONGEST, learning_steps=(), relearning_steps=())
    card = _card()
    for when, rating in reviews:
        card, _ = scheduler.review_card(card, Rating(rating), when)
    recall = scheduler.get_card_retrievability(card, now)
    days = max(0, (now - reviews[-1][0]).days)
    ago = "today" if days == 0 else f"{count_noun(days, 'day')} ago"
    because = f"{count_noun(len(reviews), 'time')}, last {ago}; about {recall:.0%} would come to mind"
    return Due(story.id, story.title, what, card.due, round(recall, 3), because)


def _card() -> Card:
    from fsrs import Card

    # An id of ours: the package's own waits a millisecond for a fresh one.
    return Card(card_id=1, due=datetime(2000, 1, 1, tzinfo=UTC))


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


def advice(seconds: float) -> str:
    """Give what to make of a run's length."""
    least, most = _AIM
    if seconds < least:
        return f"{seconds:.0f} s is short of two minutes: say what you did in more steps."
    if seconds > most:
        return f"{seconds:.0f} s is over three minutes: cut the Situation first."
    return f"{seconds:.0f} s is within two to three minutes."


def same_number(said: str, meant: str) -> bool:
    """Whether a number as typed is the one meant: "1,200", "1200" and "1.2k" are."""
    one, other = _number(said), _number(meant)
    return one == other if one is not None and other is not None else said.strip().lower() == meant.strip().lower()


def _number(text: str) -> float | None:
    plain = text.strip().lower().replace(",", "").replace(" ", "").rstrip("%").lstrip("$€£")
    scale = {"k": 1e3, "m": 1e6, "bn": 1e9}
    ending = next((end for end in scale if plain.endswith(end)), "")
    try:
        return round(float(plain.removesuffix(ending)) * scale.get(ending, 1), 9)
    except ValueError:
        return None
