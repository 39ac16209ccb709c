"""A telling aligned to its story: which sentences were said, and when each part began."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from upward.model.record import Record
from upward.model.span import Span
from upward.model.speech import SpokenWord
from upward.text.spoken_text import spoken_text
from upward.text.story_parts import Part, story_parts
from upward.text.words import sentences, stem

_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d[\d,]*(?:\.\d+)?", re.IGNORECASE)
_SMALL = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
}
_MATCH, _NEAR, _OTHER, _GAP = 2, 1, -1, -1
# A sentence was said if so much of it was heard; chosen on the synthetic takes.
_SAID = 0.5
# From this share of the story's words on, a telling follows its text; below, it is told freely.
FOLLOWS = 0.45
# Words that most sentences hold say little about which was told.
_COMMON = 4


class StorySentence(NamedTuple):
    """A sentence of the story: its part, its text and place, and its words as they are compared."""

    part: Part
    text: str
    span: Span
    tokens: tuple[str, ...]


class Alignment(NamedTuple):
    """For each word of the story, by number, the number of the word heard for it; and how many were heard in all."""

    sentences: tuple[StorySentence, ...]
    pairs: dict[int, int]
    heard: int

    @property
    def followed(self) -> float:
        """The share of the story's words that were heard."""
        total = sum(len(sentence.tokens) for sentence in self.sentences)
        return len(self.pairs) / total if total else 0.0

    def starts(self) -> list[int]:
        """Give the number of the first word of each sentence."""
        found, number = [], 0
        for sentence in self.sentences:
            found.append(number)
            number += len(sentence.tokens)
        return found

    def share(self, sentence: int) -> float:
        """Give the share of a sentence's words that were heard."""
        first = self.starts()[sentence]
        tokens = self.sentences[sentence].tokens
        return sum(first + number in self.pairs for number in range(len(tokens))) / max(1, len(tokens))

    def was_said(self, sentence: int) -> bool:
        """Whether a sentence was said: half of its words were heard."""
        return self.share(sentence) >= _SAID

    def gap(self, first: int, last: int) -> tuple[int, int]:
        """Give the words heard for the nearest words of the story before `first` and after `last`."""
        before = max((word for token, word in self.pairs.items() if token < first), default=-1)
        after = min((word for token, word in self.pairs.items() if token > last), default=self.heard)
        return before, after

    def was_misheard(self, sentence: int) -> bool:
        """Whether so many words were heard in a sentence's place that it was said, though not understood."""
        first = self.starts()[sentence]
        size = len(self.sentences[sentence].tokens)
        before, after = self.gap(first, first + size - 1)
        return not self.was_said(sentence) and after - before - 1 >= _SAID * size


def story_sentences(story: Record) -> list[StorySentence]:
    """Give the sentences of the labelled parts in the order in which they are told."""
    found = []
    for part, span in sorted(story_parts(story).items(), key=lambda item: list(Part).index(item[0])):
        for place in sentences(story.text, span):
            text = " ".join(spoken_text(place.cut(story.text)).split())
            tokens = tuple(tokens_of(text))
            if tokens:
                found.append(StorySentence(part, text, place, tokens))
    return found


def tokens_of(text: str) -> list[str]:
    """Give the words of a text as they are compared: stems, and figures without separators."""
    return [_normal(match.group()) for match in _TOKEN.finditer(text.replace("’", "'"))]


def _normal(token: str) -> str:
    plain = token.lower()
    if plain[0].isdigit():
        return plain.replace(",", "").rstrip(".")
    return _SMALL.get(plain) or stem(plain)


def align(story: Sequence[StorySentence], words: Sequence[SpokenWord]) -> Alignment:
    """Align a story to the words heard (Needleman and Wunsch); a word counts once."""
    tokens = [token for sentence in story for token in sentence.tokens]
    # Each token heard, with the number of the word it came from.
    heard = [(token, number) for number, word in enumerate(words) for token in tokens_of(word.text)]
    pairs = {one: heard[other][1] for one, other in _matches(tokens, [token for token, _ in heard])}
    return Alignment(tuple(story), pairs, len(words))


def _matches(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Give the pairs of equal or nearly equal tokens of the best global alignment."""
    width = len(other) + 1
    above = [_GAP * number for number in range(width)]
    moves = [bytearray(b"\2" * width)]
    for row, token in enumerate(one, start=1):
        here, move = [_GAP * row], bytearray(width)
        move[0] = 1
        for column, heard in enumerate(other, start=1):
            score = _MATCH if token == heard else _NEAR if _is_similar(token, heard) else _OTHER
            best, way = above[column - 1] + score, 0
            if above[column] + _GAP > best:
                best, way = above[column] + _GAP, 1
            if here[column - 1] + _GAP > best:
                best, way = here[column - 1] + _GAP, 2
            here.append(best)
            move[column] = way
        above = here
        moves.append(move)
    found, row, column = [], len(one), len(other)
    while row > 0 and column > 0:
        way = moves[row][column]
        if way == 0:
            if one[row - 1] == other[column - 1] or _is_similar(one[row - 1], other[column - 1]):
                found.append((row - 1, column - 1))
            row, column = row - 1, column - 1
        elif way == 1:
            row -= 1
        else:
            column -= 1
    return found[::-1]


def _is_similar(one: str, other: str) -> bool:
    """Whether two words are spelt alike at their beginning: "reviewer" and "review", "organise" and "organize"."""
    if not one[:1].isalpha() or one[:1] != other[:1]:
        return False
    shorter = min(len(one), len(other))
    return shorter >= _COMMON and one[: shorter - 1] == other[: shorter - 1]
