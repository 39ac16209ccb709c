"""What is practised by memory: each story, each of its numbers both ways, and the follow-up questions met so far.

A card's id is made of the story's id and the metric's, never of their texts, so that an edit loses no progress.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from upward.model.record import Record, Value


class CardKind(StrEnum):
    """What a card asks for."""

    STORY = "story"
    METRIC = "metric"
    FOLLOW_UP = "follow-up"


class Aspect(StrEnum):
    """What of a metric is asked: a field of it, or, the other way round, what a value stands for."""

    VALUE = "value"
    BASELINE = "baseline"
    UNIT = "unit"
    PERIOD = "period"
    METHOD = "method"
    MEANING = "meaning"


# A figure that is typed can be compared; the others are shown, and the person says whether they had it.
COMPARED = frozenset({Aspect.VALUE, Aspect.BASELINE})
_QUESTIONS = {
    Aspect.VALUE: "What is the value",
    Aspect.BASELINE: "What was it before",
    Aspect.UNIT: "What does it count, in which unit",
    Aspect.PERIOD: "Over which period",
    Aspect.METHOD: "How was it measured",
}


class Card(NamedTuple):
    """One thing to know. `id` is unique and stable; `metric` and `aspect` are set where it asks for a metric."""

    id: str
    story: str
    title: str
    kind: CardKind
    prompt: str
    answer: str
    metric: str = ""
    aspect: Aspect | None = None
    unit: str = ""


def cards_of(story: Record, runs: Sequence[Record] = ()) -> list[Card]:
    """Give the cards of a story: the story itself, its metrics, and follow-up questions that its runs met."""
    prompt = f"Tell “{story.title}” aloud"
    cards = [Card(f"{story.id}/story", story.id, story.title, CardKind.STORY, prompt, "")]
    for metric in story.mappings("metrics"):
        cards += _metric_cards(story, {key: _plain(value) for key, value in metric.items()})
    return [*cards, *_follow_ups(story, runs)]


def _metric_cards(story: Record, metric: dict[str, str]) -> Iterator[Card]:
    name, unit = metric.get("id", ""), metric.get("unit", "")
    if not name or not metric.get("value"):
        return
    for aspect, question in _QUESTIONS.items():
        answer = metric.get(aspect, "")
        if not answer:
            continue
        hint = f" ({unit})" if aspect in COMPARED and unit else ""
        prompt = f"{name}: {question}{hint}?"
        yield _metric_card(story, name, aspect, prompt, answer, unit if aspect in COMPARED else "")
    figure = f"{metric['value']} {unit}".strip()
    meaning = f"{name}, from {metric['baseline']}" if metric.get("baseline") else name
    yield _metric_card(story, name, Aspect.MEANING, f"{figure}: what does it stand for?", meaning, "")


def _metric_card(story: Record, name: str, aspect: Aspect, prompt: str, answer: str, unit: str) -> Card:
    ident = f"{story.id}/{name}/{aspect}"
    return Card(ident, story.id, story.title, CardKind.METRIC, prompt, answer, name, aspect, unit)


def _follow_ups(story: Record, runs: Sequence[Record]) -> Iterator[Card]:
    """Give a card for each follow-up question that a run of this story met, in the order first met."""
    questions: dict[str, str] = {}
    for run in runs:
        if run.string("story") == story.id:
            for item in run.mappings("follow-ups"):
                if item.get("id"):
                    questions.setdefault(str(item["id"]), _plain(item.get("question", "")))
    for ident, question in questions.items():
        yield Card(f"{story.id}/follow-up/{ident}", story.id, story.title, CardKind.FOLLOW_UP, question, "")


def _plain(value: Value) -> str:
    return value.strip() if isinstance(value, str) else ""
