"""The policy check as a gate: what it cannot read allows nothing, and no change is judged by a policy of its making."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

HUMAN_ONLY = "---\ntitle: T\ndate: 2026-01-01\nclasses:\n  - {id: vault, paths: [vault/], use: human-only}\n---\n"
AI = "\n\nAssisted-by: Claude:opus"


def checked(upward, repo, revisions: str, *more: str):
    return upward("policy", "check", revisions, "--repo", str(repo.path), *more)


@pytest.mark.parametrize(
    ("policy", "why"),
    [
        ("# AI policy\n\nNo generated code, please.\n", "no front matter"),
        ("---\ntitle: T\ndate: 2026-01-01\n---\n", "neither `classes`, `trailers`, `default` nor `undeclared`"),
        (HUMAN_ONLY.replace("classes:", "klasses:"), "klasses"),
        (HUMAN_ONLY.replace("classes:", "default: allowed\nclases:"), "did you mean `classes`"),
        (HUMAN_ONLY.replace("paths:", "path:"), "neither `paths` nor `content`"),
        (HUMAN_ONLY.replace("use: human-only", "use: human-only, revievers: 2"), "revievers"),
        ("---\ntitle: T\ndate: 2026-01-01\nclasses: vault\n---\n", "must be a list of mappings"),
        (HUMAN_ONLY.replace("date: 2026-01-01", "date: 2026-01-01\nowner: '{{owner: Who?}}'"), "Unanswered question"),
        (HUMAN_ONLY + "\n## Review\n\n{{how: How is it reviewed?}}\n", "Unanswered question"),
        (HUMAN_ONLY.replace("date: 2026-01-01", "date: 2026-01-01\nreview-by: soon"), "must be a date"),
    ],
)
def test_a_policy_that_cannot_be_followed_lets_nothing_pass(upward, repo, policy: str, why: str) -> None:
    repo.commit("Begin", {"AI_POLICY.md": policy})
    repo.commit(f"Next{AI}", {"a.py": "1\n"})
    for arguments in (("policy", "check", "HEAD"), ("pr", "HEAD~1..HEAD")):
        code, _, said = upward(*arguments, "--repo", str(repo.path))
        assert code == 2
        assert why in " ".join(said.split())


def test_what_is_open_in_a_policy_is_listed_where_it_is_shown(upward, repo) -> None:
    repo.commit("Begin", {"AI_POLICY.md": HUMAN_ONLY + "\n{{how: How is it reviewed?}}\n"})
    code, out, _ = upward("policy", "--repo", str(repo.path))
    assert (code, "Unanswered question (how): How is it reviewed?" in " ".join(out.split())) == (0, True)


@pytest.mark.parametrize("policy", [HUMAN_ONLY.replace("human-only", "allowed"), None])
def test_a_branch_is_judged_by_the_policy_of_its_base_and_its_change_is_named_first(upward, repo, policy) -> None:
    repo.commit("Begin", {"AI_POLICY.md": HUMAN_ONLY})
    repo.git("checkout", "-q", "-b", "topic")
    if policy is None:
        (repo.path / "AI_POLICY.md").unlink()
    repo.commit("Allow it", {"AI_POLICY.md": policy} if policy else {})
    repo.commit(f"Open it{AI}", {"vault/a.py": "1\n"})
    code, out, _ = checked(upward, repo, "main..topic")
    word = "changed" if policy else "removed"
    assert (code, f"AI_POLICY.md is {word} by these commits" in " ".join(out.split()).split("fail")[0]) == (1, True)
    code, out, _ = upward("pr", "main..topic", "--repo", str(repo.path))
    first = out.index("The AI policy itself")
    assert (code, first < out.index("Against the AI policy")) == (1, True)
    out = checked(upward, repo, "main..topic", "--output-format", "github")[1]
    assert out.startswith("::warning title=upward (ai-policy),file=AI_POLICY.md,")
    assert [line.partition(" ")[0] for line in out.splitlines()] == ["::warning", "::error"]
    levels = [
        each["level"]
        for each in json.loads(checked(upward, repo, "main..topic", "--format", "sarif")[1])["runs"][0]["results"]
    ]
    assert levels == ["warning", "error"]


def test_a_named_policy_inside_the_repository_is_that_of_the_base_too(upward, repo, tmp_path: Path) -> None:
    repo.commit("Begin", {"docs/ai.md": HUMAN_ONLY})
    repo.git("checkout", "-q", "-b", "topic")
    loose = HUMAN_ONLY.replace("human-only", "allowed")
    repo.commit(f"Open it{AI}", {"docs/ai.md": loose, "vault/a.py": "1\n"})
    assert checked(upward, repo, "main..topic", "--policy", str(repo.path / "docs/ai.md"))[0] == 1
    (tmp_path / "copy.md").write_text(loose)
    assert checked(upward, repo, "main..topic", "--policy", str(tmp_path / "copy.md"))[0] == 0


def test_the_first_policy_of_a_repository_judges_the_commits_that_bring_it(upward, repo) -> None:
    repo.commit("Begin", {"a.py": "1\n"})
    repo.git("branch", "base")
    repo.commit(f"Open it{AI}", {"AI_POLICY.md": HUMAN_ONLY, "vault/a.py": "1\n"})
    code, out, _ = checked(upward, repo, "base..HEAD")
    assert (code, "AI_POLICY.md is new in these commits" in out) == (1, True)


def test_an_edit_on_the_disk_is_said_not_to_decide(upward, repo) -> None:
    repo.commit("Begin", {"AI_POLICY.md": HUMAN_ONLY})
    repo.commit(f"Open it{AI}", {"vault/a.py": "1\n"})
    (repo.path / "AI_POLICY.md").write_text(HUMAN_ONLY.replace("human-only", "allowed"))
    code, out, _ = checked(upward, repo, "HEAD")
    assert (code, "AI_POLICY.md on the disk is another version" in " ".join(out.split())) == (1, True)


def test_a_range_without_commits_is_not_taken_for_a_pass(upward, repo) -> None:
    repo.commit("Begin", {"AI_POLICY.md": HUMAN_ONLY})
    repo.commit("Next", {"a.py": "1\n"})
    for reversed_or_empty in ("HEAD..HEAD~1", "HEAD..HEAD"):
        code, _, said = checked(upward, repo, reversed_or_empty)
        assert (code, "contains no commit" in said) == (1, True)


APPROVED = HUMAN_ONLY.replace("human-only", "prior-approval") + "\n"


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("Grace Example <grace@example.com>", "pass"),
        ("grace@example.com", "pass"),
        ("Ada Example <ada@example.com>", "fail"),
        ("Ada Example <ada@home.example>", "fail"),
        ("ada@example.com", "fail"),
        ("Claude <noreply@anthropic.com>", "fail"),
        ("Claude", "fail"),
        ("GitHub Copilot", "fail"),
        ("Claude Shannon <claude@bell.example>", "pass"),
        ("renovate[bot] <1+renovate[bot]@users.noreply.github.com>", "fail"),
        ("none", "fail"),
        ("TODO", "fail"),
        ("<name>", "fail"),
    ],
)
@pytest.mark.parametrize("key", ["AI-approved-by", "Sanctioned-by"])
def test_approval_in_advance_comes_from_another_person(upward, repo, key: str, value: str, verdict: str) -> None:
    named = APPROVED.replace("classes:", f"trailers: {{approval: {key}}}\nclasses:")
    repo.commit("Begin", {"AI_POLICY.md": named})
    repo.commit(f"Open it{AI}\n{key}: {value}", {"vault/a.py": "1\n"})
    data = json.loads(checked(upward, repo, "HEAD", "--format", "json")[1])
    assert [each["verdict"] for each in data["commits"]] == [verdict]


def test_a_reviewer_who_is_named_twice_is_one_and_an_owner_is_a_whole_name(upward, repo) -> None:
    two = HUMAN_ONLY.replace("human-only", "allowed, reviewers: 2, owners: [al]")
    repo.commit("Begin", {"AI_POLICY.md": two})
    twice = "Reviewed-by: Sally <s@example.com>\nReviewed-by: Sally Example <s@example.com>"
    repo.commit(f"Open it{AI}\n{twice}", {"vault/a.py": "1\n"})
    (commit,) = json.loads(checked(upward, repo, "HEAD", "--format", "json")[1])["commits"]
    assert commit["because"] == [
        "vault requires 2 human reviewers; the commit names 1",
        "vault requires a review by one of al",
    ]


TESTED = HUMAN_ONLY.replace("human-only", "allowed, tests: true")
CASE = "def test_it():\n    assert open_it()\n"


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (None, CASE, "pass"),
        (CASE, CASE + "    assert shut_it()\n", "pass"),
        (CASE, None, "fail"),
        (None, "", "fail"),
        (None, "\n\n", "fail"),
        (None, "# later\n", "fail"),
        (CASE + "    assert shut_it()\n", CASE, "fail"),
    ],
)
def test_a_test_with_the_change_is_one_that_is_added_or_changed(upward, repo, before, after, verdict) -> None:
    repo.commit("Begin", {"AI_POLICY.md": TESTED, **({"tests/test_it.py": before} if before else {})})
    if after is None:
        (repo.path / "tests/test_it.py").unlink()
    repo.commit(f"Open it{AI}", {"vault/a.py": "1\n", **({} if after is None else {"tests/test_it.py": after})})
    data = json.loads(checked(upward, repo, "HEAD", "--format", "json")[1])
    assert [each["verdict"] for each in data["commits"]] == [verdict]


def test_a_test_that_only_moves_is_none(upward, repo) -> None:
    repo.commit("Begin", {"AI_POLICY.md": TESTED, "tests/test_it.py": CASE * 5})
    repo.git("mv", "tests/test_it.py", "tests/test_that.py")
    repo.commit(f"Open it{AI}", {"vault/a.py": "1\n"})
    assert checked(upward, repo, "HEAD")[0] == 1


def test_what_a_merge_changes_itself_is_judged_and_what_it_takes_in_is_not(upward, repo) -> None:
    repo.commit("Begin", {"AI_POLICY.md": HUMAN_ONLY, "vault/a.py": "1\n"})
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("Topic", {"vault/b.py": "1\n"})
    repo.git("checkout", "-q", "main")
    repo.commit("Main", {"c.py": "1\n"})
    repo.git("merge", "-q", "--no-ff", "--no-commit", "topic")
    repo.commit(f"Take topic in{AI}")
    assert checked(upward, repo, "HEAD")[0] == 0
    repo.git("reset", "-q", "--hard", "HEAD~1")
    repo.git("merge", "-q", "--no-ff", "--no-commit", "topic")
    repo.commit(f"Take topic in, and open it{AI}", {"vault/b.py": "2\n"})
    assert checked(upward, repo, "HEAD")[0] == 1
