"""A story told in other words: which part each word belongs to, and which facts were told."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from upward.analysis.rehearsal.alignment import StorySentence, tokens_of
from upward.model.speech import SpokenWord
from upward.text.story_parts import Part
from upward.text.words import index_terms

# A fact is told if so much of what tells its sentence from the others was heard.
_TOLD = 0.4


def telling_terms(sentence: StorySentence) -> set[str]:
    """Give the words of a sentence that carry its content: no articles, pronouns or forms of "to be"."""
    return {token for token in sentence.tokens if token[0].isdigit() or index_terms(token)}


def rarity(story: Sequence[StorySentence]) -> dict[str, float]:
    """Give how much each word tells one sentence from the others (inverse document frequency)."""
    counts = Counter(term for sentence in story for term in telling_terms(sentence))
    return {term: math.log(1 + len(story) / count) for term, count in counts.items()}


def retold_sentences(story: Sequence[StorySentence], words: Sequence[SpokenWord]) -> list[bool]:
    """Give for each sentence whether its content was told, in whatever words and place."""
    heard = {token for word in words for token in tokens_of(word.text)}
    weights = rarity(story)
    shares = []
    for sentence in story:
        terms = telling_terms(sentence)
        whole = sum(weights[term] for term in terms)
        shares.append(sum(weights[term] for term in terms & heard) / whole if whole else 1.0)
    return [share >= _TOLD for share in shares]


def part_starts(story: Sequence[StorySentence], words: Sequence[SpokenWord]) -> dict[Part, int]:
    """Give the number of the word with which each part begins: the order of the parts is kept, none need be there.

    The cut that puts most telling words into the part they belong to, by dynamic programming.
    """
    parts = list(dict.fromkeys(sentence.part for sentence in story))
    weights = rarity(story)
    terms = {part: {term for each in story if each.part is part for term in telling_terms(each)} for part in parts}
    gains = [[_gain(word, terms[part], weights) for part in parts] for word in words]
    best = [0.0] * len(parts)
    moves: list[list[int]] = []
    for row in gains:
        here, move = [], []
        for number, gain in enumerate(row):
            source = max(range(number + 1), key=lambda each: (best[each], each))
            here.append(best[source] + gain)
            move.append(source)
        best = here
        moves.append(move)
    if not moves:
        return {}
    state = max(range(len(parts)), key=lambda each: best[each])
    path = [state]
    for move in reversed(moves):
        state = move[state]
        path.append(state)
    # The state in front of the first word is where the path began; it holds no word.
    labels = path[::-1][1:]
    starts = {parts[labels[0]]: 0}
    for number, (one, other) in enumerate(pairwise(labels), start=1):
        if one != other:
            starts[parts[other]] = number
    return starts


def _gain(word: SpokenWord, terms: set[str], weights: dict[str, float]) -> float:
    return sum(weights.get(token, 0.0) for token in tokens_of(word.text) if token in terms)
