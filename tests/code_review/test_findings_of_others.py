"""Planted faults by language, findings of other tools, and changes marked as AI's against the others."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from upward.analysis.code_review import languages
from upward.analysis.code_review.sarif import parse_sarif
from upward.jobs.review._targets import hunks

Run = Callable[..., tuple[int, str, str]]


def sarif(tool: str, *results: dict[str, object]) -> str:
    return json.dumps(
        {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": tool, "rules": []}}, "results": results}]}
    )


def result(rule: str, uri: str, line: int, **more: object) -> dict[str, object]:
    place = {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": {"startLine": line}}}
    return {"ruleId": rule, "message": {"text": "seen"}, "locations": [place], **more}


def test_what_other_tools_found_is_taken_in_on_lines_that_count(upward: Run, repo, tmp_path: Path) -> None:
    base = repo.commit("Begin", {"a b.js": "const a = 1;\n"})
    repo.commit("More", {"a b.js": "const a = 1;\nlet b = 2;\n"})
    log = tmp_path / "eslint.sarif"
    log.write_text(
        sarif(
            "ESLint",
            result("no-console", "a%20b.js", 2),
            result("no-console", "a%20b.js", 1),
            result("indent", "a%20b.js", 2),
            result("own/rule", "a%20b.js", 2, properties={"tags": ["security", "external/cwe/cwe-79"]}),
        )
    )
    ask = ("review", f"{base}..HEAD", "--repo", str(repo.path), "--from", str(log), "--format", "json")
    data = json.loads(upward(*ask)[1])
    assert [row["check"] for row in data["dimensions"]["logging"]["findings"]] == ["ESLint:no-console"]
    assert [row["check"] for row in data["dimensions"]["security"]["findings"]] == ["ESLint:own/rule"]
    assert data["not_checked"] == ["ESLint indent (1): unknown rule"]
    assert data["map"] == 5


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"runs": 1}', "{" * 9000, '{"runs": [{"results": [{"locations": [null]}]}, 3]}']
)
def test_what_is_no_sarif_is_refused_or_empty(text: str) -> None:
    try:
        assert parse_sarif(text, []).found == ()
    except ValueError as error:
        assert str(error).startswith("it ")  # noqa: PT017 - either outcome is fine, and only these


def test_own_findings_in_sarif_can_be_taken_in_again(upward: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import requests\nrequests.get(u, verify=False, timeout=1)\n")
    assert upward("review", "a.py", "--sarif", "--output", "own.sarif")[0] == 1
    data = json.loads(upward("review", "a.py", "--from", "own.sarif", "--format", "json")[1])
    assert data["dimensions"]["security"]["status"] == "found"


def test_marked_changes_are_compared_with_the_others(upward: Run, repo) -> None:
    repo.commit("Begin", {"a.py": "x = 1\n"})
    repo.commit("By hand", {"a.py": "x = 1\n" + "y = 2\n" * 40})
    swallowed = "import requests\ndef f(u):\n    requests.get(u)\n\n\n"
    repo.commit("By a tool\n\nCo-authored-by: Claude <noreply@anthropic.com>", {"b.py": swallowed})
    ask = ("review", "HEAD~2..HEAD", "--repo", str(repo.path), "--compare", "--format", "json")
    groups = json.loads(upward(*ask)[1])["groups"]
    assert [(each["commits"], each["lines"], each["findings"], each["enough"]) for each in groups] == [
        (1, 5, 1, False),
        (1, 40, 0, False),
    ]


def test_a_line_that_looks_like_a_header_is_no_header() -> None:
    diff = (
        "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -0,0 +1,3 @@\n+++ b/other\n+@@ -1 +1,99 @@\n+three\n"
        "@@ -5 +8 @@\n-old\n+new\n"
    )
    assert hunks(diff) == {"x": frozenset({1, 2, 3, 8})}


def test_without_ast_grep_it_is_said_what_to_install(
    upward: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise ModuleNotFoundError("ast_grep_py", name="ast_grep_py")

    monkeypatch.setattr(languages, "review_source", gone)
    (tmp_path / "a.go").write_text("package a\n")
    data = json.loads(upward("review", "a.go", "--format", "json")[1])
    assert "pip install '.[review]'" in data["not_checked"][0]
    assert {each["status"] for each in data["dimensions"].values()} == {"not checked"}


def test_an_endpoint_without_limit_log_or_test_is_told(upward: Run, repo) -> None:
    base = repo.commit("Begin", {"a.py": "x = 1\n"})
    code = '@app.get("/rates")\ndef rates():\n    return requests.get(URL).json()\n'
    repo.commit("More", {"rates.py": code, "test_other.py": "def test_a():\n    assert other()\n"})
    data = json.loads(upward("review", f"{base}..HEAD", "--repo", str(repo.path), "--format", "json")[1])
    assert [each.split(" has ")[1] for each in data["absent"]] == [
        "an endpoint and logs nothing.",
        "an endpoint and calls another service without a time limit in this file.",
        "an endpoint, and no test in the change names rates.",
    ]
