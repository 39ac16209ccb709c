"""The steps of the jobs for forges are run as they stand, against a server that answers like the forge."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.pull_requests.forge import Forge, comment, serving

ROOT = Path(__file__).parents[2]
MARK = "<!-- upward:pr -->"
FORGES = ("github", "gitlab")


def script(forge: str) -> str:
    """The step that comments; the one before it installs upward from a registry."""
    if forge == "github":
        action = yaml.safe_load((ROOT / "integrations/github/action.yml").read_text("utf-8"))
        return action["runs"]["steps"][1]["run"]
    job = yaml.safe_load((ROOT / "integrations/gitlab/upward-pr.yml").read_text("utf-8"))
    return "\n".join(job["upward-pr"]["script"])


@pytest.fixture
def job(repo, tmp_path: Path):
    """Run a forge's step in a repository with a change; gives the exit code and what it printed.

    In place of upward stands a script that writes a comment, but where `real` asks for upward itself.
    """
    repo.commit("Begin", {"a.txt": "1"})
    repo.commit("Change it", {"a.txt": "2"})
    base, head = repo.git("rev-parse", "HEAD~1").strip(), repo.git("rev-parse", "HEAD").strip()
    stand_in = tmp_path / "bin" / "upward"
    stand_in.parent.mkdir()
    stand_in.write_text(f"#!/bin/sh\nfor last; do :; done\nprintf '%s\\n1 commit, 1 file\\n' '{MARK}' > \"$last\"\n")
    stand_in.chmod(0o755)

    def run(forge: str, server: Forge, token: str = "secret", *, real: bool = False) -> tuple[int, str]:
        before = [] if real else [str(stand_in.parent)]
        environment = {
            "PATH": os.pathsep.join([*before, str(Path(sys.executable).parent), os.environ["PATH"]]),
            "HOME": str(tmp_path), "RUNNER_TEMP": str(tmp_path),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"), "GITHUB_API_URL": server.base,
            "GITHUB_REPOSITORY": "shop/prices", "GITHUB_TOKEN": token, "NUMBER": "12", "BASE": base, "HEAD": head,
            "LOGBOOK": "", "FAIL": "true", "CI_API_V4_URL": server.base, "CI_PROJECT_ID": "3", "UPWARD_TOKEN": token,
            "CI_MERGE_REQUEST_IID": "12", "CI_MERGE_REQUEST_DIFF_BASE_SHA": base, "CI_COMMIT_SHA": head,
        }  # fmt: skip
        done = subprocess.run(
            ["bash", "-c", script(forge)], cwd=repo.path, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout

    return run


@pytest.mark.parametrize("forge", FORGES)
def test_the_comment_is_made_once_and_then_updated(forge, job) -> None:
    with serving([comment(1, "Nice", is_bot=False)]) as server:
        assert job(forge, server)[0] == 0
        assert [each["body"].startswith(MARK) for each in server.comments] == [False, True]
        server.comments[1]["body"] = f"{MARK}\nof the last push"
        code, said = job(forge, server)
    assert code == 0, said
    assert [each["body"].count("1 commit, 1 file") for each in server.comments] == [0, 1]


@pytest.mark.parametrize("forge", FORGES)
def test_a_comment_on_a_later_page_is_found_and_another_persons_is_not_taken(forge, job) -> None:
    held = [comment(1, f"{MARK} a quote", is_bot=False), *(comment(each, "Nice") for each in range(2, 230))]
    with serving([*held, comment(230, f"{MARK}\nof the last push")]) as server:
        code, said = job(forge, server)
    assert code == 0, said
    assert len(server.comments) == 230
    assert "1 commit, 1 file" in server.comments[-1]["body"]
    assert server.comments[0]["body"] == f"{MARK} a quote"


@pytest.mark.parametrize("forge", FORGES)
def test_without_the_right_to_write_the_job_says_what_it_needs_and_keeps_its_verdict(forge, job, tmp_path) -> None:
    with serving([], writable=False) as server:
        code, said = job(forge, server)
    assert code == 0
    assert "refused the" in said
    assert {"github": "pull-requests: write", "gitlab": "needs the scope api"}[forge] in said
    shown = said if forge == "gitlab" else (tmp_path / "summary.md").read_text("utf-8")
    assert "1 commit, 1 file" in shown


@pytest.mark.parametrize("forge", FORGES)
def test_a_wrong_token_fails_the_job_in_one_sentence(forge, job) -> None:
    with serving([]) as server:
        code, said = job(forge, server, token="old")
    assert code == 1
    assert "refused" in said
    assert "401" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("forge", FORGES)
def test_a_change_against_the_policy_is_commented_and_fails_the_job(forge, job, repo) -> None:
    policy = "---\ntitle: Ours\ndate: 2026-01-01\nundeclared: fail\n---\n"
    (repo.path / "AI_POLICY.md").write_text(policy, "utf-8")
    with serving([]) as server:
        code, _ = job(forge, server, real=True)
    assert code == 1
    assert "Against the AI policy" in server.comments[0]["body"]
