"""One comment says what a change touches, what it breaks, and what could not be checked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upward.analysis.pull_requests.named_code import named_code
from upward.analysis.pull_requests.notes import NotedCommit, replaced_notes
from upward.analysis.pull_requests.relevance import touched_decisions
from upward.text import record_reader

DECISION = (
    "---\nstatus: accepted\n---\n\n# Take orders through a queue\n\nAll of `src/orders/` goes through the queue.\n"
)
POLICY = "---\ntitle: Ours\ndate: 2026-01-01\nclasses:\n  - {id: pay, paths: [src/pay/], use: human-only}\n---\n"


@pytest.fixture
def change(upward, repo, tmp_path: Path) -> Path:
    """A repository with a policy and a decision, a logbook with a standard and a concern, and two commits to look at."""
    upward("init")
    (tmp_path / "standards").mkdir()
    standard = "---\ntitle: No print\ndate: 2026-01-01\ncheck: {files: ['*.py'], must-not: 'print[(]'}\n---\n"
    (tmp_path / "standards" / "no-print.md").write_text(standard, "utf-8")
    (tmp_path / "concerns").mkdir()
    concern = "---\ntitle: Slow orders\ndate: 2026-01-01\nabout: performance\nstatus: open\npaths: [src/orders/]\n---\n"
    (tmp_path / "concerns" / "slow-orders.md").write_text(concern, "utf-8")
    repo.commit("Begin", {"AI_POLICY.md": POLICY, "docs/adr/0001-queue.md": DECISION, "src/orders/a.py": "x = 1\n"})
    repo.git("branch", "base")
    repo.commit("Tune orders", {"src/orders/a.py": "print(1)\n"})
    repo.commit("Pay\n\nCo-authored-by: Claude <noreply@anthropic.com>", {"src/pay/b.py": "y = 2\n"})
    return repo.path


def found(upward, change: Path, *more: str):
    return upward("pr", "base..HEAD", "--repo", str(change), *more)


def test_decisions_policy_standards_and_concerns_are_named_with_what_says_so(change, upward) -> None:
    code, out, _ = found(upward, change, "--format", "json")
    data = json.loads(out)
    assert code == 1
    assert [(each["title"], each["because"]) for each in data["decisions"]] == [
        ("Take orders through a queue", "it names src/orders/")
    ]
    assert [(each["id"], each["touches"]) for each in data["concerns"]] == [("slow-orders", "src/orders/a.py")]
    assert [(each["path"], each["line"]) for each in data["standards"]] == [("src/orders/a.py", 1)]
    assert [each["verdict"] for each in data["policy"]] == ["undeclared", "fail"]


def test_a_decision_that_names_other_paths_or_is_superseded_is_left_out(change, upward, repo) -> None:
    repo.git("checkout", "-q", "-b", "next")
    repo.commit("Over", {"docs/adr/0001-queue.md": DECISION.replace("accepted", "superseded by 0002")})
    assert json.loads(found(upward, change, "--format", "json")[1])["decisions"] == []


def test_the_comment_bears_the_mark_by_which_it_is_updated_and_nothing_of_theirs_is_mark_up(
    change, upward, tmp_path, repo
) -> None:
    body = DECISION.replace("Take orders", "<img src=x> @everyone [x](http://evil) Take orders")
    repo.commit("More", {"docs/adr/0002.md": body, "src/orders/a.py": "z = 1\n"})
    found(upward, change, "--output", "comment.md")
    text = (tmp_path / "comment.md").read_text("utf-8")
    assert text.startswith("<!-- upward:pr -->\n")
    assert "<img" not in text
    assert "@everyone" not in text
    assert "[x](" not in text
    assert "### Decisions that name what is changed" in text


def test_without_a_logbook_it_says_what_was_not_checked(upward, repo) -> None:
    repo.commit("Begin", {"a.txt": "1"})
    repo.commit("Next", {"a.txt": "2"})
    code, out, _ = upward("pr", "HEAD~1..HEAD", "--repo", str(repo.path), "--format", "json")
    said = json.loads(out)["not_checked"]
    assert code == 0
    assert "standards and concerns were not checked: there is no logbook here" in said
    assert any(each.startswith("policy: There is no AI_POLICY.md") for each in said)


def test_a_claim_that_the_policy_requires_is_part_of_the_verdict(change, upward, repo) -> None:
    policy = POLICY.replace("human-only", "allowed, claims: [payments]")
    repo.commit("Settle", {"AI_POLICY.md": policy})
    repo.git("branch", "-f", "base", "HEAD")
    repo.commit("Pay\n\nCo-authored-by: Claude <noreply@anthropic.com>", {"src/pay/c.py": "z = 2\n"})
    data = json.loads(found(upward, change, "--format", "json")[1])
    assert any("requires a live claim for payments" in why for each in data["policy"] for why in each["because"])


def test_an_empty_range_is_refused(change, upward) -> None:
    code, _, error = upward("pr", "HEAD..HEAD", "--repo", str(change))
    assert (code, "contains no commit" in error) == (1, True)


def test_sarif_holds_the_places_against_a_standard(change, upward) -> None:
    _, out, _ = found(upward, change, "--sarif")
    results = [each for run in json.loads(out)["runs"] for each in run["results"]]
    assert any("No print" in each["message"]["text"] for each in results)


def test_a_note_that_a_rebase_lost_is_told_with_the_command_that_brings_it_back(change, upward, repo) -> None:
    old = repo.git("rev-parse", "HEAD~1")
    repo.git("notes", "--ref=ai", "add", "-m", "agent", old)
    repo.git("checkout", "-q", "-b", "rebased", "base")
    repo.commit("Other", {"c.txt": "1"})
    repo.git("cherry-pick", old)
    data = json.loads(found(upward, change, "--format", "json")[1])
    assert [(each["old"], each["title"]) for each in data["notes"]["lost"]] == [(old, "Tune orders")]
    _, out, _ = found(upward, change)
    assert "git notes --ref=ai copy" in " ".join(out.split())


def test_a_note_that_was_copied_to_the_new_commit_is_said_to_have_survived(change, upward, repo) -> None:
    old = repo.git("rev-parse", "HEAD~1")
    repo.git("notes", "--ref=ai", "add", "-m", "agent", old)
    repo.git("checkout", "-q", "-b", "rebased", "base")
    repo.commit("Other", {"c.txt": "1"})
    repo.git("cherry-pick", old)
    repo.git("notes", "--ref=ai", "copy", old, "HEAD")
    data = json.loads(found(upward, change, "--format", "json")[1])["notes"]
    assert (data["noted"], data["lost"], [each["old"] for each in data["survived"]]) == (1, [], [old])
    assert "was kept" in found(upward, change)[1]


def test_a_title_in_a_squashed_message_counts_and_each_reference_is_looked_at_by_itself() -> None:
    old = NotedCommit("1", "Ada", "Tune orders", ("refs/notes/ai", "refs/notes/ai-attribution"))
    squashed = NotedCommit("2", "Jun", "All (#7)\n\n* Tune orders\n* Fix it", ("refs/notes/ai",))
    assert [(each.new, each.ref, each.is_lost) for each in replaced_notes([squashed], [old])] == [
        ("2", "refs/notes/ai", False),
        ("2", "refs/notes/ai-attribution", True),
    ]
    assert replaced_notes([NotedCommit("3", "Jun", "Tune orders")], [old]) == []


@pytest.mark.parametrize(
    ("text", "path", "because"),
    [
        ("Sends to `src/orders/`.", "src/orders/a.py", "it names src/orders/"),
        ("It is src/orders/a.py.", "src/orders/a.py", "it names src/orders/a.py"),
        ("See [the code](../../src/pay/b.py).", "src/pay/b.py", "it names src/pay/b.py"),
        ("All of src/**/queue_*.py.", "src/x/queue_a.py", "it names src/**/queue_*.py, which matches src/x/queue_a.py"),
        ("Only `*.tf` files.", "infra/net.tf", "it names *.tf, which matches infra/net.tf"),
        ("`shop.orders.send` calls it.", "src/shop/orders.py", "the decision names the module shop.orders.send, which is src/shop/orders.py"),
        ("`com.shop.pay`", "src/main/java/com/shop/pay/Pay.java", "the decision names the module com.shop.pay, which is src/main/java/com/shop/pay/Pay.java"),
        ("`OrderQueue` holds them.", "src/order_queue.py", "it names the component OrderQueue, the file src/order_queue.py"),
        ("Components: payments, checkout", "svc/checkout/x.go", "it names the component checkout, the folder svc/checkout/"),
    ],
)  # fmt: skip
def test_a_decision_is_traced_by_what_its_text_names_and_says_which(text, path, because) -> None:
    record = record_reader.parse_record("docs/adr/1.md", f"# Decide\n\n{text}\n", {}, otherwise="decision")
    assert [each.because for each in touched_decisions([record], [path])] == [because]


def test_the_name_of_a_file_alone_counts_where_no_other_file_is_called_so() -> None:
    record = record_reader.parse_record(
        "docs/adr/1.md", "# Decide\n\nSet it in variables.tf.\n", {}, otherwise="decision"
    )
    one, other = "web/variables.tf", "shop/variables.tf"
    assert [each.path for each in touched_decisions([record], [one], [one])] == [one]
    assert list(touched_decisions([record], [one], [one, other])) == []
    assert [each.path for each in touched_decisions([record], ["variables.tf"], ["variables.tf", other])] == [
        "variables.tf"
    ]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("The orders component is slow.", "src/orders/a.py"),
        ("`src` and `tests` stay.", "src/orders/a.py"),
        ("**Bold** and a * b.", "src/orders/a.py"),
        ("`requests.get` has a timeout.", "src/get.py"),
        ("See https://example.org/src/orders/.", "src/orders/a.py"),
        ("It is about `docs/adr/1.md`.", "docs/adr/1.md"),
    ],
)
def test_a_word_that_may_mean_anything_names_no_code(text, path) -> None:
    record = record_reader.parse_record("docs/adr/1.md", f"# Decide\n\n{text}\n", {}, otherwise="decision")
    assert list(touched_decisions([record], [path])) == []


@given(st.text(alphabet="a/.*`_-: \n[(", max_size=300))
def test_any_text_gives_names_and_never_raises(text: str) -> None:
    record = record_reader.parse_record("docs/adr/1.md", text, {}, otherwise="decision")
    assert isinstance(list(touched_decisions([record], ["a/b.a", "a"])), list)
    assert all(each.name for each in named_code(record))
