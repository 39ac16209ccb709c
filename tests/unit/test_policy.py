"""An AI-use policy, held against real commits of a real repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from upward.analysis.marks import denies, from_note, from_traces, marks
from upward.analysis.policing import read
from upward.text import reading

POLICIES = Path(__file__).parents[1] / "data" / "policies"
ADA = ("Ada Example", "ada@example.com")


@pytest.mark.parametrize(
    ("message", "tools"),
    [
        ("x\n\nCo-authored-by: Claude <noreply@anthropic.com>", ["Claude"]),
        ("x\n\nCo-Authored-By: Claude Opus 4 <noreply@anthropic.com>\n\nmore text", ["Claude"]),
        ("x\n\nCo-authored-by: Copilot <198982749+Copilot@users.noreply.github.com>", ["Copilot"]),
        ("x\n\nCo-authored-by: aider (gpt-4o) <noreply@aider.chat>", ["aider"]),
        ("x\n\nCo-authored-by: Claude Monet <claude.monet@example.org>", []),
        ("x\n\nCo-authored-by: Devin Smith <devin@example.com>", []),
        ("x\n\nReviewed-by: Claude Shannon <claude@bell.example>", []),
        ("x\n\nAssisted-by: Claude:claude-opus-4 coccinelle", ["Claude"]),
        ("x\n\nAssisted-by: Grace Example <grace@example.com>", []),
        ("x\n\nAssisted-by: none", []),
        ("x\n\nGenerated-by: ChatGPT 4", ["ChatGPT"]),
        ("x\n\nGenerated-by: protoc 3.21", []),
        ("x\n\nMade-with: Cursor", ["Cursor"]),
        ("x\n\nAI-used-for: tests", ["tests"]),
        ("x\n\nClaude-Session: https://claude.example/1", ["claude"]),
        ("x\n\n🤖 Generated with [Claude Code](https://claude.example)", ["Claude Code"]),
        ("Devin and Claude fixed the cursor in amp mode", []),
        ("Move the cursor; copilot seat; gemini constellation", []),
        ("x\n\nSigned-off-by: Gemini Ganesan <gg@example.in>", []),
    ],
)
def test_tools_are_told_from_people_who_share_their_names(message: str, tools: list[str]) -> None:
    assert [mark.tool for mark in marks(message, ADA)] == tools


def test_an_account_of_a_tool_marks_its_commits_and_a_namesake_does_not() -> None:
    tool = ("devin-ai-integration[bot]", "158243242+devin-ai-integration[bot]@users.noreply.github.com")
    assert [mark.source for mark in marks("x", tool)] == ["author"]
    assert marks("x", ("Devin", "12345+devin@users.noreply.github.com")) == []
    assert denies("x\n\nAI-used-for: none")
    assert not denies("x\n\nAI-used-for: tests")


def test_notes_and_traces_are_read_and_nonsense_is_not() -> None:
    note = 'a.py\n  abc 1-3\n---\n{"schema_version": "authorship/3.0.0", "prompts": {"abc": {"agent_id": {"tool": "cursor", "model": "m"}}}}'
    assert [(mark.tool, mark.by) for mark in from_note(note)] == [("cursor", "m")]
    for nonsense in ("", "---", "\n---\n[]", '\n---\n{"schema_version": 3}', "\n---\n" + "[" * 100_000):
        assert from_note(nonsense) == []
    trace = {
        "vcs": {"revision": "f" * 40},
        "tool": {"name": "amp"},
        "files": [{"conversations": [{"contributor": {"type": "ai", "model_id": "x"}}]}],
    }
    assert [mark.tool for mark in from_traces(json.dumps([trace]))["f" * 40]] == ["amp"]
    assert from_traces(json.dumps(trace) + "\n" + json.dumps({"files": []}))
    with pytest.raises(ValueError, match="Expecting"):
        from_traces("no json")


POLICY = """---
title: Ours
date: 2026-01-01
classes:
  - {id: code, paths: ["src/"], use: allowed}
  - {id: payments, paths: ["src/payments/"], use: prior-approval, reviewers: 1, tests: "true"}
  - {id: keys, paths: ["*.pem"], use: human-only, why: secret}
  - {id: generated, content: ["DO NOT EDIT"], use: encouraged}
