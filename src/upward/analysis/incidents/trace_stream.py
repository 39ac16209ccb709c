"""Spans out of OTLP JSON of any size, in bounded memory: a document a line, or one document over many lines.

A collector writes a document a line, and each is parsed as a whole. What is longer than `MOST_DOCUMENT_BYTES`, or goes
over several lines, is read event by event with `ijson`.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from upward.analysis.incidents.traces import SCOPES, SERVICE, Span, as_span, parse_spans

MOST_DOCUMENT_BYTES = 8 * 1024 * 1024
# A span's attributes lie some ten levels deep; far more is hostile.
MOST_DEPTH = 64
# Spans that come before the attributes of their resource wait for its name, at most so many.
MOST_WAITING = 100_000
_TIMES = ("startTimeUnixNano", "endTimeUnixNano")


@dataclass(slots=True)
class SpanStream:
    """Give chunks to `read`; `problems` says what of them could not be read."""

    problems: list[str] = field(default_factory=list)

    def read(self, chunks: Iterable[bytes]) -> Iterator[Span]:
        """Yield the spans of a file's chunks; never raises for what they hold."""
        rest, source, is_first, bad = b"", iter(chunks), True, 0
        for chunk in source:
            *lines, rest = (rest + chunk).split(b"\n")
            for place, line in enumerate(lines):
                found = parse_spans(line.decode("utf-8", "replace"))
                if found is None and is_first and line.lstrip()[:1] in {b"{", b"["}:
                    # One document over several lines: all of it is one stream.
                    yield from self._events(chain([b"\n".join([*lines[place:], rest])], source))
                    return
                is_first = is_first and not line.strip()
                bad += found is None and bool(line.strip())
                yield from found or ()
            if len(rest) > MOST_DOCUMENT_BYTES:
                yield from self._events(chain([rest], source))
                return
        last = parse_spans(rest.decode("utf-8", "replace"))
        yield from last or ()
        bad += last is None and bool(rest.strip())
        if bad:
            self.problems.append(f"{bad} of its lines are no JSON")

    def _events(self, chunks: Iterable[bytes]) -> Iterator[Span]:
        ijson: Any = importlib.import_module("ijson")
        events = ijson.sendable_list()
        parser = ijson.basic_parse_coro(events, multiple_values=True, use_float=True)
        walk = _Walk()
        # In pieces, since a piece's events are held at once.
        for piece in (chunk[at : at + _PIECE] for chunk in chunks for at in range(0, len(chunk), _PIECE)):
            why = ""
            try:
                parser.send(piece)
            except ijson.JSONError:
                why = _NO_JSON
            try:
                yield from walk.spans(events)
            except _TooDeepError:
                why = f"it is nested deeper than {MOST_DEPTH} levels: what follows was not read"
            events.clear()
            if why:
                self.problems.append(why)
                return
        try:
            parser.close()
        except ijson.JSONError:
            self.problems.append(_NO_JSON)


_NO_JSON = "its end, or a part of it, is not JSON: what follows was not read"
_PIECE = 64 * 1024


class _TooDeepError(Exception):
    """Containers within containers without end."""


@dataclass(slots=True)
class _Walk:
    """Where in a document the events are. `path` names each open container, an element of a list as ""."""

    path: list[str] = field(default_factory=list)
    key: str = ""
    service: str | None = None
    waiting: list[Span] = field(default_factory=list)
    attribute: dict[str, str] = field(default_factory=dict)
    span: dict[str, Any] | None = None

    def spans(self, events: Iterable[tuple[str, Any]]) -> Iterator[Span]:
        """Yield the spans that are complete after some more events."""
        for event, value in events:
            if event == "map_key":
                self.key = value
            elif event in {"start_map", "start_array"}:
                self.path.append(self.key)
                self.key = ""
                if len(self.path) > MOST_DEPTH:
                    raise _TooDeepError
                if event == "start_map":
                    self._open()
            elif event in {"end_map", "end_array"}:
                yield from self._close() if event == "end_map" else ()
                self.path.pop()
                self.key = ""
            else:
                self._value(value)

    def _is_span(self) -> bool:
        tail = self.path[-6:]
        return tail[1::2] == ["", "", ""] and tail[0] == "resourceSpans" and tail[2] in SCOPES and tail[4] == "spans"

    def _open(self) -> None:
        if self.path[-1]:
            return
        if self._is_span():
            self.span = {}
        elif self.path[-2:] == ["resourceSpans", ""]:
            self.service, self.waiting = None, []
        elif self.path[-3:] == ["resource", "attributes", ""]:
            self.attribute = {}

    def _value(self, value: Any) -> None:
        if self.span is not None:
            if self.key in _TIMES and self._is_span():
                self.span[self.key] = value
            elif self.key == "code" and self.path[-1] == "status" and self.path[-3:-1] == ["spans", ""]:
                self.span["code"] = value
        elif isinstance(value, str) and self.key in {"key", "stringValue"} and "attributes" in self.path[-3:]:
            self.attribute[self.key] = value

    def _close(self) -> Iterator[Span]:
        if self.path[-1]:
            return
        if self.span is not None and self._is_span():
            held, self.span = self.span, None
            found = as_span(self.service or "", held.get(_TIMES[0]), held.get(_TIMES[1]), held.get("code"))
            if found is not None and self.service is None and len(self.waiting) < MOST_WAITING:
                self.waiting.append(found)
            elif found is not None:
                yield found
        elif self.path[-3:] == ["resource", "attributes", ""] and self.attribute.get("key") == SERVICE:
            self.service = self.attribute.get("stringValue", "")
        elif self.path[-2:] == ["resourceSpans", ""]:
            yield from (each._replace(service=self.service or "") for each in self.waiting)
            self.waiting = []
