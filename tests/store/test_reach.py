"""Where reading a repository leads: a file can name another folder without any link."""

from __future__ import annotations

from pathlib import Path

import pytest

from upward.store.git.reach import git_folders


def bare(folder: Path) -> Path:
    (folder / "objects" / "info").mkdir(parents=True)
    (folder / "HEAD").write_text("ref: refs/heads/main\n")
    return folder


def test_a_plain_repository_leads_nowhere_else(tmp_path: Path) -> None:
    bare(tmp_path / "shop" / ".git")
    assert all(tmp_path / "shop" in (each, *each.parents) for each in git_folders(tmp_path / "shop"))


@pytest.mark.parametrize("way", ["gitdir", "commondir", "alternates", "link", "objects"])
def test_each_way_out_is_followed(tmp_path: Path, way: str) -> None:
    secret = bare(tmp_path / "secret")
    shop = tmp_path / "shop"
    shop.mkdir()
    if way == "gitdir":
        (shop / ".git").write_text(f"gitdir: {secret}\n")
    elif way == "link":
        (shop / ".git").symlink_to(secret)
    else:
        git = bare(shop / ".git")
        if way == "commondir":
            (git / "commondir").write_text("../../secret\n")
        elif way == "alternates":
            (git / "objects" / "info" / "alternates").write_text(f"{secret}/objects\n")
        else:
            (git / "objects" / "info").rmdir()
            (git / "objects").rmdir()
            (git / "objects").symlink_to(secret / "objects")
    assert any(secret in (each, *each.parents) for each in git_folders(shop))


def test_an_assistant_may_not_read_what_a_worktree_leads_to(tmp_path: Path) -> None:
    from upward.faces.mcp.access import LogbookAccess
    from upward.model.errors import UnsafePathError

    (tmp_path / "book" / ".upward").mkdir(parents=True)
    secret = bare(tmp_path / "secret")
    (tmp_path / "work" / "shop").mkdir(parents=True)
    (tmp_path / "work" / "shop" / ".git").write_text(f"gitdir: {secret}\n")
    access = LogbookAccess.open(tmp_path / "book", {}, "", (tmp_path / "work",), propose=False)
    with pytest.raises(UnsafePathError, match="can't be read"):
        access._inside(str(tmp_path / "work" / "shop"))
