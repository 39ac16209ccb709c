"""Values out of files, series with gaps, trends and error budgets."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upward.analysis.concerns.concern import Indicator, IndicatorSource
from upward.analysis.concerns.measuring import UnreadableMeasureError, read_measure
from upward.analysis.concerns.series import (
    Point,
    Trend,
    error_budget,
    format_points,
    parse_series,
    sparkline,
    trend,
)

START = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def indicator(
    source: str = "command", pattern: str = "", *, up: bool = False, objective: float | None = None
) -> Indicator:
    return Indicator(
        "x", "", IndicatorSource(source), "", pattern, "", None, up=up, objective=objective, window_days=28
    )


def points(*values: float | None) -> list[Point]:
    return [Point(START + timedelta(days=n), "x", value) for n, value in enumerate(values)]


@pytest.mark.parametrize(
    ("which", "text", "value"),
    [
        (indicator(), "12 files, 1,204.5 ms\n", 1204.5),
        (indicator(pattern=r"fresh: ([\d.]+)"), "fresh: 99.25 %\nold: 3", 99.25),
        (indicator("coverage"), "TN:\nLF:40\nLH:30\nLF:10\nLH:10\n", 80.0),
        (indicator("coverage"), '{"totals": {"percent_covered": 71.423}}', 71.42),
        (indicator("sarif"), json.dumps({"runs": [{"results": [{"ruleId": "a"}, {"suppressions": [{}]}]}]}), 1.0),
        (indicator("sarif", "b"), json.dumps({"runs": [{"results": [{"ruleId": "a"}, {"ruleId": "b"}]}]}), 1.0),
        (indicator("benchmark"), json.dumps({"benchmarks": [{"name": "t", "stats": {"mean": 0.25}}]}), 0.25),
        (indicator("benchmark", "ls"), json.dumps({"results": [{"command": "ls", "mean": 0.5}]}), 0.5),
    ],
)
def test_a_value_is_read_out_of_each_source(which: Indicator, text: str, value: float) -> None:
    assert read_measure(which, text) == value


@pytest.mark.parametrize("source", ["command", "sarif", "coverage", "benchmark"])
@given(text=st.text(max_size=200))
def test_no_text_raises_anything_but_its_own_error(source: str, text: str) -> None:
    with contextlib.suppress(UnreadableMeasureError):
        assert isinstance(read_measure(indicator(source), text), float)


def test_a_series_reads_back_as_it_was_written_gaps_included() -> None:
    written = format_points([*points(3.5, None), Point(START, "y", 2, "ms", 'a "note", with comma')], with_head=True)
    found, problems = parse_series(written)
    assert problems == []
    assert [each.value for each in found if each.indicator == "x"] == [3.5, None]
    assert next(each.note for each in found if each.indicator == "y") == 'a "note", with comma'


def test_a_broken_line_of_a_series_is_named_and_the_rest_is_read() -> None:
    found, problems = parse_series(
        "at,indicator,value,unit,note\nyesterday,x,3,,\n2026-06-01T09:00:00+00:00,x,4,,\nx\n"
    )
    assert ([each.value for each in found], problems) == (
        [4],
        ["line 2 is not a measurement", "line 4 is not a measurement"],
    )


@given(st.text(max_size=200))
def test_no_series_raises(text: str) -> None:
    assert parse_series(text) is not None


def test_a_trend_needs_four_points_and_knows_which_way_is_better() -> None:
    assert trend(points(9, 8, 7), indicator()) is Trend.UNKNOWN
    assert trend(points(9, 8, None, 7, 6), indicator()) is Trend.BETTER
    assert trend(points(9, 8, 7, 6), indicator(up=True)) is Trend.WORSE
    assert trend(points(5, 9, 4, 6, 5), indicator()) is Trend.STEADY


def test_a_sparkline_shows_gaps() -> None:
    assert sparkline(points(1, None, 8)) == "▁·█"
    assert sparkline(points(None)) == "·"


def test_a_budget_burns_by_the_share_of_bad_events_over_what_is_allowed() -> None:
    found = error_budget(points(99.0, 99.8, 99.8), indicator(objective=0.995), date(2026, 6, 3))
    assert found is not None
    assert (found.burn, found.days_measured, found.days) == (0.93, 3, 28)
    assert error_budget(points(None), indicator(objective=0.995), date(2026, 6, 3)) is None
    assert error_budget(points(99.0), indicator(), date(2026, 6, 3)) is None
