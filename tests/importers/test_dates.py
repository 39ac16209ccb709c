"""Dates as people write them, in the precision they were written in; a date that could be two days is asked for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upward.text.date_span import AmbiguousDateError, DateHints, DateOrder, DateSpan
from upward.text.written_dates import find_dates, find_period, orders_of

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("heading", "start", "end"),
    [
        ("March 9, 2026", "2026-03-09", "2026-03-09"),
        ("9th of March 2026", "2026-03-09", "2026-03-09"),
        ("2 April 2026", "2026-04-02", "2026-04-02"),
        ("09/Mar/26 4:12 PM", "2026-03-09", "2026-03-09"),
        ("09.03.2026", "2026-03-09", "2026-03-09"),
        ("13/09/2026", "2026-09-13", "2026-09-13"),
        ("2026-03-09T23:30:00Z", "2026-03-09", "2026-03-09"),
        ("Sept 2025", "2025-09", "2025-09"),
        ("07/2026", "2026-07", "2026-07"),
        ("Mar-26", "2026-03", "2026-03"),
        ("2026 Q1", "2026-01", "2026-03"),
        ("2026, quarter 4", "2026-10", "2026-12"),
        ("Half 2 of 2025", "2025-07", "2025-12"),
        ("Q3 FY26", "2026-07", "2026-09"),
        ("H1 2026", "2026-01", "2026-06"),
        ("second quarter of 2026", "2026-04", "2026-06"),
        ("2026-W10", "2026-03-02", "2026-03-08"),
        ("Jan – Mar 2026", "2026-01", "2026-03"),
        ("Engineer, Jun 2021 – Present", "2021-06", "2026-11"),
        ("2018–2021", "2018", "2021"),
        ("Brag 2025", "2025", "2025"),
    ],
)
def test_a_heading_names_its_period(heading: str, start: str, end: str) -> None:
    assert find_period(heading, DateHints(today=TODAY), heading=True) == DateSpan(start, end)


@pytest.mark.parametrize(
    ("heading", "start"), [("H2", "2026-07"), ("Q4", "2026-10"), ("March", "2026-03"), ("9 May", "2026-05-09")]
)
def test_a_period_without_a_year_takes_that_of_the_heading_above(heading: str, start: str) -> None:
    found = find_period(heading, DateHints(year=2026), heading=True)
    assert found is not None
    assert found.start == start


@pytest.mark.parametrize(
    "prose", ["We moved 2000 users.", "You may 5 times ask.", "version 1.2.2026x", "the host 10.0.0.1", "31.02.2026"]
)
def test_what_is_no_date_is_none(prose: str) -> None:
    assert find_dates(prose) == []


def test_a_date_that_could_be_two_days_is_refused_until_the_order_is_said() -> None:
    with pytest.raises(AmbiguousDateError, match="03/04/2026"):
        find_period("03/04/2026")
    assert find_period("03/04/2026", DateHints(order=DateOrder.DAY_FIRST)) == DateSpan("2026-04-03", "2026-04-03")
    assert find_period("03/04/2026", DateHints(order=DateOrder.MONTH_FIRST)) == DateSpan("2026-03-04", "2026-03-04")


def test_the_other_dates_of_a_column_tell_its_order() -> None:
    assert orders_of(["03/04/2026", "13/04/2026"]) == {DateOrder.DAY_FIRST}
    assert orders_of(["03/04/2026"]) == set(DateOrder)


def test_a_fiscal_year_may_begin_in_october() -> None:
    assert find_period("Q1 FY26", DateHints(fiscal_start=10)) == DateSpan("2025-10", "2025-12")


def test_a_period_still_running_ends_in_the_present_month_and_one_ahead_is_none() -> None:
    assert DateSpan("2026-10", "2026-12").until(TODAY) == DateSpan("2026-10", "2026-11")
    assert DateSpan("2027-01", "2027-03").until(TODAY) is None
    assert DateSpan("2026", "2026").until(TODAY) == DateSpan("2026", "2026")


@given(
    st.dates(date(1950, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y", "%d.%m.%Y", "%Y/%m/%d"]),
)
def test_every_day_is_read_back(day: date, form: str) -> None:
    assert find_period(f"on {day.strftime(form)}: done") == DateSpan(day.isoformat(), day.isoformat())


@given(st.text(alphabet="0123456789/-. QHFYMarch,to–WT:", max_size=40))
def test_any_text_gives_dates_that_exist_in_their_place(text: str) -> None:
    try:
        found = find_dates(text, DateHints(year=2026, today=TODAY), heading=True)
    except AmbiguousDateError:
        return
    for each in found:
        assert 0 <= each.start < each.stop <= len(text)
        assert each.span.first.year
        assert each.span.last.year


@pytest.mark.parametrize(
    ("item", "start", "end"),
    [
        ("March 18: switched over, no differences", "2025-03-18", "2025-03-18"),
        ("**Billing run** (Jan - Mar)", "2025-01", "2025-03"),
        ("the queue (Oct/Nov)", "2025-10", "2025-11"),
        ("May: onboarded Karim", "2025-05", "2025-05"),
        ("Aug. on call rota", "2025-08", "2025-08"),
        ("June – moved the importer", "2025-06", "2025-06"),
    ],
)
def test_an_item_below_a_year_names_its_day_or_months(item: str, start: str, end: str) -> None:
    assert find_period(item, DateHints(year=2025)) == DateSpan(start, end)


@pytest.mark.parametrize("item", ["March 18: done", "May I ask (maybe)?", "(may) not", "March on", "Dec. 24 of them"])
def test_a_day_without_a_year_is_no_month_of_a_made_up_year(item: str) -> None:
    assert find_dates(item) == []
