"""OTLP JSON is read in bounded memory, however it is laid out; what is not JSON is said and never raises."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from upward.analysis.incidents import trace_stream
from upward.analysis.incidents.trace_stream import SpanStream
from upward.analysis.incidents.traces import Span

AT = 1_779_262_800_000_000_000


def resource(service: str, count: int, *, service_last: bool = False, code: object = 1) -> dict[str, Any]:
    """A resource with spans of 5 ms that have attributes, events and links of their own."""
    noise = [{"key": "service.name", "value": {"stringValue": "not this"}}]
    spans = [
        {"name": "get", "startTimeUnixNano": str(AT + n), "endTimeUnixNano": AT + n + 5_000_000, "attributes": noise,
         "events": [{"timeUnixNano": "1", "attributes": noise}], "status": {"code": code}}
        for n in range(count)
    ]  # fmt: skip
    who = {"attributes": [{"key": "host", "value": {"intValue": "7"}},
                          {"key": "service.name", "value": {"stringValue": service}}]}  # fmt: skip
    parts = [("resource", who), ("scopeSpans", [{"scope": {"name": "x"}, "spans": spans}])]
    return dict(reversed(parts) if service_last else parts)


def read(data: bytes, size: int = 50) -> tuple[list[Span], list[str]]:
    stream = SpanStream()
    return list(stream.read(data[at : at + size] for at in range(0, len(data), size))), stream.problems


def test_one_document_over_many_lines_gives_the_same_spans_as_a_document_a_line() -> None:
    resources = [resource("web", 3), resource("db", 2, service_last=True, code="STATUS_CODE_ERROR")]
    lines = "\n".join(json.dumps({"resourceSpans": [each]}) for each in resources).encode()
    pretty = json.dumps({"resourceSpans": resources}, indent=2).encode()
    listed = json.dumps([{"resourceSpans": [each]} for each in resources], indent=1).encode()
    expected = read(lines)
    assert [(each.service, each.is_error) for each in expected[0]] == [("web", False)] * 3 + [("db", True)] * 2
    assert {round(each.seconds, 4) for each in expected[0]} == {0.005}
    assert read(pretty) == expected
    assert read(listed) == expected


def test_a_document_longer_than_what_is_held_at_once_is_streamed(monkeypatch) -> None:
    monkeypatch.setattr(trace_stream, "MOST_DOCUMENT_BYTES", 400)
    document = json.dumps({"resourceSpans": [resource("web", 40), resource("db", 40)]}).encode()
    found, problems = read(document + b"\n" + document)
    assert ([each.service for each in found], problems) == (["web"] * 40 + ["db"] * 40 + ["web"] * 40 + ["db"] * 40, [])


def test_a_document_that_is_cut_gives_what_it_held_and_says_so() -> None:
    pretty = json.dumps({"resourceSpans": [resource("web", 9)]}, indent=1).encode()
    found, problems = read(pretty[:-120])
    assert len(found) >= 7
    assert problems == ["its end, or a part of it, is not JSON: what follows was not read"]


def test_containers_without_end_are_refused() -> None:
    assert read(b'{\n"a": ' + b"[" * 200_000)[1] == ["it is nested deeper than 64 levels: what follows was not read"]


@given(
    st.lists(st.sampled_from(['{"resourceSpans":[', "]}", "{", "}", "\n", '"spans"', ":", "[", "1e999", ",", "null"]))
)
def test_no_text_raises(parts: list[str]) -> None:
    found, problems = read("".join(parts).encode(), size=7)
    assert (found, isinstance(problems, list)) == ([], True)
