"""A standard says what it checked, what it would have stopped, and who agreed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ID = "calls-have-a-timeout"
RECORD = r"""---
title: Calls have a timeout
date: 2026-03-16
about: code
status: proposed
criteria: [senior-standards-code]
check: {files: ["*.py"], must-not: 'get\(url\)'}
items:
  - {id: timeouts, text: Every call has a timeout}
  - {id: dashboard, text: There is a dashboard, optional: true}
exceptions:
  - {where: tools/, until: 2026-09-30, owner: Jun, why: run by hand}
---

## The standard

A call has a timeout.
"""


@pytest.fixture
def standard(upward, tmp_path: Path) -> Path:
    upward("init")
    path = tmp_path / "standards" / f"{ID}.md"
    path.parent.mkdir()
    path.write_text(RECORD, "utf-8")
    return path


def rewrite_check(path: Path, check: str) -> None:
    path.write_text(RECORD.replace(r"""{files: ["*.py"], must-not: 'get\(url\)'}""", check), "utf-8")


def adoption(upward, *repos: Path) -> list[tuple]:
    given = [each for repo in repos for each in ("--repo", str(repo))]
    code, out, _ = upward("standard", "check", ID, "--format", "json", *given)
    return [(code, each["repository"], each["adoption"], each["because"]) for each in json.loads(out)]


def test_adoption_is_the_share_of_files_that_keep_it_and_moves_over_time(
    standard: Path, upward, repo, tmp_path
) -> None:
    repo.commit(
        "Begin",
        {"a.py": "get(url)\n", "b.py": "get(url, timeout=2)\n", "tools/c.py": "get(url)\n", "d.txt": "get(url)"},
    )
    assert adoption(upward, repo.path) == [(1, "project", 0.5, "")]
    repo.commit("Repair", {"a.py": "get(url, timeout=1)\n"})
    assert adoption(upward, repo.path) == [(0, "project", 1.0, "")]
    (moved,) = json.loads(upward("standard", "measure", "--format", "json")[1])
    assert (moved["first"], moved["last"], moved["drawn"]) == (50, 100, "▁█")
    series = (tmp_path / "standards" / f"{ID}.csv").read_text("utf-8").splitlines()
    assert [line.split(",")[1:4] for line in series[1:]] == [
        ["project", "50", "percent"],
        ["project", "100", "percent"],
    ]


def test_a_violation_is_named_with_its_line(standard, upward, repo) -> None:
    repo.commit("Begin", {"a.py": "import x\n\nget(url)\n"})
    _, out, _ = upward("standard", "check", ID, "--repo", str(repo.path), "--dry-run")
    assert "a.py:3" in out


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ("{human: Is the runbook right?}", (0, None, "a person must look")),
        ("{exists: RUNBOOK.md}", (1, 0.0, "")),
        ("{exists: a.py}", (0, 1.0, "")),
        ("{ci: pytest}", (0, 1.0, "")),
        ("{ci: mutmut}", (1, 0.0, "")),
        ("{sarif: out.sarif}", (1, None, "out.sarif is not in the repository")),
        ("{sarif: a.py}", (1, None, "a.py is not a SARIF log")),
        ("{sarif: log.sarif, rule: S1}", (1, 0.0, "")),
        ("{sarif: log.sarif, rule: S9}", (0, 1.0, "")),
        ("{files: ['*.py'], must: '(a+)+$('}", (1, None, "the check has a pattern that can't be read: ")),
        ("{files: ['*.go'], must: 'x'}", (0, None, "")),
        ("{files: ['*.py'], if: 'y', must: 'z'}", (0, None, "")),
        ("{files: ['*.py'], if: 'x', must: 'z'}", (1, 0.0, "")),
    ],
)
def test_each_sort_of_check_looks_or_says_why_it_cannot(standard: Path, upward, repo, check, expected) -> None:
    sarif = json.dumps({"runs": [{"results": [{"ruleId": "S1"}]}]})
    repo.commit("Begin", {"a.py": "x\n", ".github/workflows/ci.yml": "run: pytest\n", "log.sarif": sarif})
    rewrite_check(standard, check)
    ((code, _, share, because),) = adoption(upward, repo.path)
    assert (code, share) == expected[:2]
    assert because.startswith(expected[2])


def test_a_repository_can_be_exempt_until_a_day(standard: Path, upward, repo, monkeypatch) -> None:
    repo.commit("Begin", {"a.py": "get(url)\n"})
    standard.write_text(RECORD.replace("where: tools/", "where: project"), "utf-8")
    assert adoption(upward, repo.path) == [(0, "project", None, "the repository is exempt")]
    monkeypatch.setenv("UPWARD_NOW", "2026-10-01T09:00:00+00:00")
    assert adoption(upward, repo.path)[0][2] == 0.0


def test_replay_counts_the_past_fixes_that_the_standard_would_have_stopped(standard, upward, repo) -> None:
    repo.commit("Begin", {"a.py": "get(url)\n", "b.py": "1\n"})
    repo.commit("Fix hanging checkout", {"a.py": "get(url, timeout=2)\n"})
    repo.commit("Fix a sum", {"b.py": "2\n"})
    repo.commit("Add a page", {"c.py": "get(url)\n"})
    code, out, _ = upward("standard", "replay", ID, "--repo", str(repo.path), "--format", "json")
    found = json.loads(out)
    assert (code, found["stopped"], found["fixes"]) == (0, 1, 2)
    assert [each["where"] for each in found["rows"] if each["stopped"]] == ["a.py:1"]
    assert "replays:" not in standard.read_text("utf-8")
    assert upward("standard", "replay", ID, "--repo", str(repo.path), "--save")[0] == 0
    assert 'repository: project, stopped: "1", fixes: "2"' in standard.read_text("utf-8")


def test_a_no_needs_its_objection_and_a_yes_makes_it_adopted_with_evidence(standard: Path, upward) -> None:
    code, _, error = upward("standard", "adopt", ID, "--team", "search", "--answer", "no")
    assert (code, "The objection of search is missing" in error) == (2, True)
    upward("standard", "adopt", ID, "--team", "search", "--answer", "no", "--objection", "our client sets one")
    assert "status: proposed" in standard.read_text("utf-8")
    _, out, _ = upward("standard", "adopt", ID, "--team", "checkout", "--evidence", "--format", "json")
    text = standard.read_text("utf-8")
    assert "status: adopted" in text
    assert "objection: our client sets one" in text
    evidence = Path(f"evidence/{json.loads(out)['evidence']}.md").read_text("utf-8")
    assert "criteria: [senior-standards-code]" in evidence


def test_a_checklist_is_signed_only_when_every_item_has_an_answer(standard: Path, upward) -> None:
    code, out, _ = upward("standard", "sign", ID, "--subject", "the launch", "--by", "Mara", "--format", "json")
    assert (code, json.loads(out)["unanswered"]) == (1, ["timeouts", "dashboard"])
    signed = ("--subject", "the launch", "--by", "Mara", "--left-open", "dashboard: comes in June")
    code, out, _ = upward("standard", "sign", ID, *signed, "--done", "timeouts", "--format", "json")
    assert (code, json.loads(out)["go"]) == (0, True)
    code, out, _ = upward("standard", "sign", ID, *signed, "--left-open", "timeouts: no time", "--format", "json")
    assert (code, json.loads(out)["blocking"]) == (1, ["timeouts"])


def test_retiring_asks_why(standard: Path, upward) -> None:
    assert upward("standard", "retire", ID)[0] == 2
    assert upward("standard", "retire", ID, "--why", "the client sets one for every call")[0] == 0
    assert "retired-why: the client sets one for every call" in standard.read_text("utf-8")
    assert upward("standard", "adopt", ID, "--team", "x")[0] == 2


def test_a_standard_with_open_questions_is_not_adopted(standard: Path, upward) -> None:
    standard.write_text(RECORD.replace("---\n", "---\nowner: '{{owner: Who keeps it?}}'\n", 1), "utf-8")
    code, _, complaint = upward("standard", "adopt", ID, "--team", "web")
    assert code == 2
    assert "does not say who looks after it" in complaint
    assert "answer owner in" in complaint


def test_an_item_left_open_is_open_also_beside_all(standard: Path, upward) -> None:
    signed = ("standard", "sign", ID, "--subject", "the launch", "--by", "Mara", "--done", "all")
    code, out, _ = upward(*signed, "--left-open", "timeouts: no time")
    assert code == 1
    assert "No go: timeouts must be done first" in out
    assert "both" not in upward(*signed)[2]
    assert upward(*signed[:-1], "timeouts", "--done", "dashboard", "--left-open", "timeouts: no")[0] == 2
