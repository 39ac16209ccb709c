"""Quantities read from prose."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upward.model.quantity import Day, QuantityKind
from upward.model.span import Span
from upward.text.quantities import quantities, same_amount


def only(text):
    found = quantities(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("It takes 480ms.", "duration", 480, "millisecond"),
        ("It takes 2.3s.", "duration", 2.3, "second"),
        ("It took 1h30m.", "duration", 1.5, "hour"),
        ("It took 2 hours and 15 minutes.", "duration", 2.25, "hour"),
        ("It took two and a half weeks.", "duration", 2.5, "week"),
        ("It saved half an hour.", "duration", 0.5, "hour"),
        ("A 12-minute build.", "duration", 12, "minute"),
        ("We saved $1.2M.", "money", 1_200_000, "USD"),
        ("We saved 285 thousand euros.", "money", 285_000, "EUR"),
        ("We had half a million dollars.", "money", 500_000, "USD"),
        ("That is 40 % less.", "percent", 40, "percent"),
        ("It is up 2.6 percentage points.", "percentage points", 2.6, "percentage point"),
        ("It holds 1.2TB.", "size", 1.2, "terabyte"),
        ("It became three times faster.", "factor", 3, "times"),
        ("We halved it.", "factor", 0.5, "times"),
        ("It moved 12 small internal Java services.", "count", 12, "service"),
        ("Twenty-five engineers came.", "count", 25, "engineer"),
        ("A 4-person team.", "count", 4, "person"),
        ("There were 5m users.", "count", 5_000_000, "user"),
        ("Zero incidents since.", "count", 0, "incident"),
        ("It went down to 9.", "bare", 9, ""),
    ],
)
def test_a_figure_is_read_with_its_unit(text, kind, value, unit):
    found = only(text)
    assert (found.kind.value, found.value, found.unit) == (kind, value, unit)


@pytest.mark.parametrize(
    "text",
    [
        "We had an N+1 query.",
        "The p95 was fine, the 99th percentile not.",
        "We moved from Python 3.11 and Java 8 to v2.3.",
        "See #412, PR 12, incident 7 and RFC 7231.",
        "S3, EC2, UTF-8, HTTP/2, K8s, OAuth2 and SHA-256.",
        "On call 24/7 for a 1:1.",
        "In phase 2 the server gave HTTP 404.",
        "`timeout = 30` and https://example.org/1234 are no claims.",
        "One of us stayed, two of them left.",
    ],
)
def test_names_versions_and_references_are_no_quantities(text):
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On June 11 it broke.", Day(0, 6, 11)),
        ("On 11 June 2026 it broke.", Day(2026, 6, 11)),
        ("On 2026-06-11 it broke.", Day(2026, 6, 11)),
        ("In May 2026 it broke.", Day(2026, 5, 0)),
        ("In Q3 2025 it broke.", Day(2025, 7, 0)),
        ("In 2019 it broke.", Day(2019, 0, 0)),
    ],
)
def test_a_date_is_a_date(text, day):
    found = only(text)
    assert (found.kind, found.day) == (QuantityKind.DATE, day)


def test_a_figure_behind_a_month_that_counts_something_is_no_day():
    month, ratio = quantities("In June 11 of 14 services moved.")
    assert month.day == Day(0, 6, 0)
    assert (ratio.kind, ratio.value, ratio.whole, ratio.noun) == (QuantityKind.RATIO, 11, 14, "service")


@pytest.mark.parametrize(
    ("text", "before", "after", "unit"),
    [
        ("It went 2.3s → 480ms.", 2.3, 480, "millisecond"),
        ("Builds went from 20 to 12 minutes.", 20, 12, "minute"),
        ("Builds dropped to 12 minutes from 20.", 20, 12, "minute"),
        ("It takes 38 minutes instead of 310.", 310, 38, "minute"),
        ("It goes live 11 times a week instead of 2.", 2, 11, "time"),
        ("Latency is 300ms (was 900ms).", 900, 300, "millisecond"),
        ("It took 20 minutes; now it takes 12 minutes.", 20, 12, "minute"),
        ("I cut 12 services to 1.", 12, 1, "service"),
        ("4 percent of the\ndeploys were rolled back instead\nof 18, as counted.", 18, 4, "percent"),
    ],
)
def test_a_quantity_knows_what_it_was_before(text, before, after, unit):
    found = next(each for each in quantities(text) if each.baseline is not None)
    assert found.baseline is not None
    assert (found.baseline.value, found.value, found.unit) == (before, after, unit)
    assert found.baseline.is_baseline


def test_a_share_does_not_take_the_next_pair_for_its_baseline():
    share, before, after = quantities("We cut incidents by 60% (from 10 per month to 4 per month).")
    assert share.baseline is None
    assert (before.per, after.baseline) == ("month", before)


@pytest.mark.parametrize(
    ("text", "value", "per"),
    [
        ("We deploy 3x/week.", 3, "week"),
        ("It saves $40k/quarter.", 40_000, "quarter"),
        ("2,100 orders an hour", 2100, "hour"),
        ("8,000 rps", 8000, "second"),
    ],
)
def test_a_rate_says_per_what(text, value, per):
    assert (only(text).value, only(text).per) == (value, per)


def test_a_range_has_both_ends():
    found = only("It takes between 2 and 3 weeks.")
    assert (found.value, found.high, found.unit) == (2, 3, "week")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.5 hours", "90 minutes"),
        ("0.48 s", "480 ms"),
        ("$40k", "40,000 dollars"),
    ],
)
def test_the_same_amount_in_other_units_is_the_same(one, other):
    assert same_amount(quantities(one)[-1], quantities(other)[-1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 services", "12 files"),
        ("12 minutes", "12 hours"),
        ("$40k", "€40k"),
        ("40 percent", "40 minutes"),
        ("11 of 14 services", "11 services"),
    ],
)
def test_another_unit_is_not_the_same_amount(one, other):
    assert not same_amount(only(one), only(other))


PIECES = st.sampled_from(
    "12 3.5 1,200 $ € k M % ms s minutes hours services of out from to -> instead June 2026 per week half a x and / - ( ) . \n".split(
        " "
    )
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=30).map(" ".join)))
def test_whatever_the_text_spans_are_in_order_apart_and_hold_their_text(text):
    found = quantities(text)
    for one, other in itertools.pairwise(found):
        assert one.span.stop <= other.span.start
    for each in found:
        assert each.span.cut(text) == each.text
        assert each.text


@given(st.integers(0, 10**7), st.sampled_from(["minutes", "services", "percent", "ms"]))
def test_a_number_and_unit_are_read_back(number, unit):
    assert only(f"That is {number:,} {unit} today.").value == number


@given(st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES, max_size=12).map(" ".join))
def test_a_part_of_a_text_is_read_like_the_part_alone(before, part):
    text = f"{before}.\n\n{part}"
    inside = quantities(text, Span(len(text) - len(part), len(text)))
    assert all(each.span.start >= len(text) - len(part) for each in inside)
