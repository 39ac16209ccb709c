"""Kinds of fault in small notes: where a finding stands, what accuses no one, and whose words count."""

from __future__ import annotations

import pytest

from upward.analysis.lint.runner import lint_records
from upward.catalogue.catalogue import Catalogue
from upward.model.corpus import MemoryCorpus
from upward.model.rule import Context
from upward.text import record_reader

from ..conftest import TODAY

CATALOGUE = Catalogue()


def findings(text: str):
    record = record_reader.parse_record("note.md", text, {}, otherwise="story")
    context = Context(MemoryCorpus.of([record]), TODAY, CATALOGUE.kinds, CATALOGUE.rubrics, whole=False)
    return lint_records([record], CATALOGUE.rules.values(), context)


def test_a_vague_outcome_is_marked_as_a_whole_sentence_of_the_outcome() -> None:
    text = (
        "The test machine lost its licence each Friday and the release waited, so I wrote a small script for it in the "
        "evening while the others went home. My manager was pleased.\n"
    )
    found = next(finding for finding in findings(text) if finding.name == "vague-outcome")
    assert text[found.span.start : found.span.stop] == "My manager was pleased."


def test_an_act_that_the_person_helped_has_finished_is_a_result() -> None:
    text = (
        "A new colleague could not follow our build and wanted to give up. I drew its steps on paper with her instead of "
        "fixing it for her. She repaired the build alone the same day and stayed on the team. I learned to start on paper.\n"
    )
    assert not {"vague-outcome", "missing-result"} & {finding.name for finding in findings(text)}


@pytest.mark.parametrize("end", ["The team caught up and met the date.", "We won the first of 22 places."])
def test_a_closing_result_of_the_team_accuses_no_one(end: str) -> None:
    text = f"I had to save the migration, which was three weeks late. I cut it into slices and led two of them. {end}\n"
    assert "we-without-i" not in {finding.name for finding in findings(text)}


def test_the_target_of_a_link_is_nobody_s_sentence() -> None:
    text = "## Action\nI wrote [the notes](https://example.com/a[we agreed on a queue]/b) and <https://example.com/[we agreed]>.\n"
    assert "we-without-i" not in {finding.name for finding in findings(text)}


def test_drivers_of_a_decision_are_not_the_decision() -> None:
    text = (
        "# Queue for orders\n## Decision Drivers\n- cost\n## Considered Options\n### Kafka\nToo slow.\n### RabbitMQ\nToo hard.\n"
        "## Decision Outcome\nChosen option: Kafka.\n"
    )
    assert "justified-decision" not in {finding.name for finding in findings(text)}
