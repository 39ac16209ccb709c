"""Comments that answer findings, findings that are merged, and files with odd names or that cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from upward.analysis.code_review.finding import CodeFinding
from upward.analysis.code_review.merging import Equivalents, merged
from upward.analysis.code_review.suppressions import is_answered, suppressions

SAME = Equivalents([["ruff:S113", "bandit:B113", "pylint:W3101", "pylint:missing-timeout"]])


def finding(tool: str, code: str, line: int = 1, end: int = 0, dimension: str = "security") -> CodeFinding:
    check = code if tool in {"", "ruff"} else f"{tool}:{code}"
    return CodeFinding(check, dimension, line, end or line, "x", tool=tool)


@pytest.mark.parametrize(
    ("line", "found", "answered"),
    [
        ("f()  # noqa", finding("bandit", "B113"), True),
        ("f()  # noqa: S113", finding("bandit", "B113"), True),
        ("f()  # noqa: S501", finding("bandit", "B113"), False),
        ("f()  # noqa:S501,S113", finding("bandit", "B113"), True),
        ("f()  # nosec", finding("ruff", "S602"), True),
        ("f()  # nosec B113", finding("ruff", "S113"), True),
        ("f()  # nosec B602", finding("ruff", "S113"), False),
        ("f()  # nosec", finding("", "n-plus-one-query", dimension="performance"), False),
        ("f()  # pylint: disable=missing-timeout", finding("bandit", "B113"), True),
        ("f()  # type: ignore[arg-type]", finding("mypy", "arg-type"), True),
        ("f()  # type: ignore[arg-type]", finding("mypy", "index"), False),
        ("f()  # type: ignore", finding("ruff", "S113"), False),
        ("f(); // eslint-disable-line", finding("", "js-busy-wait"), True),
        ("f(); // eslint-disable-line no-eval", finding("ESLint", "no-eval"), True),
        ("f(); // eslint-disable-line no-eval -- why", finding("ESLint", "no-console"), False),
        ("f() //nolint:gosec", finding("", "go-no-timeout"), False),
        ("f() //nolint", finding("", "go-no-timeout"), True),
        ("f()  # upward: ignore[no-timeout] local only", finding("", "no-timeout"), True),
        ("f()  # upward: ignore", finding("ruff", "S113"), True),
        ("f()  # upward: ignore[no-timeout]", finding("", "client-in-loop"), False),
    ],
)
def test_a_comment_of_the_trade_answers_what_it_names(line: str, found: CodeFinding, *, answered: bool) -> None:
    assert is_answered(found, suppressions(line, [1]), SAME) is answered


@pytest.mark.parametrize(
    ("source", "line", "answered"),
    [
        ("# upward: ignore\nf()\n", 2, True),
        ("# upward: ignore\nf()\ng()\n", 3, False),
        ("// eslint-disable-next-line\nf()\n", 2, True),
        ("/* eslint-disable */\nf()\n/* eslint-enable */\ng()\n", 2, True),
        ("/* eslint-disable */\nf()\n/* eslint-enable */\ng()\n", 4, False),
        ("# flake8: noqa\nf()\n", 2, True),
    ],
)
def test_a_comment_covers_the_lines_it_means(source: str, line: int, *, answered: bool) -> None:
    assert is_answered(finding("", "x-y", line), suppressions(source, [line]), SAME) is answered


def test_two_findings_are_one_only_if_their_rules_are_equivalent_and_their_lines_overlap() -> None:
    both = [("a.py", finding("ruff", "S113", 2, 4)), ("a.py", finding("bandit", "B113", 4))]
    assert [each.check for _, each in merged(both, SAME)] == ["S113"]
    apart = [("a.py", finding("ruff", "S113", 2)), ("a.py", finding("bandit", "B113", 3))]
    assert len(merged(apart, SAME)) == 2
    others = [("a.py", finding("ruff", "S113", 2)), ("a.py", finding("bandit", "B501", 2))]
    assert len(merged(others, SAME)) == 2
    twice = [("a.py", CodeFinding("B023", "error handling", 2, 2, name, tool="ruff")) for name in ("a", "b")]
    assert len(merged(twice, SAME)) == 2


def test_an_unused_comment_of_ours_is_told(upward, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1  # upward: ignore[no-timeout]\n")
    data = json.loads(upward("review", "a.py", "--format", "json")[1])
    assert data["unused_suppressions"] == [{"path": "a.py", "row": 1}]
    assert "Unused `upward: ignore` comments" in upward("review", "a.py")[1]


@pytest.mark.parametrize("name", ['quo"te.py', "ta\tb.py", "back\\slash.py", "new\nline.py", "spa ce.py", "ümlaut.py"])
def test_a_changed_file_with_an_odd_name_is_reviewed(upward, repo, name: str) -> None:
    base = repo.commit("Begin", {"x.txt": "1\n"})
    repo.commit("More", {name: "import requests\nrequests.get('a')\n"})
    data = json.loads(upward("review", f"{base}..HEAD", "--repo", str(repo.path), "--format", "json")[1])
    found = data["dimensions"]["error handling"]["findings"]
    assert [(row["path"], row["row"], row["check"]) for row in found] == [(name, 2, "S113")]


def test_a_form_feed_in_a_line_moves_no_later_line(upward, repo) -> None:
    base = repo.commit("Begin", {"a.py": "x = 1\n"})
    repo.commit("More", {"a.py": "x = '\x0c@@ -1 +900,9 @@'\n\nimport requests\nrequests.get('a')\n"})
    data = json.loads(upward("review", f"{base}..HEAD", "--repo", str(repo.path), "--format", "json")[1])
    assert [row["row"] for row in data["dimensions"]["error handling"]["findings"]] == [4]


def test_a_file_that_cannot_be_read_is_not_checked(upward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text("x = 1\n")
    (tmp_path / "src" / "b.py").write_text("x = 1\n")
    real = Path.read_bytes

    def refused(self: Path) -> bytes:
        if self.name == "b.py":
            raise PermissionError(13, "Permission denied")
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", refused)
    data = json.loads(upward("review", "src", "--format", "json")[1])
    assert data["not_checked"] == ["src/b.py: Permission denied"]


def test_without_space_for_copies_ruff_is_not_checked(upward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "a.py").write_text("x = 1\n")
    monkeypatch.setattr("upward.store.code_analysers.TemporaryDirectory", full)
    code, out, _ = upward("review", "a.py", "--format", "json")
    data = json.loads(out)
    assert code == 1
    assert data["failures"] == data["not_checked"] == ["ruff could not be run: No space left on device (a.py)"]
    assert {each["status"] for each in data["dimensions"].values()} == {"not checked"}


def test_findings_suppressed_by_comments_are_counted_with_their_places(upward, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        "# ruff: noqa: B006\nimport requests\n\n\ndef f(seen=[]):\n    seen.append(1)\n    return requests.get('a')  # noqa\n"
    )
    code, out, _ = upward("review", "a.py")
    assert code == 0
    assert "2 findings suppressed by comments: a.py:5, a.py:7" in out


def test_a_comment_that_names_no_rule_suppresses_no_credential(upward, tmp_path: Path) -> None:
    key = "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"
    (tmp_path / "a.py").write_text(
        f'KEY = "{key}"  # noqa\nOTHER = "{key}"  # upward: ignore[hard-coded-credential] revoked\n'
    )
    found = json.loads(upward("review", "a.py", "--format", "json")[1])["dimensions"]["security"]["findings"]
    assert [(each["row"], each["check"]) for each in found] == [(1, "hard-coded-credential")]


def test_an_unknown_tool_is_refused_with_those_that_are_known(upward, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    code, _, said = upward("review", "a.py", "--with", "bandit,flake9")
    assert code == 2
    assert "bandit or mypy" in said


def test_a_damaged_repository_says_what_is_damaged(upward, repo) -> None:
    base = repo.commit("Begin", {"a.py": "x = 1\n"})
    head = repo.commit("More", {"a.py": "x = 2\n"})
    broken = repo.path / ".git" / "objects" / head[:2] / head[2:]
    broken.chmod(0o644)
    broken.write_bytes(b"broken")
    code, _, said = upward("review", f"{base}..HEAD", "--repo", str(repo.path))
    assert code == 2
    assert "is damaged" in said
    assert "is not a commit" not in said
