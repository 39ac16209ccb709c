"""What a score would leave out without a word, and options that cannot be chosen."""

from __future__ import annotations

import pytest

from upward.analysis.decisions.scoring import flips, scores, scoring_table
from upward.analysis.decisions.unread import unread_values
from upward.text import record_reader

HEAD = """---
kind: decision
x-scenarios:
  - {id: failover, measure: 30 s, importance: must}
  - {id: latency, measure: 40 ms, importance: high}
  - {id: cost, measure: 400 euros a month, importance: high}
x-options: [{id: vm, title: Two machines}, {id: managed, title: Managed}, {id: other, title: Other}]
"""
RESULTS = (
    "x-results: [{option: vm, scenario: failover, verdict: fails}, {option: vm, scenario: latency, verdict: meets}, "
    "{option: vm, scenario: cost, verdict: meets}, {option: managed, scenario: failover, verdict: meets}, "
    "{option: managed, scenario: latency, verdict: risk}, {option: managed, scenario: cost, verdict: risk}, "
    "{option: other, scenario: failover, verdict: meets}, {option: other, scenario: latency, verdict: fails}, "
    "{option: other, scenario: cost, verdict: fails}]\n"
)


def record(front: str, body: str = "# A\n"):
    return record_reader.parse_record("d.md", f"{front}---\n\n{body}", {}, otherwise="decision")


def test_an_option_that_fails_a_must_wins_nothing_and_flips_to_no_one() -> None:
    made = scoring_table(record(HEAD + RESULTS))
    found = {each.option: each for each in scores(made)}
    assert found["vm"].wins == found["vm"].wins_most == 0
    assert found["managed"].wins + found["other"].wins == pytest.approx(1)
    assert list(found)[-1] == "vm"
    assert all(each.to != "vm" for each in flips(made))


def test_where_every_option_fails_a_must_all_of_them_compete() -> None:
    made = scoring_table(
        record(HEAD + RESULTS.replace("scenario: failover, verdict: meets", "scenario: failover, verdict: fails"))
    )
    assert sum(each.wins for each in scores(made)) == pytest.approx(1)


@pytest.mark.parametrize(
    ("front", "said"),
    [
        (HEAD.replace("importance: must", "importance: crucial"), "importance 'crucial' is not one of"),
        (f"{HEAD}x-chosen: manged\n", "`x-chosen` names 'manged'"),
        (
            HEAD + RESULTS.replace("]\n", ", {option: vm, scenario: failover, verdict: meets}]\n"),
            "two verdicts for failover",
        ),
        (f"{HEAD}x-weights: {{failover: -3}}\n", "weight '-3' of failover"),
        (f"{HEAD}x-weights: {{latency: 1e309}}\n", "of latency is not a number"),
        (f"{HEAD}x-weights: {{zzz: 4}}\n", "scenario 'zzz', which is not there"),
        (f"{HEAD}x-predictions: [{{text: Costs fall, sure: 70}}]\n", "no `probability`"),
    ],
)
def test_a_value_that_a_score_leaves_out_is_named(front: str, said: str) -> None:
    (found,) = unread_values(record(front))
    assert said in found.message


def test_what_can_be_read_is_left_alone() -> None:
    assert list(unread_values(record(f"{HEAD}{RESULTS}x-chosen: managed\nx-weights: {{latency: 2}}\n"))) == []


def test_options_below_a_heading_count_where_scenarios_are_written() -> None:
    body = "# A\n\n## Considered Options\n\n* Postgres\n* MySQL\n"
    made = scoring_table(record("---\nx-scenarios: [{id: peak, measure: 1 s}]\n", body))
    assert list(made.options) == ["Postgres", "MySQL"]
    assert scoring_table(record("---\nstatus: accepted\n", body)).options == {}
