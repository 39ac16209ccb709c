"""Values as JSON: one way for every verb."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upward.model.job import JobResult
from upward.model.json_value import as_json
from upward.model.judgement import Fit, Label, Match
from upward.model.page import Page


class Place(NamedTuple):
    row: int
    column: int


@dataclass(frozen=True)
class Row:
    name: str
    at: Place
    _cache: list[int] = field(default_factory=list)

    @property
    def shout(self) -> str:
        return self.name.upper()


def test_a_frozen_type_becomes_its_public_fields() -> None:
    assert as_json(Row("a", Place(1, 2))) == {"name": "a", "at": {"row": 1, "column": 2}}


def test_named_fields_come_in_the_order_asked_for_and_may_be_properties() -> None:
    assert list(as_json(Row("a", Place(1, 2)), "shout", "name").items()) == [("shout", "A"), ("name", "a")]


def test_enums_dates_paths_sets_and_tuples_become_what_json_holds() -> None:
    value = {
        Fit.STRONG: (date(2026, 1, 2), datetime(2026, 1, 2, 3, tzinfo=UTC)),
        "p": PurePosixPath("a/b"),
        "s": {"b", "a"},
    }
    expected = {"strong": ["2026-01-02", "2026-01-02T03:00:00+00:00"], "p": "a/b", "s": ["a", "b"]}
    assert as_json(value) == expected
    assert json.loads(json.dumps(as_json(value))) == expected


def test_a_value_without_a_form_in_json_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no form in JSON"):
        as_json([object()])


def test_a_result_keeps_its_values_as_json_holds_them() -> None:
    match = Match("s", "S", Fit.GAP, 0.1, ("nothing in common",))
    result = JobResult(Page("x"), {"labels": (Label("a", 0.5, "b"),)}, rows=[match])
    assert result.data == {"labels": [{"criterion": "a", "strength": 0.5, "because": "b"}]}
    assert result.rows == [
        {"story": "s", "title": "S", "fit": "gap", "strength": 0.1, "because": ["nothing in common"], "lacks": []}
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(JSON)
def test_what_is_json_already_stays_as_it_is(value: object) -> None:
    assert as_json(value) == value
