"""The evening before an interview: which stories to tell and which numbers to recall within the time there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from upward.analysis.rehearsal.cards import Aspect, Card, CardKind, cards_of
from upward.analysis.rehearsal.schedule import DueCard
from upward.model.record import Record
from upward.text.markdown import spoken_text
from upward.text.story_parts import Part, story_parts
from upward.text.words import sentences

# In minutes: a story told once with one follow-up, a number recalled until it comes, the sheet read at the end.
TELL, NUMBER, READ = 10, 1, 6
_PART_WORDS = 14


class StorySheet(NamedTuple):
    """A story on the sheet: how each part begins, and its numbers with what belongs to them."""

    story: Record
    why: str
    parts: tuple[tuple[Part, str], ...]
    numbers: tuple[str, ...]


class Evening(NamedTuple):
    """The stories and numbers of the evening, its minutes, and the titles of stories there is not a time for."""

    sheets: tuple[StorySheet, ...]
    cards: tuple[Card, ...]
    minutes: int
    left_out: tuple[str, ...]


def plan_evening(stories: Sequence[Record], dues: Sequence[DueCard], chosen: Sequence[str], minutes: int) -> Evening:
    """Plan the evening: the stories chosen for the interview first, then the most urgent; numbers due first.

    A story counts ten minutes, each of its values and baselines one, reading the sheet six.
    """
    known = {story.id: story for story in stories}
    urgent = [due.card.story for due in dues if due.card.kind is CardKind.STORY]
    order = list(dict.fromkeys([*[ident for ident in chosen if ident in known], *urgent]))
    reasons = {due.card.story: due.because for due in dues if due.card.kind is CardKind.STORY}
    left, taken, cards = minutes - READ, list[Record](), list[Card]()
    for ident in order:
        numbers = [card for card in cards_of(known[ident]) if card.aspect in {Aspect.VALUE, Aspect.BASELINE}]
        cost = TELL + NUMBER * len(numbers)
        if cost <= left:
            left -= cost
            taken.append(known[ident])
            cards += numbers
    places = {due.card.id: number for number, due in enumerate(dues)}
    cards.sort(key=lambda card: places.get(card.id, len(places)))
    used = minutes - left if taken else 0
    sheets = tuple(story_sheet(story, reasons.get(story.id, "")) for story in taken)
    rest = tuple(known[ident].title for ident in order if known[ident] not in taken)
    return Evening(sheets, tuple(cards), used, rest)


def story_sheet(story: Record, why: str = "") -> StorySheet:
    """Give what of a story goes on the sheet."""
    parts = []
    for part, span in story_parts(story).items():
        first = next(iter(sentences(story.text, span)), None)
        if first is not None:
            words = spoken_text(first.cut(story.text)).split()
            parts.append((part, " ".join(words[:_PART_WORDS]) + (" …" if len(words) > _PART_WORDS else "")))
    numbers = tuple(_number(metric) for metric in story.mappings("metrics") if metric.get("value"))
    return StorySheet(story, why, tuple(parts), numbers)


def _number(metric: object) -> str:
    if not isinstance(metric, dict):
        return ""
    figure = f"{metric.get('id', '')}: {metric['value']} {metric.get('unit', '')}".rstrip()
    extra = [f"from {metric['baseline']}"] if metric.get("baseline") else []
    extra += [str(metric[key]) for key in ("period", "method") if metric.get(key)]
    return f"{figure} ({'; '.join(extra)})" if extra else figure
