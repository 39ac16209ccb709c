"""Okapi BM25 over short texts (Robertson and Zaragoza, 2009; k1 = 1.2, b = 0.75)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

K1 = 1.2
B = 0.75


@dataclass(frozen=True, slots=True)
class Bm25:
    """An inverted index of term lists, by their place in the sequence given."""

    postings: Mapping[str, Sequence[tuple[int, int]]]
    lengths: Sequence[int]
    average: float
    rarity: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, documents: Sequence[Sequence[str]]) -> Bm25:
        """Index the documents' terms."""
        postings: dict[str, list[tuple[int, int]]] = {}
        for number, document in enumerate(documents):
            for term, count in Counter(document).items():
                postings.setdefault(term, []).append((number, count))
        total = len(documents)
        rarity = {term: math.log(1 + (total - len(rows) + 0.5) / (len(rows) + 0.5)) for term, rows in postings.items()}
        lengths = [len(document) for document in documents]
        return cls(postings, lengths, (sum(lengths) / total or 1.0) if total else 1.0, rarity)

    def scores(self, query: Sequence[str]) -> dict[int, float]:
        """Give the score of each document that shares a term with the query."""
        found: dict[int, float] = {}
        for term in dict.fromkeys(query):
            for number, count in self.postings.get(term, ()):
                norm = K1 * (1 - B + B * self.lengths[number] / self.average)
                found[number] = found.get(number, 0.0) + self.rarity[term] * count * (K1 + 1) / (count + norm)
        return found

    def most(self, query: Sequence[str]) -> float:
        """Give the score of a document that holds each of the query's terms often: the measure of a full match."""
        return (
            sum(
                self.rarity.get(term, math.log(1 + len(self.lengths) * 2)) * (K1 + 1) / 2
                for term in dict.fromkeys(query)
            )
            or 1.0
        )
