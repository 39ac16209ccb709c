"""An importer: what reads a source of evidence, and what it proposes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol, Self

from upward.model.effort import EffortSummary, Episode
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
    # What it was made from, where that is work found in a history.
    effort: EffortSummary | None = None
    episode: Episode | None = None
    # How much it stands out where no effort says so, from 0 to 1.
    weight: float = 0.0
    # Identities that look like the person's own, which were not asked for.
    similar: tuple[str, ...] = ()

    @property
    def is_effort(self) -> bool:
        """Whether it is work found in a history."""
        return self.effort is not None

    @property
    def score(self) -> float:
        """How much it stands out, from 0 to 1."""
        return self.effort.score if self.effort is not None else self.weight

    @classmethod
    def of_effort(cls, effort: EffortSummary, similar: Sequence[str] = ()) -> Self:
        """Give an effort to be shown, without the text of a record."""
        origins = tuple(f"git:{oid}" for oid in effort.commits)
        kept: dict[str, Value] = {"repo": effort.repo, "refs": list(effort.refs), "origins": list(origins)}
        return cls("evidence", effort.title, origins, kept, "", effort.ended[:10], effort, similar=tuple(similar))


class Skipped(NamedTuple):
    """Something in a source that was read and not taken: where it stands, why, and its title where it has one."""

    where: str
    why: str
    what: str = ""

    @property
    def place(self) -> str:
        """Where it stands, and its title."""
        return f"{self.where}: {self.what}" if self.what else self.where


# Why an entry is skipped that an earlier import took.
ALREADY_KNOWN = "already in the logbook"


class Period(Protocol):
    """A first and a last day."""

    @property
    def first(self) -> date:
        """The first day."""
        ...

    @property
    def last(self) -> date:
        """The last day."""
        ...


@dataclass(frozen=True, slots=True)
class ImportQuery:
    """What the user wants of an import: whose work, from when until when, and which origins they have already."""

    authors: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    known_origins: frozenset[str] = frozenset()
    # The work of all people instead of one person's; bots and tools are left out.
    everyone: bool = False
    # Only what was found is wanted: no texts of records are composed.
    brief: bool = False
    # Turns of events worth telling instead of efforts.
    episodes: bool = False
    # The day it is for the user: what is still to come is no evidence.
    today: date | None = None
    # Which part of a date such as 03/04/2026 comes first: "day-first" or "month-first"; empty where it is not known.
    date_order: str = ""
    # The month, from 1, in which a fiscal year begins.
    fiscal_start: int = 1

    def outside(self, period: Period) -> str:
        """Give why a period does not count: still to come, or not asked for; empty where it does."""
        if self.today and period.first > self.today:
            return f"{period.first} is in the future"
        if (self.since and period.last < self.since) or (self.until and period.first > self.until):
            return "outside the requested period"
        return ""


class Importer(NamedTuple):
    """Reads a source of evidence. `recognises` must look, not run.

    `read` gives each entry of the source as a candidate, or as skipped with the reason.
    """

    name: str
    summary: str
    recognises: Callable[[ImportSource], bool]
    read: Callable[[ImportSource, ImportQuery], Iterable[Candidate | Skipped]]
    # Asked only where no other importer recognises the source.
    fallback: bool = False
