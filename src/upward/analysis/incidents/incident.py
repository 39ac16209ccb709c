"""An incident's record as values: its moments, timeline, hypotheses, resolution and actions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from upward.model.record import Record, Value
from upward.text.moments import minutes_between, parse_moment

DONE = frozenset({"done", "dropped"})
PERCENT = 100


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """Something that happened; `change` names a component that was changed, `tests` a hypothesis that was tested."""

    at: datetime | None
    text: str
    change: str = ""
    tests: str = ""
    minutes: float | None = None
    result: str = ""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A guess at the cause. `tool_version` is set where an AI tool made it; `confidence` is a share from 0 to 1."""

    number: int
    id: str
    at: str
    by: str
    tool_version: str
    component: str
    text: str
    confidence: float | None
    confidence_text: str
    refuted_if: str
    seal: str

    @property
    def source(self) -> str:
        """Who guessed: a person's name, or a tool with its version."""
        return f"{self.by} {self.tool_version}".strip()

    @property
    def moment(self) -> datetime | None:
        """When it was sealed."""
        return parse_moment(self.at)


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do after the incident."""

    number: int
    text: str
    owner: str
    due: date | None
    is_done: bool


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident, read. `cause` and `also` are the components that were at fault, as the judge named them."""

    id: str
    title: str
    onset: datetime | None
    detected: datetime | None
    mitigated: datetime | None
    identified: datetime | None
    timeline: tuple[TimelineEvent, ...]
    hypotheses: tuple[Hypothesis, ...]
    deviations: tuple[tuple[str, float], ...]
    actions: tuple[Action, ...]
    cause: str
    also: tuple[str, ...]
    judged_by: str
    last_seal: str

    @property
    def is_resolved(self) -> bool:
        """Whether a person named the cause."""
        return bool(self.cause and self.judged_by)

    @property
    def minutes_to_detect(self) -> float | None:
        """The minutes from onset to detection."""
        return minutes_between(self.onset, self.detected)

    def is_cause(self, component: str) -> bool:
        """Whether a component is the one at fault, in any spelling of case and space."""
        return folded(component) in {folded(name) for name in (self.cause, *self.also) if name}


def folded(component: str) -> str:
    """Give a component's name as names are compared: lower case, hyphens for spaces and underscores."""
    return re.sub(r"[\s_]+", "-", component.strip().lower())


def parse_incident(record: Record) -> Incident:
    """Read an incident's record; what is missing or broken is None or empty, and nothing raises."""
    return Incident(
        record.id,
        record.title,
        onset=parse_moment(record.string("onset")),
        detected=parse_moment(record.string("detected")),
        mitigated=parse_moment(record.string("mitigated")),
        identified=parse_moment(record.string("identified")),
        timeline=tuple(_event(each) for each in record.mappings("timeline")),
        hypotheses=tuple(_hypothesis(number, each) for number, each in enumerate(record.mappings("hypotheses"), 1)),
        deviations=tuple(_deviation(each) for each in record.mappings("deviations")),
        actions=tuple(_action(number, each) for number, each in enumerate(record.mappings("actions"), 1)),
        cause=record.string("cause"),
        also=record.strings("also-counts"),
        judged_by=record.string("judged-by"),
        last_seal=record.string("last-seal"),
    )


def _text(mapping: Mapping[str, Value], key: str) -> str:
    value = mapping.get(key, "")
    return value.strip() if isinstance(value, str) else ""


def _event(each: Mapping[str, Value]) -> TimelineEvent:
    return TimelineEvent(
        parse_moment(_text(each, "at")),
        _text(each, "text"),
        _text(each, "change"),
        _text(each, "tests"),
        _number(_text(each, "minutes")),
        _text(each, "result"),
    )


def _hypothesis(number: int, each: Mapping[str, Value]) -> Hypothesis:
    confidence = _text(each, "confidence")
    return Hypothesis(
        number,
        _text(each, "id") or f"h{number}",
        _text(each, "at"),
        _text(each, "by"),
        _text(each, "tool-version"),
        _text(each, "component"),
        _text(each, "text"),
        parse_share(confidence),
        confidence,
        _text(each, "refuted-if"),
        _text(each, "seal"),
    )


def _deviation(each: Mapping[str, Value]) -> tuple[str, float]:
    return _text(each, "component"), _number(_text(each, "score")) or 0.0


def _action(number: int, each: Mapping[str, Value]) -> Action:
    due = parse_moment(_text(each, "due"))
    return Action(
        number,
        _text(each, "text"),
        _text(each, "owner"),
        due.date() if due else None,
        _text(each, "status").lower() in DONE,
    )


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    # Not a number, and what no sum can hold, are no measurements.
    return value if abs(value) < float("inf") else None


def parse_share(text: str) -> float | None:
    """Read `80 %`, `80%`, `80` or `0.8` as a share from 0 to 1 (`1` is 100 %); None for anything else."""
    plain = text.strip()
    value = _number(plain.rstrip("% "))
    if value is None:
        return None
    share = value / PERCENT if plain.endswith("%") or 1 < value <= PERCENT else value
    return share if 0 <= share <= 1 else None
