"""Decisions weighed: options against quality-attribute scenarios, sums, dominance, and where the winner flips."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from upward.analysis.decisions.adr_options import chosen_option, considered_options, is_same_option
from upward.analysis.statistics import wilson_interval
from upward.model.record import Record, Value

# What a verdict is worth in a sum.
WORTH = {"meets": 1.0, "risk": 0.5, "fails": 0.0}
# Weights where the owner gives none, by a scenario's importance.
IMPORTANCE = {"must": 4.0, "high": 3.0, "medium": 2.0, "low": 1.0}
DRAWS = 20_000
TINY = 1e-12
# A number with something it counts.
MEASURED = re.compile(r"\d[\d.,]*\s*(?:%|[A-Za-zµ€$£]|per\b)|[€$£]\s*\d")


@dataclass(frozen=True, slots=True)
class OptionVerdict:
    """The verdict on an option for a scenario."""

    verdict: str
    evidence: str
    point: str


@dataclass(frozen=True, slots=True)
class ScoringTable:
    """A decision's options and scenarios in order, the verdicts, the weights, and the option that was chosen."""

    options: Mapping[str, str]
    scenarios: tuple[Mapping[str, Value], ...]
    results: Mapping[tuple[str, str], OptionVerdict]
    weights: Mapping[str, float]
    chosen: str

    def value(self, option: str, scenario: str, unknown: float = 0.0) -> float:
        """Give what an option is worth in a scenario; `unknown` where it has no verdict that can be read there."""
        cell = self.results.get((option, scenario))
        return WORTH.get(cell.verdict, unknown) if cell else unknown

    def total(self, option: str, weights: Mapping[str, float] | None = None, unknown: float = 0.0) -> float:
        """Give an option's weighted sum, from 0 to 1."""
        used = weights or self.weights
        whole = sum(used.values()) or 1.0
        return sum(weight * self.value(option, name, unknown) for name, weight in used.items()) / whole

    def missing(self, option: str) -> tuple[str, ...]:
        """Give the scenarios for which an option has no verdict, or none that can be read."""
        return tuple(name for name in self.weights if math.isnan(self.value(option, name, math.nan)))

    def failed_musts(self, option: str) -> tuple[str, ...]:
        """Give the scenarios that an option must stand and fails."""
        return tuple(
            str(each["id"])
            for each in self.scenarios
            if each.get("importance") == "must"
            and (cell := self.results.get((option, str(each["id"])))) is not None
            and cell.verdict == "fails"
        )

    @property
    def rivals(self) -> tuple[str, ...]:
        """Give the options that can be chosen: those that fail no must; all, where each of them does."""
        return tuple(each for each in self.options if not self.failed_musts(each)) or tuple(self.options)

    def fault(self, result: Mapping[str, Value]) -> str:
        """Say why a row of `x-results` does not count; empty where it counts."""
        option, scenario, verdict = (str(result.get(key, "")) for key in ("option", "scenario", "verdict"))
        if option not in self.options:
            return f"A verdict names the option {option!r}, which `x-options` does not have."
        if scenario not in self.weights:
            return f"A verdict names the scenario {scenario!r}, which `x-scenarios` does not have."
        if verdict not in WORTH:
            return f"The verdict {verdict!r} is not one of {', '.join(WORTH)}."
        return ""

    @property
    def is_complete(self) -> bool:
        """Whether every option has a verdict for every scenario."""
        return not any(self.missing(option) for option in self.options)


@dataclass(frozen=True, slots=True)
class Score:
    """Where an option stands: its sum, who dominates it, and how often it wins over all weightings.

    Where verdicts are missing, `total` and `wins` are the least that they can come to and `most` and `wins_most` the
    most: with the missing verdicts all against the option, or all for it. `low` and `high` hold the true share of wins
    with 95 % probability, whatever the missing verdicts are.
    """

    option: str
    total: float
    most: float
    dominated_by: tuple[str, ...]
    wins: float
    wins_most: float
    low: float
    high: float
    missing: tuple[str, ...]
    failed_musts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TippingPoint:
    """The share of all weight at which a scenario would make another option win; None where none would."""

    scenario: str
    share: float
    flips_at: float | None
    to: str


def scoring_table(record: Record) -> ScoringTable:
    """Read a decision's `x-` keys; options may also be named by the headings below "Considered Options"."""
    options = {
        str(each.get("id", "")): str(each.get("title") or each.get("id", "")) for each in record.mappings("x-options")
    }
    options.pop("", None)
    if not options and record.mappings("x-scenarios"):
        options = {title: title for title in considered_options(record)}
    scenarios = tuple(each for each in record.mappings("x-scenarios") if each.get("id"))
    results = {
        (str(each.get("option", "")), str(each.get("scenario", ""))): OptionVerdict(
            str(each.get("verdict", "")), str(each.get("evidence", "")), str(each.get("point", ""))
        )
        for each in record.mappings("x-results")
    }
    given = record.fields.get("x-weights", {})
    weights = {str(each["id"]): IMPORTANCE.get(str(each.get("importance", "medium")), 2.0) for each in scenarios}
    if isinstance(given, Mapping):
        weights |= {
            name: weight for name, value in given.items() if name in weights and (weight := _number(value)) is not None
        }
    return ScoringTable(options, scenarios, results, weights, _chosen(record, options))


def _number(value: Value) -> float | None:
    try:
        found = float(str(value))
    except ValueError:
        return None
    return found if math.isfinite(found) and found >= 0 else None


