"""What decisions predicted against what happened: how often a stated probability came true, over all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from upward.analysis.statistics import brier_score, wilson_interval
from upward.model.record import Record
from upward.text.dates import parse_date

# Below this many outcomes a share says nothing about a person's judgement.
LEAST = 10
BINS = ((0.0, 0.35, "unlikely"), (0.35, 0.65, "about even"), (0.65, 0.9, "likely"), (0.9, 1.01, "almost certain"))
_OUTCOMES = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True, slots=True)
class Prediction:
    """A prediction of a decision, how sure it was, by when, and what came of it; None while that is unknown."""

    decision: str
    path: str
    text: str
    probability: float | None
    by: date | None
    came: bool | None
    measured: str


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions of about the same probability: how many, what was expected of them, what came, with its interval."""

    said: str
    count: int
    expected: float
    came: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Calibration:
    """How many outcomes are known; where they are `enough`, their Brier score and bins."""

    known: int
    enough: bool
    brier: float | None
    bins: tuple[Bin, ...]


def predictions_of(records: Iterable[Record]) -> Iterator[Prediction]:
    """Yield what each decision predicted under `x-predictions`."""
    for record in records:
        for each in record.mappings("x-predictions"):
            yield Prediction(
                record.id,
                record.path,
                str(each.get("text", "")),
                _share(str(each.get("probability", ""))),
                parse_date(str(each.get("by", ""))) or parse_date(record.string("x-revisit")),
                _OUTCOMES.get(str(each.get("came", "")).lower()),
                str(each.get("measured", "")),
            )


def _share(text: str) -> float | None:
    """Read `80 %`, `80%` or `0.8`; None for anything else."""
    plain = text.strip()
    try:
        value = float(plain.rstrip("% ")) / (100 if plain.endswith("%") else 1)
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None


def resolved_predictions(found: Sequence[Prediction]) -> list[tuple[float, bool]]:
    """Give the stated probability of each prediction whose outcome is known, with that outcome."""
    return [(each.probability, each.came) for each in found if each.probability is not None and each.came is not None]


def calibration_bins(pairs: Sequence[tuple[float, bool]]) -> Iterator[Bin]:
    """Yield the predictions by how sure they were."""
    for low, high, name in BINS:
        inside = [(probability, came) for probability, came in pairs if low <= probability < high]
        if inside:
            hits = sum(came for _, came in inside)
            interval = wilson_interval(hits, len(inside))
            expected = sum(probability for probability, _ in inside) / len(inside)
            yield Bin(name, len(inside), round(expected, 4), round(hits / len(inside), 4), interval)


def calibration_of(found: Sequence[Prediction]) -> Calibration:
    """Give how many outcomes are known, and from ten on what they tell."""
    pairs = resolved_predictions(found)
    if len(pairs) < LEAST:
        return Calibration(len(pairs), enough=False, brier=None, bins=())
    return Calibration(len(pairs), enough=True, brier=round(brier_score(pairs), 4), bins=tuple(calibration_bins(pairs)))
