"""A class of code may require that the tool a commit names has a live claim on the radar."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

POLICY = (
    "---\ntitle: Ours\ndate: 2026-01-01\nclasses:\n  - {id: tests, paths: [tests/], use: allowed, claims: [unit tests]}\n"
    "---\n"
)
CLAUDE = "Test it\n\nCo-authored-by: Claude <noreply@anthropic.com>"


@pytest.fixture
def commit(upward, repo, tmp_path: Path):
    """A repository with the policy, and a commit by a tool in the class that requires a claim."""
    repo.commit("Begin", {"AI_POLICY.md": POLICY})
    repo.commit(CLAUDE, {"tests/a.py": "x"})
    return repo


@pytest.fixture
def radar(upward):
    """Put Claude Code on the radar with a claim."""
    upward("init")
    given = ("--tool-version", "4", "--claim", "Writes tests", "--source", "page", "--expires", "2026-12-31")
    upward("radar", "add", "Claude Code", *given, "--capability", "Unit tests")


def verdict(upward, commit, *before: str):
    code, out, _ = upward(*before, "policy", "check", "HEAD", "--repo", str(commit.path), "--format", "json")
    data = json.loads(out)
    return code, data["commits"][0]["verdict"], data["commits"][0]["because"], data["not_checked"]


def test_a_live_claim_of_the_tool_passes_and_the_version_is_said_not_to_be_known(upward, commit, radar) -> None:
    upward("radar", "try", "claude-code", "c1", "--n", "24", "--passed", "21", "--task", "past faults")
    code, found, because, unchecked = verdict(upward, commit)
    assert (code, found, because) == (0, "pass", ["allowed in tests"])
    assert unchecked == [
        "tests requires a live claim for unit tests: which version of Claude was used is not in the commit"
    ]


@pytest.mark.parametrize(
    ("step", "because"),
    [
        ((), "that of Claude is not live: no trial of your own"),
        (("radar", "add", "claude-code", "--tool-version", "5"), "is not live: tried with 4, now 5"),
        (("radar", "try", "claude-code", "c1", "--n", "9", "--passed", "1", "--ring", "hold", "--why", "x"),
         "is not live: the tool is on hold"),
    ],
)  # fmt: skip
def test_a_claim_that_is_not_live_fails_the_commit_and_says_why(upward, commit, radar, step, because) -> None:
    if "add" in step:
        upward("radar", "try", "claude-code", "c1", "--n", "24", "--passed", "21", "--task", "past faults")
    if step:
        upward(*step)
    code, found, said, _ = verdict(upward, commit)
    assert (code, found) == (1, "fail")
    assert because in said[0]


def test_a_tool_that_is_not_on_the_radar_fails_and_without_a_radar_it_is_said_that_nothing_was_checked(
    upward, commit, repo
) -> None:
    code, found, _, unchecked = verdict(upward, commit)
    assert (code, found) == (0, "pass")
    assert unchecked == [
        "tests requires a live claim for unit tests: there is no logbook with a radar here; name one with --logbook"
    ]
    upward("init")
    code, found, because, _ = verdict(upward, commit)
    assert (code, found, because) == (
        1, "fail", ["tests requires a live claim for unit tests; Claude is not on the radar"]
    )  # fmt: skip


def test_a_commit_that_names_no_tool_cannot_be_held_against_a_claim(upward, commit, radar, repo) -> None:
    repo.commit("Test it\n\nAI-assisted: yes", {"tests/b.py": "x"})
    code, found, _, unchecked = verdict(upward, commit)
    assert (code, found) == (0, "pass")
    assert unchecked == ["tests requires a live claim for unit tests: the commit names no known tool (yes)"]
