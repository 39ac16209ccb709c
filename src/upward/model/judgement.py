"""Judgements. Each carries its reason, so that it can be checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Label:
    """A criterion that a text speaks to, with a strength from 0 to 1."""

    criterion: str
    strength: float
    because: str


@dataclass(frozen=True, slots=True)
class Match:
    """How well a story answers a question, from 0 to 1."""

    story: str
    title: str
    strength: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RankedStories:
    """The stories for one question, best first; `answerable` is the honest part, `evidence` what could help."""

    question: str
    labels: tuple[Label, ...]
    matches: tuple[Match, ...]
    answerable: bool
    advice: str = ""
    evidence: tuple[str, ...] = ()


class CriterionStanding(StrEnum):
    """How far evidence carries a criterion."""

    STRONG = "strong"
    SOME = "some"
    FADED = "faded"
    NOTHING = "not enough to say"


@dataclass(frozen=True, slots=True)
class Support:
    """One piece of evidence for a criterion, and why it counts."""

    evidence: str
    title: str
    day: date | None
    because: str
    confirmed: bool
    places: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Readiness:
    """Where one criterion stands, from its evidence."""

    criterion: str
    standing: CriterionStanding
    support: tuple[Support, ...]
    latest: date | None
    gap: str
    next_step: str
    because: str
    # In how many places it was shown, in how many of the pieces others took part, and whether it grows or fades.
    breadth: int = 0
    together: int = 0
    trend: str = ""
