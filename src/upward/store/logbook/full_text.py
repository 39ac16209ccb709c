"""Full-text search by SQLite's FTS5: one way of ranking for the files and for the index."""

from __future__ import annotations

import math
import re
import sqlite3
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

_SURROGATE = re.compile("[\ud800-\udfff\x00]")
_TERM = re.compile(r"\w+")


def close_with(owner: object, database: sqlite3.Connection) -> None:
    """Close a database when its owner is collected: Python 3.13 reports those that are left to the collector."""
    weakref.finalize(owner, _close, database)


def _close(database: sqlite3.Connection) -> None:
    # Of another thread, or closed already.
    with suppress(sqlite3.ProgrammingError):
        database.close()


@dataclass(frozen=True, slots=True, weakref_slot=True)
class FullText:
    """Titles and texts by number, in a table of a database that the caller owns."""

    database: sqlite3.Connection

    @classmethod
    def in_memory(cls) -> FullText:
        """Make a table that lasts as long as the object."""
        made = cls(sqlite3.connect(":memory:"))
        close_with(made, made.database)
        made.create()
        return made

    def create(self) -> None:
        """Make the table."""
        self.database.execute(
            "CREATE VIRTUAL TABLE words USING fts5(title, text, tokenize='unicode61 remove_diacritics 2')"
        )

    def put(self, number: int, title: str, text: str) -> None:
        """Take in a text that is not there yet."""
        row = (number, _SURROGATE.sub(" ", title), _SURROGATE.sub(" ", text))
        self.database.execute("INSERT INTO words(rowid, title, text) VALUES (?, ?, ?)", row)

    def drop(self, number: int) -> None:
        """Take a text out."""
        self.database.execute("DELETE FROM words WHERE rowid = ?", (number,))

    def best(self, words: str, limit: int, name: Callable[[int], str]) -> list[str]:
        """Give the names of the texts that hold words beginning with all of these, best first.

        A title counts four times a text. Equal ranks are ordered by name, so that the
        answer does not depend on the order in which texts came in.
        """
        terms = _TERM.findall(_SURROGATE.sub(" ", words))
        if not terms:
            return []
        wanted = " ".join(f'"{term}"*' for term in terms)
        rows = self.database.execute("SELECT rowid, bm25(words, 4.0, 1.0) FROM words WHERE words MATCH ?", (wanted,))
        ranked = sorted((round(rank, 6), number) for number, rank in rows)
        # Only those that may come first are named: a name is looked up one by one.
        last = max((rank for rank, _ in ranked[:limit]), default=-math.inf)
        first = sorted((rank, name(number)) for rank, number in ranked if rank <= last)
        return [path for _, path in first[:limit]]