def _chosen(record: Record, options: Mapping[str, str]) -> str:
    """Give the id of the chosen option, by `x-chosen` or by MADR's sentence; empty where none is named."""
    named = record.string("x-chosen")
    if not named:
        said = chosen_option(record)
        named = said.title if said else ""
    plain = named.lower().strip(" .")
    exact = next((ident for ident, title in options.items() if plain in {ident.lower(), title.lower()}), "")
    return exact or next((ident for ident, title in options.items() if plain and is_same_option(plain, title)), "")


def named_options(record: Record) -> list[str]:
    """Give the options that a decision names: by `x-options`, or below "Considered Options"."""
    return list(scoring_table(record).options.values()) or considered_options(record)


def scores(decision: ScoringTable, seed: int = 1) -> list[Score]:
    """Score every option, best first; wins are counted over weightings drawn from the flat Dirichlet.

    An option that fails a must wins nothing while there is one that fails none.
    """
    won = _wins(decision, seed)
    found = []
    for option in decision.options:
        rivals = tuple(other for other in decision.rivals if other != option and _dominates(decision, other, option))
        fewest, most = won.get(option, (0.0, 0.0))
        found.append(
            Score(
                option,
                round(decision.total(option), 4),
                round(decision.total(option, unknown=1.0), 4),
                rivals,
                round(fewest / DRAWS, 4),
                round(most / DRAWS, 4),
                wilson_interval(fewest, DRAWS)[0],
                wilson_interval(most, DRAWS)[1],
                decision.missing(option),
                decision.failed_musts(option),
            )
        )
    return sorted(found, key=lambda each: (each.option not in decision.rivals, -each.total, -each.wins, each.option))


def _dominates(decision: ScoringTable, one: str, other: str) -> bool:
    """Whether one option is never worse than another and somewhere better, whatever the missing verdicts are."""
    pairs = [(decision.value(one, name), decision.value(other, name, 1.0)) for name in decision.weights]
    return all(mine >= theirs for mine, theirs in pairs) and any(mine > theirs for mine, theirs in pairs)


def _wins(decision: ScoringTable, seed: int) -> dict[str, tuple[float, float]]:
    """Count, over drawn weightings, how often each option is best: at least, and at most; a tie is shared.

    At least: its own missing verdicts are worth nothing and those of the others all. At most: the other way round.
    """
    dice = random.Random(seed)  # noqa: S311 - a simulation, not a secret
    names, won = list(decision.weights), {option: [0.0, 0.0] for option in decision.rivals}
    values = {
        option: [[decision.value(option, name, unknown) for name in names] for unknown in (0.0, 1.0)] for option in won
    }
    for _ in range(DRAWS if names else 0):
        # Exponential draws, scaled to one, are a draw from the flat Dirichlet; the scale changes no winner.
        drawn = [-math.log(1 - dice.random()) for _ in names]
        totals = {option: [sum(map(float.__mul__, drawn, row)) for row in rows] for option, rows in values.items()}
        for option, own in totals.items():
            rivals = [total for other, total in totals.items() if other != option]
            for end in (0, 1):
                ahead = [each[1 - end] - own[end] for each in rivals]
                if max(ahead, default=0.0) <= TINY:
                    won[option][end] += 1 / (1 + sum(each >= -TINY for each in ahead))
    return {option: (ends[0], ends[1]) for option, ends in won.items()}


def flips(decision: ScoringTable) -> Iterator[TippingPoint]:
    """Yield, for each scenario, the nearest share of weight at which another option wins, the others in proportion.

    Nothing where verdicts are missing: any of them could move it.
    """
    options = list(decision.rivals)
    if not options or not decision.weights or not decision.is_complete:
        return
    winner = max(options, key=lambda option: (decision.total(option), -options.index(option)))
    whole = sum(decision.weights.values()) or 1.0
    for name, weight in decision.weights.items():
        rest = {other: each for other, each in decision.weights.items() if other != name}
        share, best, to = weight / whole, None, ""
        for option in options:
            at = _crossing(decision, winner, option, name, rest) if option != winner else None
            if at is not None and (best is None or abs(at - share) < abs(best - share)):
                best, to = at, option
        yield TippingPoint(name, round(share, 4), round(best, 4) if best is not None else None, to)


def winners(decision: ScoringTable, name: str) -> list[tuple[float, str]]:
    """Give who wins at each share of all weight that a scenario may have, as (up to which share, option) in order."""
    rest = {other: each for other, each in decision.weights.items() if other != name}
    ends = {
        option: (decision.total(option, rest) if sum(rest.values()) else 0.0, decision.value(option, name))
        for option in decision.rivals
    }
    options = list(ends)
    cuts = {0.0, 1.0}
    for one in options:
        for other in options:
            left, right = (ends[one][side] - ends[other][side] for side in (0, 1))
            if left * right < 0:
                cuts.add(left / (left - right))
    found: list[tuple[float, str]] = []
    for start, stop in pairwise(sorted(cuts)):
        at = (start + stop) / 2
        # Of two that are alike, the first named, as in `scores`.
        best = max(options, key=lambda option: (_between(*ends[option], at), -options.index(option)))
        if found and found[-1][1] == best:
            found.pop()
        found.append((stop, best))
    return found


def _between(none: float, all_of_it: float, share: float) -> float:
    return round((1 - share) * none + share * all_of_it, 9)


def _crossing(decision: ScoringTable, winner: str, rival: str, name: str, rest: Mapping[str, float]) -> float | None:
    """Give the share of weight on one scenario from which on a rival is ahead of the winner; None for never."""
    here = decision.value(winner, name) - decision.value(rival, name)
    others = (decision.total(winner, rest) - decision.total(rival, rest)) if sum(rest.values()) else 0.0
    # The lead runs in a straight line from `others` (no weight here) to `here` (all weight here).
    if min(here, others) > -TINY or math.isclose(here, others):
        return None
    return min(1.0, max(0.0, others / (others - here)))
