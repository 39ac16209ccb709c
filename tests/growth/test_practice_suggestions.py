"""What was filled in while doing a team practice suggests criteria, which the person confirms or rejects."""

from __future__ import annotations

import pytest

from upward.analysis.growth.practice_suggestions import concern
from upward.analysis.growth.suggestions import suggested_criteria
from upward.text import record_reader


@pytest.mark.parametrize(
    ("kind", "criteria"),
    [
        ("incident", {"senior-ownership-leads-incidents", "senior-ownership-prevents", "ai-incidents"}),
        ("radar", {"ai-staying-current"}),
        ("mentoring", {"senior-mentoring-grows", "senior-mentoring-delegates"}),
        ("standard", {"senior-standards-code", "senior-standards-wins-adoption"}),
        ("message", {"senior-communication-audiences"}),
    ],
)
def test_the_worked_example_of_each_practice_suggests_what_it_shows(catalogue, examples, kind, criteria) -> None:
    record = next(each for each in examples if each.kind == kind and each.id == f"example-{kind}")
    found = suggested_criteria(record, frozenset({"ines"}))
    assert set(found) == criteria
    assert set(found) <= {criterion.id for rubric in catalogue.rubrics.values() for criterion in rubric.criteria}


def test_a_concern_suggests_its_subject_once_it_is_settled() -> None:
    text = "---\ntitle: Slow\ndate: 2026-01-01\nabout: performance\nstatus: {}\n---\n"
    closed, opened = (
        record_reader.parse_record("concerns/a.md", text.format(status), {}, otherwise="concern")
        for status in ("closed", "open")
    )
    assert [each for each, _ in concern(closed)] == ["senior-ownership-performance"]
    assert list(concern(opened)) == []
