"""When each part of a telling begins and ends, and its text as it was told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from upward.analysis.rehearsal.alignment import FOLLOWS, Alignment, StorySentence
from upward.analysis.rehearsal.free_retelling import part_starts, retold_sentences
from upward.analysis.rehearsal.pauses import Delivery
from upward.model.speech import SpokenWord
from upward.text.story_parts import Part

# An engine's word times are off by some tenths of a second; a part begins where speech begins, if that is as near.
_SNAP = 0.6
# A part begins with its first sentence of which so much was heard; words heard by chance are fewer.
_BEGUN = 0.3
# Below these shares of words and sentences, something else was told.
_NOTHING, _FEW = 0.15, 0.25


class SpokenPart(NamedTuple):
    """A part of a telling: start and stop in seconds, and its words."""

    part: Part
    start: float
    stop: float
    text: str


class SpokenStory(NamedTuple):
    """The parts told, the sentences left out, and whether the telling follows the text or is told freely."""

    parts: tuple[SpokenPart, ...]
    skipped: tuple[StorySentence, ...]
    follows: bool
    recognised: bool


def spoken_story(
    story: Sequence[StorySentence],
    alignment: Alignment,
    words: Sequence[SpokenWord],
    delivery: Delivery | None,
    *,
    exact: bool = False,
) -> SpokenStory:
    """Give the parts of a telling; a free one is cut where its words go over from one part to the next.

    Unless the words are exact, a sentence in whose place other words were heard is not called left out.
    """
    follows = alignment.followed >= FOLLOWS
    content = retold_sentences(story, words)
    said = [
        alignment.was_said(n) or (not follows and content[n]) or (follows and not exact and alignment.was_misheard(n))
        for n in range(len(story))
    ]
    starts = _aligned_starts(story, alignment) if follows else part_starts(story, words)
    skipped = tuple(sentence for sentence, is_said in zip(story, said, strict=True) if not is_said)
    recognised = alignment.followed >= _NOTHING or sum(said) >= _FEW * len(story)
    return SpokenStory(tuple(_parts(starts, words, delivery)) if recognised else (), skipped, follows, recognised)


def with_texts(story: SpokenStory, words: Sequence[SpokenWord]) -> SpokenStory:
    """Give a telling with the texts of its parts by other words: those whose middle lies in a part."""
    parts = [
        part._replace(text=" ".join(word.text for word in words if part.start <= _middle(word) < part.stop).strip())
        for part in story.parts
    ]
    return story._replace(parts=tuple(parts))


def _middle(word: SpokenWord) -> float:
    return (word.start + word.stop) / 2


def _aligned_starts(story: Sequence[StorySentence], alignment: Alignment) -> dict[Part, int]:
    """Give the word with which each part begins: that of its first sentence said, less the words missed before it."""
    starts: dict[Part, int] = {}
    firsts, last = alignment.starts(), -1
    for number, sentence in enumerate(story):
        tokens = range(firsts[number], firsts[number] + len(sentence.tokens))
        heard = [(token - firsts[number], alignment.pairs[token]) for token in tokens if token in alignment.pairs]
        if len(heard) < _BEGUN * len(tokens) or not heard:
            continue
        if sentence.part not in starts:
            missed, word = heard[0]
            starts[sentence.part] = max(last + 1, word - missed)
        last = max(last, heard[-1][1])
    return starts


def _parts(starts: Mapping[Part, int], words: Sequence[SpokenWord], delivery: Delivery | None) -> list[SpokenPart]:
    ordered = sorted(starts.items(), key=lambda item: item[1])
    found = []
    for place, (part, first) in enumerate(ordered):
        stop = ordered[place + 1][1] if place + 1 < len(ordered) else len(words)
        inside = words[first:stop]
        if inside:
            end = delivery.speech[-1].stop if delivery and delivery.speech else words[-1].stop
            found.append(
                SpokenPart(
                    part, snapped(inside[0].start, delivery), end, " ".join(word.text for word in inside if word.text)
                )
            )
    # A part ends where the next one begins.
    ends = [other.start for other in found[1:]] + [part.stop for part in found[-1:]]
    return [part._replace(stop=end) for part, end in zip(found, ends, strict=True)]


def snapped(moment: float, delivery: Delivery | None) -> float:
    """Give the start of speech nearest to a moment, if one is within 0.6 s; nothing is said before the first."""
    if delivery and delivery.speech and moment < delivery.speech[0].start:
        return delivery.speech[0].start
    starts = [stretch.start for stretch in delivery.speech if abs(stretch.start - moment) <= _SNAP] if delivery else []
    return min(starts, key=lambda start: abs(start - moment)) if starts else moment
