"""Titles only."""

from __future__ import annotations

from collections.abc import Sequence

from upward.model.corpus import Corpus
from upward.model.exporter import Exporter
from upward.model.record import Record


def write(records: Sequence[Record], corpus: Corpus) -> str:
    """Give the titles."""
    return "".join(f"{record.title}\n" for record in records)


EXPORTER = Exporter("titles", "Titles only", ".txt", ("award",), write)
