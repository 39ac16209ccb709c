"""Spans of OpenTelemetry traces in OTLP's JSON encoding, and which services deviate after the onset."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

# OTLP: Status.code 2 is STATUS_CODE_ERROR; some exporters write its name.
_ERROR = {2, "2", "STATUS_CODE_ERROR"}
MIN_SPANS = 5


class Span(NamedTuple):
    """A span: the service it ran in, start in seconds since 1970, duration in seconds, whether it failed."""

    service: str
    start: float
    seconds: float
    is_error: bool


def parse_spans(text: str) -> Iterator[Span]:
    """Yield the spans of one OTLP JSON document (one line of a collector's file); nothing where it is none."""
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return
    for resource in _list(held, "resourceSpans"):
        service = _service(resource)
        for scope in (*_list(resource, "scopeSpans"), *_list(resource, "instrumentationLibrarySpans")):
            for span in _list(scope, "spans"):
                start, end = _nanoseconds(span, "startTimeUnixNano"), _nanoseconds(span, "endTimeUnixNano")
                if start is not None and end is not None and end >= start:
                    status = span.get("status")
                    code = status.get("code") if isinstance(status, dict) else None
                    failed = isinstance(code, (int, str)) and code in _ERROR
                    yield Span(service, start / 1e9, (end - start) / 1e9, failed)


def _list(held: Any, key: str) -> list[Mapping[str, Any]]:
    found = held.get(key) if isinstance(held, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _service(resource: Mapping[str, Any]) -> str:
    for attribute in _list(resource.get("resource"), "attributes"):
        value = attribute.get("value")
        if attribute.get("key") == "service.name" and isinstance(value, dict):
            return str(value.get("stringValue", ""))
    return ""


def _nanoseconds(span: Mapping[str, Any], key: str) -> float | None:
    try:
        return float(span.get(key, ""))
    except (TypeError, ValueError):
        return None


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

    def read(self, documents: Iterable[str]) -> None:
        """Take in OTLP documents, a line each."""
        for text in documents:
            for span in parse_spans(text):
                self.spans += 1
                self._sums.setdefault((span.service, span.start >= self.onset), _Sums()).add(span)

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
