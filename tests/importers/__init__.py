"""Reading files of others: what is taken of them, and what is left with which reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from upward.catalogue.catalogue import Catalogue
from upward.model.importer import Candidate, ImportQuery, Skipped
from upward.store.import_source import PathImportSource

CATALOGUE = Catalogue()
TODAY = date(2026, 11, 29)
Entries = Sequence[Candidate | Skipped]


def importer_of(path: Path) -> str:
    """Give the importer that a file goes to, as the verb chooses it."""
    source = PathImportSource(str(path))
    ordered = sorted(CATALOGUE.importers.values(), key=lambda each: each.fallback)
    return next((each.name for each in ordered if each.recognises(source)), "")


def read(folder: Path, name: str, content: str | bytes, **query: Any) -> Entries:
    """Write a file and read it by the importer that recognises it."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    chosen = CATALOGUE.importers[importer_of(path)]
    return list(chosen.read(PathImportSource(str(path)), ImportQuery(**{"today": TODAY, **query})))


def taken(entries: Iterable[Candidate | Skipped]) -> list[Candidate]:
    return [each for each in entries if isinstance(each, Candidate)]


def left(entries: Iterable[Candidate | Skipped]) -> list[tuple[str, str]]:
    return [(each.where, each.why) for each in entries if isinstance(each, Skipped)]


def titles(entries: Entries) -> list[str]:
    return [each.title for each in taken(entries)]


def days(entries: Entries) -> list[str]:
    return [each.day for each in taken(entries)]
