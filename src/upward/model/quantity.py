"""Quantities: what a number in a text stands for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from upward.model.span import Span


class QuantityKind(StrEnum):
    """What a quantity measures."""

    COUNT = "count"
    DURATION = "duration"
    SIZE = "size"
    MONEY = "money"
    PERCENT = "percent"
    POINTS = "percentage points"
    FACTOR = "factor"
    RATIO = "ratio"
    ORDINAL = "ordinal"
    DATE = "date"
    TIME = "time of day"
    # A figure with nothing that it counts.
    BARE = "bare"


class Day(NamedTuple):
    """A date, as much of it as a text gives; 0 where it does not say. Months and days count from 1."""

    year: int = 0
    month: int = 0
    day: int = 0


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure of a text with all that belongs to it.

    `value` is in the unit as it is written ("38 minutes" → 38, "$40k" → 40000); `size` turns it into the base unit
    of its kind (seconds, bytes, percent). `high` is the upper end of a range, `whole` the total of "11 of 14".
    `per` is the time or thing of a rate ("week"). `noun` is the counted thing in the singular ("service").
    `baseline` is what it was before, and is also given as a quantity of its own with `is_baseline`.
    """

    span: Span
    text: str
    kind: QuantityKind
    value: float = 0.0
    unit: str = ""
    size: float = 1.0
    high: float | None = None
    whole: float | None = None
    per: str = ""
    noun: str = ""
    approximate: bool = False
    is_baseline: bool = False
    baseline: Quantity | None = None
    day: Day | None = None
    # Digits behind the decimal point, less the zeros of a scale word: how exactly it is written.
    precision: float = 1.0

    @property
    def magnitude(self) -> float:
        """The value in the base unit of its kind."""
        return self.value * self.size

    @property
    def is_number(self) -> bool:
        """Whether it states a number, and not a date, a time of day or a rank."""
        return self.kind not in {QuantityKind.DATE, QuantityKind.TIME, QuantityKind.ORDINAL}

    @property
    def has_unit(self) -> bool:
        """Whether it says what it counts."""
        return self.kind is not QuantityKind.BARE
