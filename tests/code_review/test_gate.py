"""A review as a gate: what fails it, what a change without code is, several files, and findings known before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

BAD = "import requests\n\n\ndef load(url):\n    return requests.get(url)\n"
KEY = 'TOKEN = "ghp_' + "aB3dE5gH7jK9mN1pQ3rS5tU7vW9xY1zA3bC5" + '"\n'


@pytest.fixture
def change(upward, repo):
    """Give what a change of these files comes to in the review: exit code, data."""
    repo.commit("Begin", {"a.py": "x = 1\n", "b.py": "y = 1\n"})
    repo.git("branch", "base")

    def of(files: dict[str, str | None], *more: str, verb: str = "review"):
        for name, text in files.items():
            if text is None:
                (repo.path / name).unlink()
        repo.commit("Change", {name: text for name, text in files.items() if text is not None})
        code, out, _ = upward(verb, "base..HEAD", "--repo", str(repo.path), "--format", "json", *more)
        return code, json.loads(out)

    return of


@pytest.mark.parametrize(
    "files",
    [{"README.md": "# It\n"}, {"conf.yaml": "a: 1\n", "LICENSE": "MIT\n", "logo.svg": "<svg/>\n"}, {"b.py": None}, {}],
)
def test_a_change_without_code_passes_and_is_not_called_checked(change, files) -> None:
    code, data = change(files)
    assert (code, data["absent"]) == (0, [])
    assert {each["status"] for each in data["dimensions"].values()} == {"not applicable"}


def test_a_change_without_code_is_told_in_words(upward, change, repo) -> None:
    change({"README.md": "# It\n"})
    assert "The change adds no line of code." in upward("review", "base..HEAD", "--repo", str(repo.path))[1]


def test_a_key_in_a_change_without_code_is_found(change) -> None:
    code, data = change({"deploy.yaml": KEY.replace(" = ", ": ")})
    assert (code, data["dimensions"]["security"]["status"]) == (1, "found")


def test_a_change_in_a_language_without_checks_says_so_and_blocks_nothing(change) -> None:
    code, data = change({"main.cob": "IDENTIFICATION DIVISION.\n"})
    assert (code, data["not_checked"]) == (0, ["1 file in languages without checks: cob (1)"])
    assert {each["status"] for each in data["dimensions"].values()} == {"not checked"}


def test_a_change_that_could_not_be_read_does_not_pass(change) -> None:
    assert change({"a.py": "def (:\n"})[0] == 1


@pytest.mark.parametrize(("level", "code"), [("note", 1), ("warning", 1), ("error", 0), ("nothing", 0)])
def test_the_severity_that_fails_is_chosen(change, level: str, code: int) -> None:
    found, data = change({"a.py": BAD}, "--fail-on", level)
    assert (found, data["dimensions"]["error handling"]["status"]) == (code, "found")


def test_a_pull_request_with_a_key_fails_and_one_with_a_warning_does_not_by_default(change) -> None:
    assert change({"a.py": BAD}, verb="pr")[0] == 0
    assert change({"a.py": BAD}, "--fail-on", "warning", verb="pr")[0] == 1
    code, data = change({"a.py": KEY}, verb="pr")
    assert (code, [each["severity"] for each in data["review"]], data["absent"]) == (
        1,
        ["error"],
        ["The change has no test in it."],
    )


def test_a_pull_request_whose_review_lacks_a_checker_does_not_pass(
    upward, change, repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    change({"a.py": "x = 2\n"})
    asked = ("pr", "base..HEAD", "--repo", str(repo.path))
    assert upward(*asked)[0] == 0
    monkeypatch.setattr("upward.store.code_analysers.program", lambda _: "")
    code, out, _ = upward(*asked)
    assert (code, "(the review is not complete)" in " ".join(out.split())) == (1, True)
    assert "The review is not complete\n- " in out
    (run,) = json.loads(upward(*asked, "--sarif")[1])["runs"]
    assert run["invocations"][0]["executionSuccessful"] is False


def test_the_comment_holds_what_is_absent_and_the_questions(upward, change, repo, tmp_path: Path) -> None:
    change({"a.py": "def handle_order(order):\n    return order\n"})
    upward("pr", "base..HEAD", "--repo", str(repo.path), "--output", "comment.md")
    text = (tmp_path / "comment.md").read_text("utf-8")
    assert "### Absent\n\n- The change has no test in it." in text
    assert "### Questions for the reviewer\n\n- Which line of the log" in text


@pytest.mark.parametrize("verb", ["review", "pr"])
def test_annotations_are_a_line_each(upward, change, repo, verb: str) -> None:
    change({"a.py": BAD, "b.py": KEY})
    out = upward(verb, "base..HEAD", "--repo", str(repo.path), "--output-format", "github")[1]
    assert sorted(line.partition(" ")[0] for line in out.splitlines()) == ["::error", "::warning"]
    issues = json.loads(upward(verb, "base..HEAD", "--repo", str(repo.path), "--output-format", "gitlab")[1])
    assert sorted(each["severity"] for each in issues) == ["major", "minor"]


def test_several_files_are_reviewed_once_each(upward, tmp_path: Path) -> None:
    for name in ("a.py", "b.py", "c.py"):
        (tmp_path / name).write_text(BAD)
    data = json.loads(upward("review", "a.py", "b.py", "a.py", "--format", "json")[1])
    assert [each["path"] for each in data["dimensions"]["error handling"]["findings"]] == ["a.py", "b.py"]


def test_a_range_is_reviewed_by_itself_and_a_path_that_leads_upwards_is_none(upward, change, repo) -> None:
    change({"a.py": BAD})
    assert "must be the only target" in upward("review", "a.py", "base..HEAD")[2]
    assert "../gone.py does not exist" in upward("review", "../gone.py")[2]


def test_findings_of_a_baseline_are_left_out_wherever_they_move(upward, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(BAD)
    assert upward("review", "a.py", "--write-baseline", "known.json")[0] == 0
    (tmp_path / "a.py").write_text("# Moved.\n" + BAD)
    assert upward("review", "a.py", "--baseline", "known.json")[0] == 0
    (tmp_path / "a.py").write_text(BAD + "\n\ndef other(url):\n    return requests.get(url)\n")
    code, out, _ = upward("review", "a.py", "--baseline", "known.json", "--format", "json")
    found = json.loads(out)["dimensions"]["error handling"]["findings"]
    assert (code, [each["row"] for each in found]) == (1, [9])
    assert "is not a baseline" in upward("review", "a.py", "--baseline", "a.py")[2]


def test_a_range_without_commits_is_refused(upward, change, repo) -> None:
    change({"a.py": BAD})
    code, _, said = upward("review", "HEAD..base", "--repo", str(repo.path))
    assert (code, "contains no commit" in said) == (1, True)
