"""Spans of OpenTelemetry traces in OTLP's JSON encoding, and which services deviate after the onset."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

# OTLP: Status.code 2 is STATUS_CODE_ERROR; some exporters write its name.
_ERROR = {2, "2", "STATUS_CODE_ERROR"}
SERVICE = "service.name"
# The second is what scopes were called before OTLP 0.15.
SCOPES = ("scopeSpans", "instrumentationLibrarySpans")
MIN_SPANS = 5
MOST_SERVICES = 5000


class Span(NamedTuple):
    """A span: the service it ran in, start in seconds since 1970, duration in seconds, whether it failed."""

    service: str
    start: float
    seconds: float
    is_error: bool


def parse_spans(text: str) -> list[Span] | None:
    """Give the spans of one OTLP JSON document, as a collector writes one a line; None where it is not JSON."""
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return None
    found = []
    for resource in _list(held, "resourceSpans"):
        service = _service(resource)
        for span in (each for key in SCOPES for scope in _list(resource, key) for each in _list(scope, "spans")):
            status = span.get("status")
            code = status.get("code") if isinstance(status, dict) else None
            made = as_span(service, span.get("startTimeUnixNano"), span.get("endTimeUnixNano"), code)
            found += [made] if made is not None else []
    return found


def as_span(service: str, start: Any, end: Any, code: Any) -> Span | None:
    """Give a span of its times in nanoseconds since 1970 and its status; None where they can be none."""
    first, last = _nanoseconds(start), _nanoseconds(end)
    if first is None or last is None or last < first:
        return None
    return Span(service, first / 1e9, (last - first) / 1e9, isinstance(code, (int, str)) and code in _ERROR)


def _list(held: Any, key: str) -> list[Mapping[str, Any]]:
    found = held.get(key) if isinstance(held, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _service(resource: Mapping[str, Any]) -> str:
    for attribute in _list(resource.get("resource"), "attributes"):
        value = attribute.get("value")
        if attribute.get("key") == SERVICE and isinstance(value, dict):
            return str(value.get("stringValue", ""))
    return ""


def _nanoseconds(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if abs(number) < float("inf") else None


@dataclass(slots=True)
class _Sums:
    n: int = 0
    errors: int = 0
    total: float = 0.0
    squares: float = 0.0

    def add(self, span: Span) -> None:
        self.n += 1
        self.errors += span.is_error
        # Durations spread over orders of magnitude: their logarithm is what is nearly normal.
        value = math.log(max(span.seconds, 1e-6))
        self.total += value
        self.squares += value * value

    @property
    def mean(self) -> float:
        return self.total / self.n

    @property
    def deviation(self) -> float:
        return math.sqrt(max(0.0, self.squares / self.n - self.mean**2))


@dataclass(slots=True)
class TraceLook:
    """Counts and durations by service, before and after the onset (seconds since 1970)."""

    onset: float
    spans: int = 0
    _sums: dict[tuple[str, bool], _Sums] = field(default_factory=dict)

    def read(self, spans: Iterable[Span]) -> None:
        """Take in spans; of more than `MOST_SERVICES` services, the rest is counted together without a name."""
        for span in spans:
            self.spans += 1
            key = span.service, span.start >= self.onset
            if key not in self._sums and len(self._sums) >= 2 * MOST_SERVICES:
                key = "", key[1]
            self._sums.setdefault(key, _Sums()).add(span)

    def deviations(self) -> list[tuple[str, float]]:
        """Give the services by how far error share or duration moved, in standard deviations, largest first."""
        found = []
        for service in {name for name, _ in self._sums if name}:
            before, after = self._sums.get((service, False)), self._sums.get((service, True))
            if before is None or after is None or min(before.n, after.n) < MIN_SPANS:
                continue
            slower = abs(after.mean - before.mean) / max(before.deviation, 0.05)
            share = before.errors / before.n
            spread = math.sqrt(max(share * (1 - share), 0.01))
            failing = (after.errors / after.n - share) / spread
            found.append((service, round(max(slower, failing), 3)))
        return sorted(found, key=lambda each: (-each[1], each[0]))
