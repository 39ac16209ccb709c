"""The evening before an interview: which stories to tell and which numbers to recall within the time there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from upward.analysis.rehearsal.cards import Aspect, Card, CardKind, cards_of
from upward.analysis.rehearsal.schedule import DueCard
from upward.model.record import Record
from upward.model.span import Span
from upward.text.quantities import quantities
from upward.text.spoken_text import spoken_text
from upward.text.story_parts import story_parts
from upward.text.words import sentences

# In minutes: a story told once with one follow-up, a number recalled until it comes, the sheet read at the end.
TELL, NUMBER, READ = 10, 1, 6
_PART_WORDS = 14
# What of a story without labelled parts or metrics goes on the sheet, and how many words around a number.
_MOST_BEGINNINGS, _MOST_NUMBERS, _AROUND = 5, 8, 4


class StorySheet(NamedTuple):
    """A story on the sheet: how each part begins, and its numbers with what belongs to them."""

    story: Record
    why: str
    parts: tuple[tuple[str, str], ...]
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
    parts: list[tuple[str, str]] = []
    for part, span in story_parts(story).items():
        first = next(iter(sentences(story.text, span)), None)
        if first is not None:
            parts.append((part.value, _beginning(first, story.text)))
    if not parts:
        parts = [("begins", _beginning(span, story.text)) for span in _first_sentences(story)]
    numbers = tuple(_number(metric) for metric in story.mappings("metrics") if metric.get("value"))
    numbers = numbers or tuple(_numbers_of_text(story))
    return StorySheet(story, why, tuple(parts), numbers)


def _beginning(span: Span, text: str) -> str:
    words = spoken_text(span.cut(text)).split()
    return " ".join(words[:_PART_WORDS]) + (" …" if len(words) > _PART_WORDS else "")


def _first_sentences(story: Record) -> list[Span]:
    """Give the first sentence of each paragraph of a story without labelled parts, as many as are practised."""
    body = Span(len(story.text) - len(story.prose), len(story.text))
    place, found = body.start, []
    for paragraph in story.prose.split("\n\n"):
        first = next(iter(sentences(story.text, Span(place, place + len(paragraph)))), None)
        if first is not None and not first.cut(story.text).lstrip().startswith("#"):
            found.append(first)
        place += len(paragraph) + 2
    return found[:_MOST_BEGINNINGS]


def _numbers_of_text(story: Record) -> Iterator[str]:
    """Yield the numbers of a story without metrics, each with the words around it."""
    amounts = [each for each in quantities(story.prose) if each.is_number and each.text[:1].isdigit()]
    for amount in amounts[:_MOST_NUMBERS]:
        before = story.prose[: amount.span.start].rpartition("\n")[2].split()[-_AROUND:]
        after = story.prose[amount.span.stop :].partition("\n")[0].split()[:_AROUND]
        yield f"{amount.text}: … {' '.join([*before, amount.text, *after])} …"


def _number(metric: object) -> str:
    if not isinstance(metric, dict):
        return ""
    figure = f"{metric.get('id', '')}: {metric['value']} {metric.get('unit', '')}".rstrip()
    extra = [f"from {metric['baseline']}"] if metric.get("baseline") else []
    extra += [str(metric[key]) for key in ("period", "method") if metric.get(key)]
    return f"{figure} ({'; '.join(extra)})" if extra else figure
