"""The first look reads logs in every common form, groups errors by template, and counts before and after the onset."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upward.analysis.incidents.first_look import FirstLook
from upward.analysis.incidents.log_lines import parse_log_line
from upward.analysis.incidents.log_templates import TemplateTree
from upward.analysis.incidents.metrics import metric_deviations, parse_metrics
from upward.analysis.incidents.trace_stream import SpanStream
from upward.analysis.incidents.traces import TraceLook

AT = datetime(2026, 5, 20, 7, 40, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    "line",
    [
        '{"ts":"2026-05-20T09:40:00+02:00","level":"ERROR","service":"pay","msg":"pool is full"}',
        '{"@timestamp":"2026-05-20T07:40:00Z","log.level":"error","service.name":"pay","message":"pool is full"}',
        '{"time":1779262800000,"severity":"error","app":"pay","body":"pool is full"}',
        'time=2026-05-20T07:40:00Z level=error service=pay msg="pool is full"',
        "<11>1 2026-05-20T07:40:00Z host pay 123 - - pool is full",
        "May 20 07:40:00 host pay[123]: pool is full error",
    ],
)
def test_a_line_is_read_in_each_common_form(line: str) -> None:
    found = parse_log_line(line, 2026)
    assert (found.at, found.component, found.is_error) == (AT, "pay", True)
    assert found.message.startswith("pool is full")


@pytest.mark.parametrize(
    ("line", "component"),
    [
        ("2026-05-20 07:40:00,001 ERROR payments.handler: pool is full", "payments.handler"),
        ("2026-05-20 07:40:00,001 - payments.handler - ERROR - pool is full", "payments.handler"),
        ("2026-05-20T07:40:00Z [ERROR] payments - pool is full", "payments"),
        ("2026-05-20T07:40:00Z ERROR [payments] pool is full", "payments"),
        ("2026-05-20 07:40:00.001 [main] ERROR com.acme.Payments - pool is full", "com.acme.Payments"),
        ("2026-05-20 07:40:00.001 ERROR 7 --- [nio-80-exec-1] c.acme.Payments : pool is full", "c.acme.Payments"),
        ("payments-7f9c-x2x | 2026-05-20T07:40:00Z ERROR pool is full", "payments-7f9c-x2x"),
        ('payments-1  | {"ts":"2026-05-20T07:40:00Z","level":"error","msg":"pool is full"}', "payments-1"),
        ("2026-05-20T07:40:00Z ERROR timeout: pool is full", ""),
        ("2026-05-20T07:40:00Z ERROR java.net.ConnectException: pool is full", ""),
        ("2026-05-20T07:40:00Z ERROR db lock wait", ""),
    ],
)
def test_the_component_of_a_plain_line_is_its_logger_and_never_the_fault(line: str, component: str) -> None:
    found = parse_log_line(line)
    assert (found.component, found.is_error, int(found.at or 0)) == (component, True, int(AT))


def test_an_answer_of_five_hundred_in_an_access_log_is_an_error() -> None:
    line = '10.0.0.1 - - [20/May/2026:09:40:00 +0200] "GET /pay?id=7 HTTP/1.1" {} 162 "-" "curl/8"'
    found = parse_log_line(line.format(503))
    assert (found.at, found.is_error, found.message) == (AT, True, "GET /pay 503")
    assert not parse_log_line(line.format(404)).is_error
    look = FirstLook(AT, 2026)
    look.read("access.log", [f"{line.format(200)}\n{line.format(503)}\n".encode()])
    assert [each.template for each in look.templates()] == ["GET /pay <*>"]


def test_the_name_of_one_file_is_no_component_and_those_of_several_are() -> None:
    line = b"2026-05-20T07:41:00Z ERROR db lock wait\n"
    look = FirstLook(AT, 2026)
    look.read("web.log", [line])
    assert ([each.component for each in look.templates()], look.deviations()) == ([""], [])
    look.read("orders.log", [line])
    assert {each.component for each in look.templates()} == {"web", "orders"}


def test_logs_that_were_joined_out_of_order_have_their_past() -> None:
    look = FirstLook(AT, 2026)
    look.read("x.log", [b"2026-05-20T07:45:00Z ERROR a\n2026-05-20T06:40:00Z INFO b\n2026-05-20T07:30:00Z INFO c\n"])
    assert look.has_past


def test_a_plain_line_has_its_time_and_level() -> None:
    found = parse_log_line("2026-05-20 07:40:00,000 [main] ERROR Pool - is full")
    assert (found.at, found.level, found.is_error) == (AT, "error", True)


@given(st.text(max_size=300))
def test_no_line_raises(line: str) -> None:
    parse_log_line(line)


@given(st.lists(st.binary(max_size=200), max_size=8))
def test_no_bytes_raise(chunks: list[bytes]) -> None:
    look = FirstLook(AT, 2026)
    look.read("x.log", chunks)
    assert look.templates() is not None


def test_messages_that_differ_in_numbers_are_one_template() -> None:
    tree = TemplateTree()
    numbers = {tree.add(f"order {n} rejected after {n * 3} ms from 10.0.0.{n}") for n in range(40)}
    assert len(numbers) == 1
    assert tree.text(0) == "order <*> rejected after <*> ms from <*>"
    assert tree.add("disk is full") == 1


def look_at(lines: list[str]) -> FirstLook:
    look = FirstLook(AT, 2026)
    data = "\n".join(lines).encode()
    # Chunks that end in the middle of a line.
    look.read("pay.log", [data[at : at + 37] for at in range(0, len(data), 37)])
    return look


def line(minute: int, message: str, level: str = "error", service: str = "pay") -> str:
    at = datetime.fromtimestamp(AT + 60 * minute, UTC).isoformat()
    return json.dumps({"ts": at, "level": level, "service": service, "msg": message})


def test_times_without_an_offset_are_read_in_the_offset_that_is_given() -> None:
    line = "2026-05-20 09:40:00 ERROR pool is full"
    assert parse_log_line(line, zone=timezone(timedelta(hours=2))).at == AT
    assert parse_log_line(line).at == AT + 2 * 3600


def test_what_began_after_the_onset_comes_first_and_is_called_new() -> None:
    old = [line(minute, "cache miss failed", service="web") for minute in range(-30, 30)]
    fresh = [line(minute, f"pool of 50 is full for order {minute}") for minute in range(1, 30)]
    quiet = [line(minute, "order accepted", "info") for minute in range(-30, 30)]
    look = look_at(old + fresh + quiet)
    first, second = look.templates()
    assert (first.template, first.is_new, first.before, first.after) == (
        "pool of <*> is full for order <*>",
        True,
        0,
        29,
    )
    assert (second.is_new, second.before, second.after) == (False, 30, 30)
    assert (look.lines, look.errors) == (149, 89)
    assert look.deviations()[0][0] == "pay"


def test_a_binary_file_is_named_and_left_out() -> None:
    look = FirstLook(AT, 2026)
    look.read("core", [b"\x7fELF\0\0\0 error error"])
    assert (look.binary, look.errors) == (["core"], 0)


def test_a_line_without_end_is_cut_and_memory_stays_flat() -> None:
    look = FirstLook(AT, 2026)
    look.read("x.log", [b"error " * 20_000] * 8)
    assert look.errors >= 1


def test_a_service_whose_spans_slow_down_deviates_most() -> None:
    def span(service: str, minute: int, milliseconds: float) -> str:
        start = int((AT + 60 * minute) * 1e9)
        held = {"startTimeUnixNano": str(start), "endTimeUnixNano": str(start + int(milliseconds * 1e6)), "status": {}}
        attribute = {"key": "service.name", "value": {"stringValue": service}}
        resource = {"resource": {"attributes": [attribute]}, "scopeSpans": [{"spans": [held]}]}
        return json.dumps({"resourceSpans": [resource]})

    documents = [span("web", minute, 20 + minute % 3) for minute in range(-20, 20)]
    documents += [span("db", minute, 5 + minute % 3 if minute < 0 else 400) for minute in range(-20, 20)]
    look, stream = TraceLook(AT), SpanStream()
    data = "\n".join([*documents, "not json", '{"resourceSpans": 3}']).encode()
    look.read(stream.read(data[at : at + 97] for at in range(0, len(data), 97)))
    assert (look.spans, stream.problems) == (80, ["1 of its lines are no JSON"])
    assert look.deviations()[0][0] == "db"


@given(st.lists(st.text(max_size=60), max_size=6))
def test_no_metrics_raise(lines: list[str]) -> None:
    assert parse_metrics(["time,a_b", *lines]) is not None


def test_a_metric_with_gaps_deviates_by_its_medians() -> None:
    rows = ["time,db_latency,web_cpu"]
    rows += [f"{AT + 60 * m},{'' if m == -3 else 5 + m % 2 if m < 0 else 90},{40 + m % 5}" for m in range(-10, 10)]
    times, columns = parse_metrics(rows)
    assert metric_deviations(times, columns, AT)[0][0] == "db"
