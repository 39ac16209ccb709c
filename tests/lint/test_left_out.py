"""What a check leaves out: what git ignores, what `exclude` names, other people's code; and what it says of the rest."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

NOTE = "S: builds were slow\nT: halve them\nA: we split them\n"
GERMAN = "Wir haben den Import umgestellt und ich habe die Abfragen geschrieben, die das Ergebnis mit dem alten vergleichen.\n"
IGNORED = {
    ".gitignore": "build/\n*.tmp.md\n!keep.tmp.md\n/top.md\nnotes/*\n!notes/kept.md\n",
    "sub/.gitignore": "!x.tmp.md\ny.md\n",
    ".git/info/exclude": "private.md\n",
}
FILES = (
    "a.md a.tmp.md keep.tmp.md top.md sub/top.md build/b.md build/keep.tmp.md sub/x.tmp.md sub/y.md sub/z.md "
    "private.md notes/n.md notes/kept.md node_modules/m.md sub/build/c.md .hidden/h.md"
).split()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    for name, text in (*IGNORED.items(), *((name, NOTE) for name in FILES)):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def checked(upward, *arguments: str) -> set[str]:
    _, out, err = upward("check", *arguments, "--output-format", "concise", "--no-cache")
    assert not err, err
    return {line.split(":")[0] for line in out.splitlines() if " UP" in line}


def test_a_check_leaves_out_what_git_ignores(upward, folder: Path) -> None:
    listed = subprocess.run(
        ["git", "-C", folder, "ls-files", "-o", "--exclude-standard"], capture_output=True, text=True, check=True
    )
    wanted = {name for name in listed.stdout.split() if name.endswith(".md") and name[0] != "."}
    assert checked(upward, ".") == wanted - {"node_modules/m.md"}


def test_the_lists_above_a_folder_count_and_a_folder_that_is_named_is_checked(upward, folder: Path) -> None:
    assert checked(upward, "sub") == {"sub/x.tmp.md", "sub/z.md", "sub/top.md"}
    assert checked(upward, "build") == {"build/b.md", "build/keep.tmp.md"}
    assert checked(upward, "a.tmp.md") == {"a.tmp.md"}


def test_what_exclude_names_is_left_out(upward, folder: Path) -> None:
    (folder / "upward.toml").write_text('exclude = ["sub/*", "keep.tmp.md", "notes/"]\n')
    assert checked(upward, ".") == {"a.md"}
    assert "sub/z.md" in checked(upward, ".", "--isolated")


def test_exclude_counts_for_the_logbook_and_for_the_hook(upward, logbook: Path) -> None:
    (logbook / "stories" / "old").mkdir()
    (logbook / "stories" / "old" / "first.md").write_text(NOTE)
    assert "stories/old/first.md" in checked(upward)
    (logbook / ".upward" / "config.toml").write_text('exclude = ["stories/old"]\n')
    assert "stories/old/first.md" not in checked(upward)
    assert "stories/old/first.md" not in checked(upward, ".")
    assert not checked(upward, "--only-records", "stories/old/first.md")


def test_a_text_in_another_language_below_a_logbook_is_told_and_not_passed(upward, logbook: Path) -> None:
    for name in ("stories/alt/import.md", "privat/notiz.md"):
        (logbook / name).parent.mkdir(parents=True, exist_ok=True)
        (logbook / name).write_text(GERMAN)
        code, out, _ = upward("check", name.rpartition("/")[0], "--output-format", "concise")
        assert code == 1
        assert "Not checked (German)" in out


def test_a_folder_without_markdown_is_told(upward, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "0 files checked" in upward("check", "empty")[1]
