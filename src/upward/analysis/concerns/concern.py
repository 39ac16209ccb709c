"""A concern's indicators as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from upward.model.record import Record, Value


class IndicatorSource(StrEnum):
    """Where an indicator's value comes from."""

    COMMAND = "command"
    FILE = "file"
    SARIF = "sarif"
    COVERAGE = "coverage"
    BENCHMARK = "benchmark"


@dataclass(frozen=True, slots=True)
class Indicator:
    """Something measurable. `up` says whether more is better; `objective` is a share from 0 to 1 over `window_days`."""

    id: str
    what: str
    source: IndicatorSource | None
    place: str
    pattern: str
    unit: str
    target: float | None
    up: bool
    objective: float | None
    window_days: int

    def meets(self, value: float) -> bool | None:
        """Whether a value meets the target; None without one."""
        if self.target is None:
            return None
        return value >= self.target if self.up else value <= self.target


# A month of four weeks, the usual window of an objective (Google, "The Site Reliability Workbook", 2).
WINDOW_DAYS = 28
PERCENT = 100


def parse_indicators(record: Record) -> tuple[Indicator, ...]:
    """Read a concern's indicators; a plain line of text is one that nothing measures."""
    held = record.fields.get("indicators", ())
    items = (held,) if isinstance(held, (str, Mapping)) else held
    return tuple(_indicator(number, each) for number, each in enumerate(items, 1) if each)


def _indicator(number: int, each: Value) -> Indicator:
    if not isinstance(each, Mapping):
        return Indicator(
            f"i{number}", str(each), None, "", "", "", None, up=False, objective=None, window_days=WINDOW_DAYS
        )
    source = next((name for name in IndicatorSource if _text(each, name.value)), None)
    objective = read_number(_text(each, "objective").rstrip("% "))
    return Indicator(
        _text(each, "id") or f"i{number}",
        _text(each, "what"),
        source,
        _text(each, source.value) if source else "",
        _text(each, "pattern"),
        _text(each, "unit"),
        read_number(_text(each, "target")),
        up=_text(each, "direction") == "up",
        objective=objective / PERCENT if objective is not None and 0 < objective < PERCENT else None,
        window_days=int(read_number(_text(each, "window")) or WINDOW_DAYS),
    )


def _text(mapping: Mapping[str, Value], key: str) -> str:
    value = mapping.get(key, "")
    return value.strip() if isinstance(value, str) else ""


def read_number(text: str) -> float | None:
    """Read a plain number with thousands separators; None for anything else."""
    try:
        value = float(text.replace(",", "").replace("_", ""))
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None
