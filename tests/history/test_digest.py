"""What a week was, in a few lines; and what git cannot see, noted in one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ..conftest import Repo

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def logbook(tmp_path: Path, upward: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    upward("init", "log")
    folder = tmp_path / "log"
    for path in (folder / "evidence").glob("*.md"):
        path.unlink()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("UPWARD_NOW", "2026-03-10T12:00:00+00:00")
    return folder


def evidence(folder: Path, name: str, day: str, repo: str, significance: str) -> None:
    text = f'---\nkind: evidence\ntitle: {name}\ndate: {day}\nrepo: {repo}\nsignificance: "{significance}"\n---\n\nIt was done.\n'
    (folder / "evidence").mkdir(exist_ok=True)
    (folder / "evidence" / f"{name.lower().replace(' ', '-')}.md").write_text(text)


def test_a_week_is_five_lines_by_project_the_most_significant_first(logbook: Path, upward: Run) -> None:
    for number in range(7):
        evidence(logbook, f"Change {number}", "2026-03-08", "shop" if number % 2 else "till", f"0.{number}")
    evidence(logbook, "Long ago", "2026-01-08", "shop", "0.99")
    code, out, _ = upward("digest", "--week", "--format", "json")
    lines = json.loads(out)["lines"]
    assert code == 0
    assert [each["title"] for each in lines] == [f"Change {number}" for number in (6, 5, 4, 3, 2)]
    assert {each["project"] for each in lines} == {"shop", "till"}


def test_what_git_cannot_see_is_noted_in_one_line_and_in_the_digest(logbook: Path, upward: Run) -> None:
    assert upward("add", "evidence", "Talked the vendor down", "--with", "Kim")[0] == 0
    assert "Talked the vendor down, with Kim" in upward("digest")[1]


def test_without_evidence_it_says_how_to_get_some(logbook: Path, upward: Run) -> None:
    assert "upward mine --save" in upward("digest")[1]


def test_repositories_of_the_settings_are_mined_for_what_is_new(logbook: Path, repo: Repo, upward: Run) -> None:
    repo.commit("Add the first part", {"a.py": "1\n" * 30}, when="2026-01-02T10:00:00Z")
    repo.commit("Add the second part", {"b/b.py": "1\n" * 30}, when="2026-03-09T10:00:00Z")
    settings = logbook / ".upward" / "config.toml"
    settings.write_text(f'emails = ["ada@example.com"]\nrepositories = ["{repo.path}"]\n')
    assert len(json.loads(upward("mine", "--save", "--format", "json")[1])["written"]) == 2
    repo.commit("Add the third part", {"c/c.py": "1\n" * 30}, when="2026-03-10T10:00:00Z")
    assert [each["title"] for each in json.loads(upward("mine", "--save", "--format", "json")[1])["efforts"]] == [
        "Add the third part"
    ]


def test_without_a_path_the_repository_around_is_read(repo: Repo, upward: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit("Add a part", {"sub/a.py": "1\n"})
    monkeypatch.chdir(repo.path / "sub")
    assert "Add a part" in upward("mine", "--author", "ada@example.com")[1]


def test_the_same_question_again_is_answered_from_what_was_found_and_a_new_commit_is_noticed(
    repo: Repo, upward: Run, tmp_path: Path
) -> None:
    repo.commit("Add the first part", {"a.py": "1\n" * 30})
    asked = ("mine", str(repo.path), "--author", "ada@example.com", "--format", "jsonl")
    first = upward(*asked)[1]
    kept = list((tmp_path / ".cache" / "upward" / "efforts").glob("*.jsonl"))
    assert len(kept) == 1
    assert upward(*asked)[1] == first
    kept[0].write_text("damaged")
    assert upward(*asked)[1] == first
    repo.commit("Add the second part", {"b/b.py": "1\n" * 30})
    assert "Add the second part" in upward(*asked)[1]
