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


class Fit(StrEnum):
    """How well a story answers a question; a gap lacks what the question asks for."""

    STRONG = "strong"
    WORKABLE = "workable"
    STRETCH = "stretch"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Match:
    """How well a story answers a question: in words, and as a number from 0 to 1 that orders stories only."""

    story: str
    title: str
    fit: Fit
    strength: float
    because: tuple[str, ...]
    # What the question asks for and the story does not hold.
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RankedStories:
    """The stories for one question, best first; `answerable` is the honest part, `evidence` what could help."""

    question: str
    labels: tuple[Label, ...]
    matches: tuple[Match, ...]
    answerable: bool
    advice: str = ""
    # Whether the question asks for something that happened; salary and coding tasks do not.
    asks_for_story: bool = True
    evidence: tuple[str, ...] = ()


class CriterionStanding(StrEnum):
    """How far records show a criterion: occasions distinct in time and place, and a second person's word."""

    NONE = "none"
    ONCE = "once"
    REPEATED = "repeated"
    VOUCHED = "vouched"


@dataclass(frozen=True, slots=True)
class Support:
    """A record that shows a criterion, or (not `confirmed`) that is only suggested to; and why."""

    evidence: str
    title: str
    day: date | None
    because: str
    confirmed: bool
    kind: str = "evidence"
    places: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    # The records that tell the same occasion: a story and the evidence it links.
    records: tuple[str, ...] = ()
    in_story: bool = False
    # Who else says so, and what was measured.
    vouched_by: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """An assessor's rating of a criterion, from an assessment."""

    by: str
    role: str
    rating: str
    day: date | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Where one criterion stands. `support` is what counts; `suggested` and `set_aside` never do."""

    criterion: str
    standing: CriterionStanding
    support: tuple[Support, ...]
    latest: date | None
    gap: str
    next_step: str
    because: str
    suggested: tuple[Support, ...] = ()
    # Tagged records that do not count, and why.
    set_aside: tuple[Support, ...] = ()
    ratings: tuple[Rating, ...] = ()
    disputed: bool = False
    # In how many places it was shown, in how many of the pieces others took part, and whether it grows or fades.
    breadth: int = 0
    together: int = 0
    trend: str = ""
