"""A line of a text file is an award."""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.importer import Candidate, Importer, ImportQuery
from upward.model.ports import ImportSource


def recognises(source: ImportSource) -> bool:
    """Whether it is a list of awards."""
    return source.path.endswith(".awards")


def read(source: ImportSource, wish: ImportQuery) -> Iterator[Candidate]:
    """Yield a candidate a line."""
    for line in source.text().splitlines():
        if f"line:{line}" not in wish.known_origins:
            yield Candidate("award", line, (f"line:{line}",), {"title": line, "origins": [f"line:{line}"]}, "")


IMPORTER = Importer("lines", "A list of awards", recognises, read)
