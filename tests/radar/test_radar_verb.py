"""A claim is worth what your own trials say of the version in use."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upward.analysis.radar.exchange import parse_radar

ID = "acme"


@pytest.fixture
def radar(upward, monkeypatch) -> Path:
    monkeypatch.setenv("UPWARD_NAME", "Jun")
    upward("init")
    claim = ("--claim", "Writes unit tests", "--capability", "unit tests", "--source", "vendor", "--share", "90 %")
    assert upward("radar", "add", "Acme", *claim, "--expires", "2026-12-31", "--tool-version", "4.2")[0] == 0
    return Path(f"radar/{ID}.md")


def state(upward) -> str:
    return json.loads(upward("radar", "check", "--format", "json")[1])["claims"][0]["state"]


def test_a_new_claim_is_untried_and_a_trial_makes_it_live_with_its_interval(radar, upward) -> None:
    assert state(upward) == "untried"
    code, out, _ = upward(
        "radar", "try", ID, "c1", "--n", "24", "--passed", "21", "--task", "past faults", "--format", "json"
    )
    found = json.loads(out)
    assert (code, found["interval"], found["state"]) == (0, [0.69, 0.9566], "live")
    assert upward("radar", "check")[0] == 0


def test_a_new_version_or_the_expiry_reopens_a_claim(radar, upward, monkeypatch) -> None:
    upward("radar", "try", ID, "--n", "24", "--passed", "21")
    upward("radar", "add", ID, "--tool-version", "5.0")
    assert state(upward) == "other version"
    upward("radar", "try", ID, "--n", "24", "--passed", "21")
    assert state(upward) == "live"
    monkeypatch.setenv("UPWARD_NOW", "2027-01-01T09:00:00+00:00")
    assert state(upward) == "expired"


def test_a_trial_that_excludes_the_claimed_rate_contradicts_it(radar, upward) -> None:
    upward("radar", "try", ID, "--n", "24", "--passed", "12")
    assert state(upward) == "contradicted"
    assert "it claims 90%; 12 of 24 is 31%-69%" in " ".join(upward("radar", "check")[1].split())


@pytest.mark.parametrize(
    ("n", "passed", "expected"), [("5", "0", "failed"), ("3", "3", "too few tasks"), ("20", "20", "live")]
)
def test_a_trial_carries_a_claim_where_its_whole_interval_is_above_what_is_needed(
    upward, n: str, passed: str, expected: str
) -> None:
    upward("init")
    claim = ("--claim", "Writes unit tests", "--capability", "unit tests", "--source", "vendor", "--tool-version", "1")
    upward("radar", "add", "Acme", *claim)
    code, _, complaint = upward("radar", "try", ID, "--n", n, "--passed", passed, "--ring", "adopt", "--why", "w")
    assert code == (0 if expected == "live" else 2)
    assert ("cannot be in the ring adopt" in complaint) is (expected != "live")
    upward("radar", "try", ID, "--n", n, "--passed", passed)
    assert state(upward) == expected


def test_a_team_sets_what_share_it_needs(radar: Path, upward) -> None:
    upward("radar", "try", ID, "--n", "24", "--passed", "21")
    radar.write_text(radar.read_text("utf-8").replace("capability:", 'least: "80 %"\n    capability:', 1), "utf-8")
    assert state(upward) == "too few tasks"
    assert "below the 80% it needs" in " ".join(upward("radar", "check")[1].split())


def test_a_tool_moves_to_another_ring_without_a_trial_and_with_a_reason(radar: Path, upward) -> None:
    assert upward("radar", "add", ID, "--ring", "hold", "--why", "the licence changed")[0] == 0
    assert "why: the licence changed" in radar.read_text("utf-8")
    assert "cannot be in the ring adopt" in upward("radar", "add", ID, "--ring", "adopt")[2]
    assert "--share: '300 %' is not a share" in upward("radar", "add", ID, "--share", "300 %")[2]
    assert "--expires: 2020-01-01 is over" in upward("radar", "add", ID, "--expires", "2020-01-01")[2]


def test_a_tool_with_an_untried_claim_cannot_be_adopt(radar: Path, upward) -> None:
    radar.write_text(radar.read_text("utf-8").replace("ring: assess", "ring: adopt", 1), "utf-8")
    code, out, _ = upward("check", str(radar), "--select", "adopted-untried", "--output-format", "concise")
    assert (code, "no claim was tried" in out) == (1, True)
    upward("radar", "try", ID, "--n", "24", "--passed", "21")
    assert upward("check", str(radar), "--select", "adopted-untried")[0] == 0


def test_a_tool_without_a_version_is_a_question_mark(radar: Path, upward) -> None:
    upward("radar", "try", ID, "--n", "24", "--passed", "21")
    radar.write_text(re.sub(r"(?m)^version: .*\n", "", radar.read_text("utf-8")), "utf-8")
    assert state(upward) == "?"


def test_a_policy_can_require_a_live_claim_for_a_class_of_code(radar, upward, tmp_path: Path) -> None:
    head = "---\ntitle: Ours\ndate: 2026-01-01\nclasses:\n"
    (tmp_path / "AI_POLICY.md").write_text(
        f"{head}  - {{id: tests, paths: [tests/], use: allowed, claims: [unit tests]}}\n---\n"
    )
    code, out, _ = upward("radar", "check", "--format", "json")
    assert (code, json.loads(out)["required"]) == (1, [{"class": "tests", "capability": "unit tests", "live_by": []}])
    upward("radar", "try", ID, "--n", "24", "--passed", "21")
    code, out, _ = upward("radar", "check", "--format", "json")
    assert (code, json.loads(out)["required"][0]["live_by"]) == (0, ["Acme"])


def test_the_drawing_is_sound_svg_with_each_tool_and_nothing_of_theirs_in_it(radar, upward, tmp_path: Path) -> None:
    upward("radar", "add", "<script>alert(1)</script>", "--claim", "x", "--source", "y", "--quadrant", "a&b")
    code, _, _ = upward("radar", "show", "--output", "radar.svg")
    svg = (tmp_path / "radar.svg").read_text("utf-8")
    assert code == 0
    assert len(ET.fromstring(svg).findall(".//{http://www.w3.org/2000/svg}g")) == 2
    assert "<script>" not in svg
    upward("radar", "show", "--output", "radar.html")
    assert "<script>" not in (tmp_path / "radar.html").read_text("utf-8")


def test_what_moved_since_a_day_is_said(radar, upward) -> None:
    upward("radar", "try", ID, "--n", "24", "--passed", "21", "--ring", "trial", "--why", "21 of 24")
    moved = json.loads(upward("radar", "show", "--since", "2026-06-01", "--format", "json")[1])["moved"]
    assert moved == [{"id": ID, "tool": "Acme", "from": None, "to": "trial"}]


@pytest.mark.parametrize("ending", ["csv", "json", "md"])
def test_what_goes_out_in_another_radars_form_reads_back(radar, upward, tmp_path: Path, ending: str) -> None:
    upward("radar", "add", "Other", "--claim", "x", "--source", "y", "--quadrant", "review")
    upward("radar", "show", "--output", f"out.{ending}")
    entry, other = parse_radar((tmp_path / f"out.{ending}").read_text("utf-8"))
    assert (other.name, other.quadrant) == ("Other", "review")
    assert (entry.name, entry.ring, entry.quadrant) == ("Acme", "assess", "assistants")
    assert "Writes unit tests (untried: no trial of your own)" in entry.description


def test_a_spreadsheet_takes_no_cell_for_a_formula(radar, upward, tmp_path: Path) -> None:
    upward("radar", "add", "=cmd()", "--claim", "x", "--source", "y")
    upward("radar", "show", "--output", "out.csv")
    assert "'=cmd()" in (tmp_path / "out.csv").read_text("utf-8")


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    assert isinstance(parse_radar(text), list)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("radar", "add", "Acme", "--claim", "x"), "source of the claim is missing"),
        (("radar", "try", ID, "c9", "--n", "3"), "has no claim c9"),
        (("radar", "try", ID, "--n", "3", "--passed", "4"), "4 of 3 is not a possible result"),
        (("radar", "try", ID, "--n", "3", "--ring", "use"), "invalid choice: 'use'"),
        (("radar", "try", "none"), "No radar is called none"),
    ],
)
def test_a_request_that_cannot_be_done_says_what_is_missing(radar, upward, arguments, said) -> None:
    code, _, error = upward(*arguments)
    assert (code, said in error) == (2, True)
