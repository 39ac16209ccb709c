"""A tool on the radar as values: its claims, its trials, and how each claim stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from upward.analysis.statistics import wilson_interval
from upward.model.record import Record, Value
from upward.text.dates import parse_date
from upward.text.template_slots import written


class Ring(StrEnum):
    """How far a tool is taken up, from use to none (Thoughtworks' rings)."""

    ADOPT = "adopt"
    TRIAL = "trial"
    ASSESS = "assess"
    HOLD = "hold"


# The share of tasks that must pass where a claim does not say: what fails every second time saves a team no work.
LEAST_SHARE = 0.5


class ClaimState(StrEnum):
    """How a claim stands today."""

    LIVE = "live"
    UNTRIED = "untried"
    EXPIRED = "expired"
    OTHER_VERSION = "other version"
    CONTRADICTED = "contradicted"
    FAILED = "failed"
    UNCLEAR = "too few tasks"
    UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial by the user's team: `passed` of `n` tasks, by a reviewer who judged them."""

    number: int
    claim: str
    day: date | None
    version: str
    task: str
    n: int
    passed: int
    cost: str
    reviewer: str

    @property
    def is_sound(self) -> bool:
        """Whether its numbers can be true."""
        return 0 <= self.passed <= self.n and self.n > 0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % Wilson interval of the share that passed."""
        return wilson_interval(self.passed, self.n)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a source says a tool can do.

    `share` is the success rate that is claimed, from 0 to 1, where one is; `least` the one that the team needs.
    """

    number: int
    id: str
    capability: str
    text: str
    source: str
    day: date | None
    expires: date | None
    share: float | None
    least: float


@dataclass(frozen=True, slots=True)
class Blip:
    """A tool on the radar."""

    id: str
    title: str
    tool: str
    version: str
    quadrant: str
    ring: str
    claims: tuple[Claim, ...]
    trials: tuple[Trial, ...]
    moves: tuple[tuple[date, str], ...]

    def trials_of(self, claim: Claim) -> list[Trial]:
        """Give the sound trials of a claim, oldest first."""
        found = [trial for trial in self.trials if trial.claim == claim.id and trial.is_sound]
        return sorted(found, key=lambda trial: (trial.day or date.min, trial.number))


@dataclass(frozen=True, slots=True)
class ClaimStanding:
    """How a claim stands, why, and the trial that it rests on."""

    claim: Claim
    state: ClaimState
    because: str
    trial: Trial | None = None


def parse_blip(record: Record) -> Blip:
    """Read a tool's record; what is missing or broken is empty, and nothing raises."""
    moves = [
        (day, _text(each, "ring"))
        for each in record.mappings("rings")
        if (day := parse_date(_text(each, "date"))) is not None and _text(each, "ring")
    ]
    return Blip(
        record.id,
        record.title,
        written(record, "tool") or record.title,
        written(record, "version"),
        written(record, "quadrant") or "tools",
        record.string("ring"),
        tuple(_claim(number, each) for number, each in enumerate(record.mappings("claims"), 1)),
        tuple(_trial(number, each) for number, each in enumerate(record.mappings("trials"), 1)),
        tuple(sorted(moves)),
    )


def _text(mapping: Mapping[str, Value], key: str) -> str:
    value = mapping.get(key, "")
    return value.strip() if isinstance(value, str) else ""


def _claim(number: int, each: Mapping[str, Value]) -> Claim:
    least = parse_share(_text(each, "least"))
    return Claim(
        number,
        _text(each, "id") or f"c{number}",
        _text(each, "capability"),
        _text(each, "text"),
        _text(each, "source"),
        parse_date(_text(each, "date")),
        parse_date(_text(each, "expires")),
        parse_share(_text(each, "share")),
        LEAST_SHARE if least is None else least,
    )


def _trial(number: int, each: Mapping[str, Value]) -> Trial:
    return Trial(
        number,
        _text(each, "claim"),
        parse_date(_text(each, "date")),
        _text(each, "version"),
        _text(each, "task"),
        _count(_text(each, "n")),
        _count(_text(each, "passed")),
        _text(each, "cost"),
        _text(each, "reviewer"),
    )


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1  # noqa: PLR2004 - no count is longer


def parse_share(text: str) -> float | None:
    """Read "90 %" or "0.9" as a share from 0 to 1; None for what is none."""
    try:
        value = float(text.rstrip("% ")) / (100 if text.endswith("%") else 1)
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None


def claim_standing(blip: Blip, claim: Claim, today: date) -> ClaimStanding:  # noqa: PLR0911 - a case a state
    """Say how a claim stands: it is live while a trial of the present version carries it and it has not expired.

    A trial carries a claim where its whole interval lies above the share that the team needs.
    """
    trials = blip.trials_of(claim)
    if not trials:
        return ClaimStanding(claim, ClaimState.UNTRIED, "no trial of your own")
    last = trials[-1]
    if claim.expires is not None and claim.expires <= today:
        return ClaimStanding(claim, ClaimState.EXPIRED, f"it expired on {claim.expires}", last)
    if not blip.version or not last.version:
        which = "the tool's" if not blip.version else "the trial's"
        return ClaimStanding(claim, ClaimState.UNKNOWN, f"{which} version is not recorded", last)
    if last.version != blip.version:
        return ClaimStanding(claim, ClaimState.OTHER_VERSION, f"tried with {last.version}, now {blip.version}", last)
    against = contradiction(claim, [trial for trial in trials if trial.version == blip.version])
    if against:
        return ClaimStanding(claim, ClaimState.CONTRADICTED, against, last)
    low, high = last.interval
    result = f"{last.passed} of {last.n}, {low:.0%}-{high:.0%}"
    if high < claim.least:
        return ClaimStanding(claim, ClaimState.FAILED, f"{result}, below the {claim.least:.0%} it needs", last)
    if low < claim.least:
        because = f"{result}, which may be below the {claim.least:.0%} it needs"
        return ClaimStanding(claim, ClaimState.UNCLEAR, because, last)
    return ClaimStanding(claim, ClaimState.LIVE, result, last)


def contradiction(claim: Claim, trials: Sequence[Trial]) -> str:
    """Say what contradicts a claim: a trial whose interval excludes its share, or two trials whose intervals part."""
    for trial in trials:
        low, high = trial.interval
        if claim.share is not None and not low <= claim.share <= high:
            return f"it claims {claim.share:.0%}; {trial.passed} of {trial.n} is {low:.0%}-{high:.0%}"
    for place, one in enumerate(trials):
        for other in trials[place + 1 :]:
            if one.interval[0] > other.interval[1] or other.interval[0] > one.interval[1]:
                return f"two trials disagree: {one.passed} of {one.n}, and {other.passed} of {other.n}"
    return ""


def highest_ring(blip: Blip, today: date) -> tuple[Ring, str]:
    """Give the highest ring that the claims carry, and why: adopt needs a live claim and none contradicted."""
    standings = [claim_standing(blip, claim, today) for claim in blip.claims]
    states = {each.state for each in standings}
    if states & {ClaimState.CONTRADICTED, ClaimState.FAILED}:
        return Ring.ASSESS, "your own trials contradict a claim"
    if ClaimState.UNCLEAR in states:
        return Ring.TRIAL, "a trial has too few tasks to carry its claim"
    if ClaimState.LIVE in states and ClaimState.UNTRIED not in states:
        return Ring.ADOPT, "every claim was tried"
    if states - {ClaimState.UNTRIED}:
        return Ring.TRIAL, "a claim is untried, expired or of another version"
    return Ring.TRIAL, "no claim was tried"


def is_over_ring(blip: Blip, today: date) -> str:
    """Say why a tool is in a higher ring than its claims carry; empty where it is not."""
    if blip.ring != Ring.ADOPT:
        return ""
    if not blip.claims:
        return "it has no claim"
    ring, because = highest_ring(blip, today)
    return (
        ""
        if ring is Ring.ADOPT
        and any(claim_standing(blip, claim, today).state is ClaimState.LIVE for claim in blip.claims)
        else because
    )


def ring_on(blip: Blip, day: date) -> str:
    """Give the ring a tool was in on a day, by its dated moves; empty where it was not on the radar yet."""
    return next((ring for moved, ring in reversed(blip.moves) if moved <= day), "")
