"""An importer: what reads a source of evidence, and what it proposes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from upward.model.ports import ImportSource
from upward.model.record import Value


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that an importer proposes. A known origin is never imported twice."""

    kind: str
    title: str
    origins: tuple[str, ...]
    fields: Mapping[str, Value]
    body: str
    day: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportQuery:
    """What the user wants of an import: whose work, from when until when, and which origins they have already."""

    authors: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    known_origins: frozenset[str] = frozenset()
    # Everybody's work instead of one person's: bots and tools left out.
    everyone: bool = False
    # The day it is for the user: what is still to come is no evidence.
    today: date | None = None


class Importer(NamedTuple):
    """Reads a source of evidence. `recognises` must look, not run."""

    name: str
    summary: str
    recognises: Callable[[ImportSource], bool]
    read: Callable[[ImportSource, ImportQuery], Iterable[Candidate]]
