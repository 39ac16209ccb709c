"""A line of a text file is an award."""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.extension import Candidate, Importer, Wish
from upward.model.ports import Source


def recognises(source: Source) -> bool:
    """Whether it is a list of awards."""
    return source.path.endswith(".awards")


def read(source: Source, wish: Wish) -> Iterator[Candidate]:
    """Yield a candidate a line."""
    for line in source.text().splitlines():
        if f"line:{line}" not in wish.known:
            yield Candidate("award", line, (f"line:{line}",), {"title": line, "origins": [f"line:{line}"]}, "")


IMPORTER = Importer("lines", "A list of awards", recognises, read)