trailers: {accept: [Assisted-by], forbid: [Co-authored-by]}
exceptions:
  - {covers: keys, until: 2026-04-01, owner: ada, why: rotation}
---
"""
AI = "\n\nAssisted-by: Claude:opus"


def verdicts(upward, *arguments: str) -> dict[str, tuple[str, list[str], list[str]]]:
    data = json.loads(upward("policy", "check", *arguments, "--format", "json")[1])
    return {each["oid"]: (each["verdict"], each["classes"], each["because"]) for each in data["commits"]}


def test_each_commit_gets_its_verdict_with_classes_and_reasons(upward, repo) -> None:
    base = repo.commit("Begin", {"AI_POLICY.md": POLICY})
    plain = repo.commit("Plain", {"src/a.py": "1\n"})
    fine = repo.commit("Fine" + AI, {"src/b.py": "1\n"})
    wrong = repo.commit("Wrong\n\nCo-authored-by: Claude <noreply@anthropic.com>", {"src/c.py": "1\n"})
    money = repo.commit("Money" + AI, {"src/payments/a.py": "1\n"})
    good = repo.commit(
        "Good" + AI + "\nAI-approved-by: Lead <lead@example.com>\nReviewed-by: Grace <g@example.com>",
        {"src/payments/b.py": "1\n", "tests/test_b.py": "1\n"},
    )
    alone = repo.commit(
        "Alone" + AI + "\nAI-approved-by: L <l@example.com>\nReviewed-by: Ada <ada@example.com>",
        {"src/payments/d.py": "1\n", "tests/test_d.py": "1\n"},
    )
    excepted = repo.commit("Key" + AI, {"a.pem": "1\n"})
    late = repo.commit("Key" + AI, {"b.pem": "1\n"}, when="2026-05-01T12:00:00+00:00")
    made = repo.commit("Made" + AI, {"src/payments/x.py": "# DO NOT EDIT\n"})
    human = repo.commit("Mine\n\nAI-used-for: none", {"src/e.py": "1\n"})
    found = verdicts(upward, f"{base}..HEAD", "--repo", str(repo.path))
    assert found[plain] == ("undeclared", ["code"], ["nothing says whether AI was used"])
    assert found[fine][0] == "pass"
    assert found[wrong][0] == "fail"
    assert "co-authored-by must not name a tool here" in found[wrong][2]
    assert found[money][0] == "fail"
    assert len(found[money][2]) == 3
    assert found[good][0] == "pass"
    assert found[alone] == ("fail", ["payments", "everything else"], ["payments wants 1 human reviewers and names 0"])
    assert found[excepted][0] == "pass"
    assert found[excepted][2][0] == "excepted until 2026-04-01 by ada: rotation"
    assert found[late] == ("fail", ["keys"], ["keys is for humans only (secret)"])
    assert found[made][:2] == ("pass", ["generated"])
    assert found[human][0] == "pass"
    assert upward("policy", "check", f"{base}..HEAD", "--repo", str(repo.path))[0] == 1
    assert upward("policy", "check", fine, "--repo", str(repo.path))[0] == 0
    out = upward("policy", "check", f"{base}..HEAD", "--repo", str(repo.path), "--form", "github")[1]
    assert out.count("::error title=AI policy::") == 4


def test_branches_tags_and_notes_are_read_as_data(upward, repo) -> None:
    repo.commit("Begin", {"AI_POLICY.md": POLICY})
    repo.git("tag", "v1")
    head = repo.commit("One", {"src/a.py": "1\n"})
    note = '\n---\n{"schema_version": "authorship/3.0.0", "prompts": {"p": {"agent_id": {"tool": "cursor"}}}}'
    repo.git("notes", "--ref", "ai", "add", "-m", f"src/a.py{note}", head)
    found = verdicts(upward, "v1..main", "--repo", str(repo.path))
    assert found[head][0] == "fail"
    assert "git-ai note" in found[head][2][0]
    repo.git("pack-refs", "--all")
    assert verdicts(upward, "v1..main", "--repo", str(repo.path)) == found
    code, _, complaint = upward("policy", "check", "nothing..main", "--repo", str(repo.path))
    assert code == 2
    assert "nothing names no commit" in complaint


def test_a_policy_that_contradicts_itself_is_named_and_not_guessed(upward, repo) -> None:
    text = (
        POLICY.replace("forbid: [Co-authored-by]", "forbid: [Assisted-by]")
        .replace("id: keys", "id: code")
        .replace("use: allowed", "use: maybe")
    )
    repo.commit("Begin", {"AI_POLICY.md": text})
    code, _, complaint = upward("policy", "check", "--repo", str(repo.path))
    assert code == 2
    for part in ("assisted-by is accepted and forbidden", "code stands there more than once", "'maybe' is none of"):
        assert part in complaint
    (repo.path / "AI_POLICY.md").unlink()
    assert "There is no AI_POLICY.md" in upward("policy", "check", "--repo", str(repo.path))[2]


def test_known_projects_can_be_expressed_and_contradict_each_other(upward, repo) -> None:
    commit = repo.commit(
        "Fix\n\nAssisted-by: Claude:opus\nSigned-off-by: Ada Example <ada@example.com>", {"a.c": "1\n"}
    )
    found = {}
    for path in sorted(POLICIES.glob("*.md")):
        record = reading.record(path.name, path.read_text("utf-8"), {}, otherwise="policy")
        assert read(record)[1] == [], path.name
        found[path.stem] = verdicts(upward, commit, "--repo", str(repo.path), "--policy", str(path))[commit][0]
    assert found == {
        "asf": "fail", "attrs": "pass", "curl": "pass", "fedora": "pass", "gentoo": "fail", "kernel": "pass", "llvm": "fail", "netbsd": "fail", "numpy": "fail", "qemu": "fail",
    }  # fmt: skip
    named = repo.commit("Fix\n\nCo-authored-by: Claude <noreply@anthropic.com>", {"a.c": "2\n"})
    policy = str(POLICIES / "attrs.md")
    assert verdicts(upward, named, "--repo", str(repo.path), "--policy", policy)[named][0] == "fail"


def test_the_questions_of_a_new_policy_are_asked_and_what_is_open_stays_open(
    upward, tmp_path: Path, monkeypatch
) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("Ours\n2026-06-01\nada\n\n\n\n"))
    code, _, _ = upward("policy", "new")
    assert code == 0
    text = (tmp_path / "AI_POLICY.md").read_text("utf-8")
    assert 'title: "Ours"' in text
    assert "{{judgment:" in text
    assert "is there already" in upward("policy", "new")[2]


def test_a_failing_commit_is_told_in_sarif_and_a_push_names_its_own_range(upward, repo, monkeypatch) -> None:
    base = repo.commit("Begin", {"a.py": "1\n"})
    policy = "---\ntitle: T\ndate: 2026-01-01\nclasses:\n  - {id: all, paths: ['*'], use: human-only}\n---\n"
    tip = repo.commit("x\n\nCo-authored-by: Claude <noreply@anthropic.com>", {"AI_POLICY.md": policy, "b.py": "1\n"})
    code, out, _ = upward("policy", "check", f"{base}..HEAD", "--repo", str(repo.path), "--form", "sarif")
    results = json.loads(out)["runs"][0]["results"]
    assert (code, [each["ruleId"] for each in results]) == (1, ["ai-policy"])
    assert tip[:12] in results[0]["message"]["text"]
    assert "Nothing is being pushed" in upward("policy", "check", "pushed", "--repo", str(repo.path))[2]
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", base)
    monkeypatch.setenv("PRE_COMMIT_TO_REF", tip)
    assert upward("policy", "check", "pushed", "--repo", str(repo.path))[0] == 1
