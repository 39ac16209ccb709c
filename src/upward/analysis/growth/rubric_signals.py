"""What in a rubric a text, or the files touched, speaks to: a lexicon with inverse document frequency."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatch
from functools import lru_cache

from upward.model.judgement import Label
from upward.model.rubric import Criterion, Rubric
from upward.text.words import index_terms, stem

# A criterion needs about two telling words, or one and a path, to be worth a mention.
LEAST = 0.35


def match_criteria(
    text: str, rubric: Rubric, paths: Sequence[str] = (), level: str = "", least: float = LEAST, words: int = 0
) -> list[Label]:
    """Give the criteria that a text and the paths touched speak to, best first; each by so many different words.

    Strength runs from 0 to 1: `1 - exp(-sum)` over the words found, each weighted by how
    few criteria of the rubric share it, so that a word of all criteria tells nothing.
    """
    weights = _weights(rubric)
    found = Counter(index_terms(text))
    given = [
        _judged(criterion, found, paths, weights)
        for criterion in rubric.criteria
        if level in {"", criterion.level}
        and (not words or sum(word in found for word in _stems(criterion.signals.words)) >= words)
    ]
    kept = [label for label in given if label is not None and label.strength >= least]
    return sorted(kept, key=lambda label: (-label.strength, label.criterion))


def _judged(
    criterion: Criterion, found: Mapping[str, int], paths: Sequence[str], weights: Mapping[str, float]
) -> Label | None:
    words = [word for word in _stems(criterion.signals.words) if word in found]
    touched = sorted({pattern for pattern in criterion.signals.paths if any(fnmatch(path, pattern) for path in paths)})
    total = sum(weights[word] * (1 + math.log(found[word])) for word in words) + 0.6 * bool(touched)
    if not total:
        return None
    reasons = []
    if words:
        reasons.append("mentions " + ", ".join(_spelled(criterion.signals.words, words)[:4]))
    if touched:
        reasons.append("touches " + ", ".join(touched[:3]))
    return Label(criterion.id, round(1 - math.exp(-total), 3), " and ".join(reasons))


@lru_cache(maxsize=32)
def _weights(rubric: Rubric) -> Mapping[str, float]:
    count = Counter(word for criterion in rubric.criteria for word in set(_stems(criterion.signals.words)))
    most = math.log(1 + len(rubric.criteria))
    return {word: math.log(1 + len(rubric.criteria) / number) / most for word, number in count.items()}


@lru_cache(maxsize=1024)
def _stems(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem(word.lower()) for word in words))


def _spelled(words: Iterable[str], stems: Iterable[str]) -> list[str]:
    by_stem = {stem(word.lower()): word for word in words}
    return [by_stem[each] for each in stems]
