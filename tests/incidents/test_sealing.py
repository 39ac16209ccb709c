"""A later claim to have known can be checked: seals hold, break when touched, and refuse to be made late."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upward.analysis.incidents.incident import parse_incident
from upward.analysis.incidents.sealing import check_seals, clock_jumps
from upward.text import record_reader

PATH = Path("incidents/orders-rejected.md")


@pytest.fixture
def incident(upward, monkeypatch) -> Path:
    """An incident with two sealed guesses."""
    monkeypatch.setenv("UPWARD_NAME", "Mara")
    assert upward("init")[0] == 0
    assert upward("incident", "new", "Orders rejected", "--at", "2026-07-01T08:40+00:00")[0] == 0
    for component, who, when in (("payments", "Mara", "08:50"), ("checkout", "Jun", "08:52")):
        monkeypatch.setenv("UPWARD_NOW", f"2026-07-01T{when}:00+00:00")
        done = upward(
            "incident", "hypothesise", "orders-rejected", "--component", component, "--text", "Its pool is full",
            "--by", who, "--confidence", "60 %",
        )  # fmt: skip
        assert done[0] == 0
    return PATH


def states(path: Path) -> list[str]:
    record = record_reader.parse_record(str(path), path.read_text("utf-8"), {}, otherwise="incident")
    return [each.state.value for each in check_seals(parse_incident(record))]


def test_guesses_sealed_one_after_another_hold(incident: Path) -> None:
    assert states(incident) == ["holds", "holds"]


def test_a_guess_that_was_changed_is_seen_and_breaks_no_later_seal_of_its_own(incident: Path) -> None:
    text = incident.read_text("utf-8")
    incident.write_text(text.replace("component: payments", "component: prices", 1), "utf-8")
    assert states(incident) == ["broken", "holds"]


def test_a_guess_taken_out_of_the_middle_breaks_the_next_one(incident: Path) -> None:
    lines = incident.read_text("utf-8").splitlines(keepends=True)
    incident.write_text("".join(line for line in lines if "id: h1" not in line), "utf-8")
    assert states(incident) == ["broken"]


def test_a_seal_that_was_shown_is_found_again_until_something_before_it_changes(incident: Path, upward) -> None:
    shown = json.loads(upward("incident", "seal", "orders-rejected", "--format", "json")[1])["show"]
    assert upward("incident", "seal", "orders-rejected", "--shown", shown)[0] == 0
    incident.write_text(incident.read_text("utf-8").replace("Its pool is full", "The disk is full", 1), "utf-8")
    code, out, _ = upward("incident", "seal", "orders-rejected", "--shown", shown)
    assert code == 1
    assert "was rewritten or removed" in " ".join(out.split())


def test_after_the_resolution_no_guess_can_be_sealed_and_one_written_by_hand_does_not_count(
    incident: Path, upward
) -> None:
    named = ("--component", "payments", "--mechanism", "Retries filled the pool", "--by", "Ines")
    assert upward("incident", "resolve", "orders-rejected", *named)[0] == 0
    code, _, error = upward("incident", "hypothesise", "orders-rejected", "--component", "payments", "--text", "Late")
    assert code == 2
    assert "no further hypothesis can be sealed" in error
    assert "Ines named payments" in error


def test_removing_guesses_after_the_resolution_is_found_by_check(incident: Path, upward) -> None:
    named = ("--component", "payments", "--mechanism", "Retries filled the pool", "--by", "Ines")
    upward("incident", "resolve", "orders-rejected", *named)
    lines = incident.read_text("utf-8").splitlines(keepends=True)
    incident.write_text("".join(line for line in lines if "id: h2" not in line), "utf-8")
    _, out, _ = upward("check", str(incident), "--select", "broken-seal", "--output-format", "concise")
    assert "hypotheses were removed or rewritten" in out


def test_a_clock_that_was_set_back_is_told_and_the_order_stays(incident: Path, upward, monkeypatch) -> None:
    monkeypatch.setenv("UPWARD_NOW", "2026-07-01T08:10:00+00:00")
    code, out, _ = upward(
        "incident", "hypothesise", "orders-rejected", "--component", "prices", "--text", "A new table"
    )
    assert code == 0
    assert "The clock shows an earlier time than at the previous seal" in out
    record = record_reader.parse_record(str(incident), incident.read_text("utf-8"), {}, otherwise="incident")
    assert [(one.id, other.id) for one, other in clock_jumps(parse_incident(record))] == [("h2", "h3")]
    assert states(incident) == ["holds", "holds", "holds"]


def test_a_dry_run_writes_nothing(incident: Path, upward) -> None:
    before = incident.read_bytes()
    upward("incident", "hypothesise", "orders-rejected", "--component", "x", "--text", "y", "--dry-run")
    assert incident.read_bytes() == before


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_guessed_seals_and_reads_back_the_same(component: str, text: str) -> None:
    from upward.analysis.incidents.incident import Hypothesis
    from upward.analysis.incidents.sealing import seal_of
    from upward.text import edits

    plain, said = (" ".join(each.split()) for each in (component, text))
    if not plain or not said:
        return
    made = Hypothesis(1, "h1", "2026-07-01T08:50:00+00:00", "Mara", "", plain, said, None, "", "", "")
    entry = {"id": "h1", "at": made.at, "by": "Mara", "component": plain, "text": said, "seal": seal_of("", made)}
    base = "---\ntitle: Orders rejected\n---\n"
    whole = edits.apply_edits([edits.add_to_list(base, "hypotheses", entry)], base)
    record = record_reader.parse_record("incidents/a.md", whole, {}, otherwise="incident")
    assert [each.state.value for each in check_seals(parse_incident(record))] == ["holds"]
