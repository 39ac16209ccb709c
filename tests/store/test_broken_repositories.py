"""Repositories that are broken or hostile: one sentence says what and what to do, and nothing waits."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from upward.model.errors import SourceError
from upward.store.git.commits import read_commits
from upward.store.git.repository import open_repository

from ..conftest import Repo


def test_a_loose_object_that_is_a_pipe_is_refused_and_not_waited_at(repo: Repo) -> None:
    oid = repo.commit("Add", {"a": "1\n"})
    path = repo.path / ".git" / "objects" / oid[:2] / oid[2:]
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(SourceError, match="is not a regular file") as caught:
        open_repository(repo.path)
    assert caught.value.next_step == "remove it, or clone the repository again"


@pytest.mark.parametrize("text", ["gitdir: a\0b", "gitdir: loop", "nonsense"])
def test_a_git_file_that_leads_nowhere_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / ".git").write_bytes(text.encode())
    with pytest.raises(SourceError):
        open_repository(tmp_path)


def test_links_in_a_circle_are_named(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    with pytest.raises(SourceError):
        open_repository(tmp_path / "one" / "x")


def test_branches_behind_a_link_to_itself_are_not_an_empty_history(repo: Repo) -> None:
    repo.commit("Add", {"a": "1\n"})
    refs = repo.path / ".git" / "refs"
    refs.rename(repo.path / ".git" / "kept")
    refs.symlink_to("refs")
    with pytest.raises(SourceError) as caught:
        open_repository(repo.path)
    assert caught.value.why == "its links form a cycle"


def test_a_head_that_is_a_folder_is_named(repo: Repo) -> None:
    repo.commit("Add", {"a": "1\n"})
    head = repo.path / ".git" / "HEAD"
    head.unlink()
    head.mkdir()
    with pytest.raises(SourceError, match="HEAD can't be read"):
        open_repository(repo.path)


def test_branches_kept_as_a_reftable_are_told_with_the_way_out(repo: Repo) -> None:
    repo.commit("Add", {"a": "1\n"})
    (repo.path / ".git" / "reftable").mkdir()
    with pytest.raises(SourceError, match="reftable") as caught:
        open_repository(repo.path)
    assert "git refs migrate" in caught.value.next_step


@pytest.mark.parametrize("encoding", ["undefined", "punycode", "no-such-thing"])
def test_an_encoding_that_is_none_leaves_the_message_readable(repo: Repo, encoding: str) -> None:
    repo.commit("Begin", {"a": "1\n"})
    oid = repo.git(
        "-c", f"i18n.commitEncoding={encoding}", "commit", "-q", "--allow-empty", "-m", "Say it"
    ) or repo.git("rev-parse", "HEAD")
    found = next(read_commits(open_repository(repo.path), [oid]))
    assert found.message.strip() == "Say it"


def test_marks_that_turn_the_direction_of_writing_never_reach_a_terminal(repo: Repo, upward) -> None:
    repo.commit("Add \u202eevil\u2066 thing", {"a.py": "1\n"})
    out = upward("mine", str(repo.path), "--author", "ada@example.com", "--explain")[1]
    assert "\u202e" not in out
    assert "\u2066" not in out


def test_a_shared_clone_is_told_how_to_make_it_whole(repo: Repo, tmp_path: Path) -> None:
    repo.commit("Add", {"a": "1\n"})
    subprocess.run(["git", "clone", "-q", "--shared", str(repo.path), str(tmp_path / "shared")], check=True)
    with pytest.raises(SourceError, match="uses the objects") as caught:
        open_repository(tmp_path / "shared")
    assert "git repack -a -d" in caught.value.next_step
