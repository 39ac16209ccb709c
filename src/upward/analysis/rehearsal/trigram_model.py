"""A trigram language model of a few phrases, in the ARPA form that recognisers read."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

# What is taken from each count for what was not seen (absolute discounting, Ney, Essen and Kneser 1994).
_DISCOUNT = 0.5
# A count for each word of the vocabulary, so that any may come after any.
_FLOOR = 0.5
_START, _END = "<s>", "</s>"
_NEVER = -99.0


def arpa_model(phrases: Iterable[Sequence[str]], extra: Iterable[str] = ()) -> str:
    """Give the model as text; `extra` are words that may be said anywhere."""
    counts: tuple[Counter[tuple[str, ...]], ...] = (Counter(), Counter(), Counter())
    for phrase in phrases:
        words = (_START, *phrase, _END)
        for size in (1, 2, 3):
            counts[size - 1].update(words[n : n + size] for n in range(len(words) - size + 1))
    for word in extra:
        counts[0].setdefault((word,), 0)
    unigrams = _unigrams(counts[0])
    bigrams, first = _higher(counts[1], unigrams)
    trigrams, second = _higher(counts[2], {**unigrams, **bigrams}, first)
    rows: list[list[tuple[tuple[str, ...], float, float | None]]] = [
        [(gram, unigrams[gram], first.get(gram, 0.0)) for gram in sorted(unigrams)],
        [(gram, bigrams[gram], second.get(gram, 0.0)) for gram in sorted(bigrams)],
        [(gram, trigrams[gram], None) for gram in sorted(trigrams)],
    ]
    lines = ["\\data\\", *(f"ngram {size}={len(row)}" for size, row in enumerate(rows, start=1))]
    for size, row in enumerate(rows, start=1):
        lines += ["", f"\\{size}-grams:"]
        for gram, chance, weight in row:
            tail = "" if weight is None else f" {weight:.4f}"
            lines.append(f"{chance:.4f} {' '.join(gram)}{tail}")
    return "\n".join([*lines, "", "\\end\\", ""])


def _unigrams(counts: Counter[tuple[str, ...]]) -> dict[tuple[str, ...], float]:
    """Give the logarithm (base 10) of the chance of each word."""
    heard = {gram: count + _FLOOR for gram, count in counts.items() if gram != (_START,)}
    total = sum(heard.values())
    return {**{gram: math.log10(count / total) for gram, count in heard.items()}, (_START,): _NEVER}


def _higher(
    counts: Counter[tuple[str, ...]],
    lower: dict[tuple[str, ...], float],
    weights: dict[tuple[str, ...], float] | None = None,
) -> tuple[dict[tuple[str, ...], float], dict[tuple[str, ...], float]]:
    """Give the chances of longer grams, and the back-off weight of each history."""
    by_history: defaultdict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for gram, count in counts.items():
        by_history[gram[:-1]][gram[-1]] = count
    chances, backoff = {}, {}
    for history, followers in by_history.items():
        total = sum(followers.values())
        for word, count in followers.items():
            chances[(*history, word)] = math.log10((count - _DISCOUNT) / total)
        left = _DISCOUNT * len(followers) / total
        known = sum(10 ** _lower_chance((*history[1:], word), lower, weights or {}) for word in followers)
        backoff[history] = math.log10(max(left, 1e-6) / max(1 - known, 1e-6))
    return chances, backoff


def _lower_chance(
    gram: tuple[str, ...], lower: dict[tuple[str, ...], float], weights: dict[tuple[str, ...], float]
) -> float:
    if gram in lower or len(gram) == 1:
        return lower.get(gram, _NEVER)
    return weights.get(gram[:1], 0.0) + lower.get(gram[1:], _NEVER)
