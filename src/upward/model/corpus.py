"""Reading a logbook, however it is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from upward.model.record import Record


class Corpus(Protocol):
    """All records of a logbook.

    The files and the index are two implementations; every answer is the same from both.
    """

    def records(self, kind: str | None = None) -> Sequence[Record]:
        """Give the records of one kind, or all, ordered by path."""
        ...

    def named(self, ident: str) -> Sequence[Record]:
        """Give the records with that id: normally none or one, ordered by path."""
        ...

    def search(self, words: str, limit: int = 20) -> Sequence[Record]:
        """Give the records that hold all the words, best first."""
        ...


@dataclass(frozen=True, slots=True)
class MemoryCorpus:
    """A corpus of a few records without a logbook: text from standard input, tests."""

    items: tuple[Record, ...]

    @classmethod
    def of(cls, items: Iterable[Record]) -> MemoryCorpus:
        """Hold the records in the order of their paths."""
        return cls(tuple(sorted(items, key=lambda record: record.path)))

    def records(self, kind: str | None = None) -> Sequence[Record]:
        """Give the records of one kind, or all."""
        return [record for record in self.items if kind in {None, record.kind}]

    def named(self, ident: str) -> Sequence[Record]:
        """Give the records with that id."""
        return [record for record in self.items if record.id == ident]

    def search(self, words: str, limit: int = 20) -> Sequence[Record]:
        """Give the records whose text holds all the words."""
        return list(_holding(self.items, words.lower().split()))[:limit]


def _holding(items: Iterable[Record], words: Sequence[str]) -> Iterator[Record]:
    for record in items:
        text = record.text.lower()
        if all(word in text for word in words):
            yield record


@dataclass(frozen=True, slots=True)
class Overlay:
    """A corpus, with some of its records as they are being written, by path."""

    corpus: Corpus
    drafts: Mapping[str, Record]

    def records(self, kind: str | None = None) -> Sequence[Record]:
        """Give the records of one kind, or all, ordered by path."""
        saved = [record for record in self.corpus.records(kind) if record.path not in self.drafts]
        drafts = [record for record in self.drafts.values() if kind in {None, record.kind}]
        return sorted([*saved, *drafts], key=lambda record: record.path)

    def named(self, ident: str) -> Sequence[Record]:
        """Give the records with that id."""
        saved = [record for record in self.corpus.named(ident) if record.path not in self.drafts]
        drafts = [record for record in self.drafts.values() if record.id == ident]
        return sorted([*saved, *drafts], key=lambda record: record.path)

    def search(self, words: str, limit: int = 20) -> Sequence[Record]:
        """Give the records that hold all the words; drafts come first."""
        drafts = list(_holding(self.drafts.values(), words.lower().split()))
        saved = [record for record in self.corpus.search(words, limit) if record.path not in self.drafts]
        return [*drafts, *saved][:limit]


@dataclass(frozen=True, slots=True)
class PublicCorpus:
    """A corpus without its private records, for a reader who must not see them."""

    corpus: Corpus

    def records(self, kind: str | None = None) -> Sequence[Record]:
        """Give the records of one kind, or all, that are not private."""
        return [record for record in self.corpus.records(kind) if not record.private]

    def named(self, ident: str) -> Sequence[Record]:
        """Give the records with that id that are not private."""
        return [record for record in self.corpus.named(ident) if not record.private]

    def search(self, words: str, limit: int = 20) -> Sequence[Record]:
        """Give the records that hold all the words and are not private, best first."""
        private = len(self.corpus.records()) - len(self.records())
        return [record for record in self.corpus.search(words, limit + private) if not record.private][:limit]
