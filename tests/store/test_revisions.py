"""Ranges of commits: what a branch changed since it was begun, and what a shallow clone does not know."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from upward.model.errors import SourceError, UsageError
from upward.store.git.repository import open_repository
from upward.store.git.revisions import resolve_range, resolve_revision, revisions_between

from ..conftest import Repo

NO_LIMIT = "import requests\n\n\ndef load(url):\n    return requests.get(url)\n"


@pytest.fixture
def forked(repo: Repo) -> Repo:
    """A branch that changes one file, while another is repaired on main."""
    repo.commit("Begin", {"old.py": NO_LIMIT, "other.py": "x = 1\n"})
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("Name it", {"other.py": "name = 1\n"})
    repo.git("checkout", "-q", "main")
    repo.commit("Limit the time", {"old.py": NO_LIMIT.replace("(url)\n", "(url, timeout=5)\n", 2)})
    return repo


def shallow(repo: Repo, folder: Path, depth: int, *more: str) -> Path:
    url = f"file://{repo.path}"
    subprocess.run(["git", "clone", "-q", "--depth", str(depth), *more, url, str(folder)], check=True)
    return folder


@pytest.mark.parametrize("dots", ["..", "..."])
@pytest.mark.parametrize("verb", ["review", "pr"])
def test_what_the_base_repaired_after_the_fork_is_not_held_against_a_branch(upward, forked, verb, dots) -> None:
    code, out, _ = upward(verb, f"main{dots}topic", "--repo", str(forked.path), "--format", "json")
    data = json.loads(out)
    found = data["review"] if verb == "pr" else [f for each in data["dimensions"].values() for f in each["findings"]]
    assert (code, found) == (0, [])


def test_a_branch_that_took_the_base_in_again_is_compared_with_what_it_took_in(upward, forked) -> None:
    forked.git("checkout", "-q", "topic")
    forked.git("merge", "-q", "--no-edit", "main")
    repository = open_repository(forked.path)
    assert resolve_range(repository, "main..topic").fork == forked.git("rev-parse", "main")


def test_histories_without_a_common_commit_are_refused(forked) -> None:
    forked.git("checkout", "-q", "--orphan", "apart")
    forked.commit("Apart", {"z.py": "1\n"})
    with pytest.raises(UsageError, match="has no common history"):
        resolve_range(open_repository(forked.path), "main..apart")


def test_a_base_of_zeros_is_the_beginning_of_all(upward, repo) -> None:
    oids = [repo.commit("One", {"a.py": NO_LIMIT}), repo.commit("Two", {"b.py": "x = 1\n"})]
    zeros = f"{'0' * 40}..HEAD"
    assert revisions_between(open_repository(repo.path), zeros) == oids
    assert upward("review", zeros, "--repo", str(repo.path))[0] == 1


def test_a_hash_that_no_commit_has_is_not_called_damage(repo) -> None:
    repo.commit("One", {"a": "1\n"})
    repository = open_repository(repo.path)
    blob = repo.git("rev-parse", "HEAD:a")
    for name in ("facade1", "0123456789abcdef0123456789abcdef01234567", blob):
        with pytest.raises(UsageError, match=f"{name} is not a commit") as caught:
            resolve_revision(repository, name)
        assert caught.value.why == "no commit here has that hash"


def test_a_repository_without_commits_says_so(repo) -> None:
    with pytest.raises(UsageError) as caught:
        resolve_revision(open_repository(repo.path), "HEAD")
    assert caught.value.why == "it has no commits"


def test_a_commit_at_the_end_of_a_shallow_clone_is_not_judged(upward, repo, tmp_path: Path) -> None:
    policy = "---\ntitle: T\ndate: 2026-01-01\nclasses:\n  - {id: all, paths: ['*'], use: human-only}\n---\n"
    repo.commit("Begin", {"AI_POLICY.md": policy, "a.py": "1\n"})
    repo.git("branch", "base")
    repo.commit("Next\n\nAssisted-by: Claude:opus", {"b.py": "1\n"})
    cut = shallow(repo, tmp_path / "cut", 1)
    for arguments in (("policy", "check", "HEAD"), ("pr", f"{'0' * 40}..HEAD")):
        code, _, said = upward(*arguments, "--repo", str(cut))
        assert code == 2
        assert "is shallow" in said
        assert "git fetch --unshallow" in said
    assert upward("policy", "check", "HEAD", "--repo", str(shallow(repo, tmp_path / "two", 2)))[0] == 1
    with pytest.raises(UsageError) as caught:
        resolve_revision(open_repository(cut), "HEAD~1")
    assert "the clone is shallow" in caught.value.why


def test_ends_whose_common_commit_is_cut_off_are_refused(forked, tmp_path: Path) -> None:
    cut = shallow(forked, tmp_path / "cut", 1, "--no-single-branch")
    with pytest.raises(SourceError, match="is shallow"):
        resolve_range(open_repository(cut), "main..origin/topic")


def test_the_only_commit_of_a_repository_is_whole_in_a_shallow_clone(repo, tmp_path: Path) -> None:
    oid = repo.commit("One", {"a": "1\n"})
    assert revisions_between(open_repository(shallow(repo, tmp_path / "cut", 1)), "HEAD") == [oid]


def test_the_first_push_of_a_repository_is_checked_whole(upward, repo, monkeypatch) -> None:
    policy = "---\ntitle: T\ndate: 2026-01-01\nclasses:\n  - {id: all, paths: ['*.c'], use: human-only}\n---\n"
    first = repo.commit("x\n\nAssisted-by: Claude:opus", {"AI_POLICY.md": policy, "a.c": "1\n"})
    repo.commit("y", {"b.c": "1\n"})
    monkeypatch.setenv("PRE_COMMIT_LOCAL_BRANCH", "refs/heads/main")
    code, out, _ = upward("policy", "check", "pushed", "--repo", str(repo.path), "--format", "json")
    verdicts = {each["oid"]: each["verdict"] for each in json.loads(out)["commits"]}
    assert (code, len(verdicts), verdicts[first]) == (1, 2, "fail")
