"""Turns of events in an author's work: what counts as one, and what it rests on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from upward.importers.git import IMPORTER
from upward.model.effort import Episode
from upward.model.importer import ImportQuery
from upward.store.import_source import PathImportSource

from ..conftest import Repo, proposed

Run = Callable[..., tuple[int, str, str]]
BO = "Bo Example <bo@example.com>"


def episodes(path: Path, who: str = "ada@example.com") -> list[Episode]:
    found = proposed(IMPORTER.read(PathImportSource(str(path)), ImportQuery((who,), episodes=True)))
    return [each.episode for each in found if each.episode is not None]


def told(repo: Repo) -> dict[str, str]:
    return {each.kind: each.title for each in episodes(repo.path)}


def test_a_change_that_another_reverted_is_a_failure_with_what_came_after(repo: Repo) -> None:
    repo.commit("Begin", {"a.py": "1\n"})
    bad = repo.commit("Cache prices in memory", {"prices.py": "1\n" * 40}, when="2026-03-02T10:00:00Z")
    message = (
        f'Revert "Cache prices in memory"\n\nThis reverts commit {bad}.\n\nShops saw the prices of last week for a day.'
    )
    repo.commit(message, {"prices.py": "2\n"}, who=BO, when="2026-03-04T10:00:00Z")
    repo.commit(
        "Cache prices in memory", {"prices.py": "3\n" * 50, "tests/test_p.py": "1\n"}, when="2026-03-20T10:00:00Z"
    )
    found = next(each for each in episodes(repo.path) if each.kind == "failure")
    assert found.title == "“Cache prices in memory” was reverted, and done again"
    assert [each.role for each in found.moments] == ["the change", "reverted", "what came after"]
    assert found.because == (
        "reverted by Bo Example 2 days later",
        "followed 16 days later by “Cache prices in memory”, with tests",
        "the revert says: Shops saw the prices of last week for a day.",
    )


def test_what_was_taken_back_at_once_or_reverts_another_is_no_failure_of_ones_own(repo: Repo) -> None:
    repo.commit("Begin", {"a.py": "1\n"})
    slip = repo.commit("Count carts", {"carts.py": "1\n" * 40}, when="2026-03-02T10:00:00Z")
    repo.commit(
        f'Revert "Count carts"\n\nThis reverts commit {slip}.', {"carts.py": "2\n"}, when="2026-03-02T10:05:00Z"
    )
    theirs = repo.commit("Count shops", {"shops.py": "1\n" * 40}, who=BO, when="2026-03-03T10:00:00Z")
    repo.commit(
        f'Revert "Count shops"\n\nThis reverts commit {theirs}.', {"shops.py": "2\n"}, when="2026-03-09T10:00:00Z"
    )
    assert "failure" not in told(repo)
    assert [each.kind for each in episodes(repo.path, "bo@example.com")] == ["failure"]


def test_a_squash_whose_log_quotes_a_revert_reverts_nothing(repo: Repo) -> None:
    mine = repo.commit("Count carts", {"carts.py": "1\n" * 40}, when="2026-03-02T10:00:00Z")
    log = f"Squashed commit of the following:\n\ncommit {mine[::-1]}\n\n    This reverts commit {mine}."
    repo.commit(log, {"shops.py": "2\n"}, who=BO, when="2026-03-09T10:00:00Z")
    assert "failure" not in told(repo)


def test_a_clean_up_beside_it_is_not_the_same_change_again_and_the_reason_is_whole(repo: Repo) -> None:
    repo.commit("Clean up whitespace", {"cart.py": "1\n"}, when="2026-03-01T10:00:00Z")
    bad = repo.commit("Remove a needless check of the cart", {"cart.py": "1\n" * 40}, when="2026-03-02T10:00:00Z")
    said = f"This reverts commit {bad}. I was mistaken that the check was\nneedless: empty carts need it."
    repo.commit(
        f'Revert "Remove a needless check of the cart"\n\n{said}', {"cart.py": "2\n"}, when="2026-03-05T10:00:00Z"
    )
    repo.commit("Clean up whitespace", {"cart.py": "3\n" * 60}, when="2026-03-20T10:00:00Z")
    found = next(each for each in episodes(repo.path) if each.kind == "failure")
    assert found.title == "“Remove a needless check of the cart” was reverted"
    assert found.because[-1] == "the revert says: I was mistaken that the check was needless: empty carts need it."


def test_a_fix_that_takes_back_a_part_is_not_called_a_revert(repo: Repo) -> None:
    bad = repo.commit("Read in blocks", {"read.py": "1\n" * 40}, when="2026-03-02T10:00:00Z")
    said = f"I had two changes in there. This reverts {bad[:9]} where lines\nare buffered, which took a second."
    repo.commit(f"Fix buffered lines\n\n{said}", {"read.py": "2\n" * 20}, when="2026-03-05T10:00:00Z")
    found = next(each for each in episodes(repo.path) if each.kind == "failure")
    assert found.title == "“Read in blocks” was taken back, at least in part"


def test_what_a_fix_says_is_quoted_in_whole_sentences(repo: Repo) -> None:
    cause = repo.commit("Read orders in blocks", {"orders.py": "1\n" * 40}, when="2026-03-02T10:00:00Z")
    said = f"Blocks are\nfast. The last one was broken by {cause[:10]},\nwhich took the end of a file for its end.\n\nNew text."
    repo.commit(
        f"Read the last block, too\n\n{said}",
        {"orders.py": "2\n" * 20, "tests/t.py": "1\n"},
        when="2026-03-09T10:00:00Z",
    )
    found = next(each for each in episodes(repo.path) if each.kind == "learning")
    assert (
        f"the fix says: Blocks are fast. The last one was broken by {cause[:10]}, which took the end of a file for its end."
        in found.because
    )


def test_a_merge_that_was_reverted_is_the_failure_of_who_wrote_it(repo: Repo) -> None:
    repo.commit("Begin", {"a.txt": "1\n"}, who=BO)
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("Keep sessions on the disk", {"session.py": "1\n" * 30}, when="2026-03-02T10:00:00Z")
    repo.git("checkout", "-q", "main")
    message = "Merge pull request #9 from ada/topic\n\nKeep sessions on the disk"
    repo.git("merge", "-q", "--no-ff", "-m", message, "topic", who=BO, when="2026-03-03T10:00:00Z")
    merge = repo.git("rev-parse", "HEAD")
    text = f'Revert "Merge pull request #9"\n\nThis reverts commit {merge}, reversing\nchanges made to {merge[::-1]}.'
    repo.commit(text, {"session.py": "2\n"}, who=BO, when="2026-03-05T10:00:00Z")
    assert told(repo) == {"failure": "“Keep sessions on the disk” was reverted"}


def test_a_fix_that_names_ones_own_commit_is_a_bug_of_ones_own(repo: Repo) -> None:
    cause = repo.commit("Read orders in blocks", {"orders.py": "1\n" * 40}, when="2026-03-02T10:00:00Z")
    message = f"Read the last block, too\n\nThis was broken by {cause[:10]}."
    repo.commit(message, {"orders.py": "2\n" * 41, "tests/test_orders.py": "1\n"}, when="2026-03-12T10:00:00Z")
    found = next(each for each in episodes(repo.path) if each.kind == "learning")
    assert found.title == "Fixed a bug of my own: “Read the last block, too”"
    assert "comes with a test" in found.because


def test_a_deprecation_that_was_carried_through_is_ownership(repo: Repo) -> None:
    repo.commit("Deprecate `Cart.total_price`", {"cart.py": "1\n"}, when="2026-01-02T10:00:00Z")
    repo.commit("Deprecate `Shop.open`", {"shop.py": "1\n"}, when="2026-01-03T10:00:00Z")
    repo.commit("Remove the deprecated `Cart.total_price`", {"cart.py": "2\n"}, when="2026-08-02T10:00:00Z")
    found = [each for each in episodes(repo.path) if each.kind == "ownership"]
    assert [each.title for each in found] == ["Carried a deprecation through: “Deprecate `Cart.total_price`”"]


def test_code_that_went_is_a_simplification_and_code_that_moved_is_none(repo: Repo) -> None:
    repo.commit("Begin", {"old.py": "1\n" * 600, "other.py": "1\n" * 600})
    repo.commit("Compute shipping in one place instead of two", {"old.py": "2\n" * 40}, when="2026-04-02T10:00:00Z")
    repo.commit("Move the other to a package of its own", {"other.py": "2\n"}, when="2026-06-02T10:00:00Z")
    found = [each for each in episodes(repo.path) if each.kind == "simplification"]
    assert [each.title for each in found] == ["Simplified: “Compute shipping in one place instead of two”"]


def newcomer(repo: Repo, name: str, reviewed: int) -> None:
    for number in range(20):
        said = "\n\nReviewed-by: Ada Example <ada@example.com>" if number < reviewed else ""
        when = f"2026-{1 + number // 2:02}-{2 + number % 2:02}T10:00:00Z"
        repo.commit(
            f"Change {number}{said}", {f"{number}.py": "1\n"}, who=f"{name} <{number % 2}@example.com>", when=when
        )


def test_a_newcomer_whose_first_changes_one_reviewed_and_who_stayed_is_mentoring(repo: Repo) -> None:
    repo.commit("Begin", {"a.py": "1\n"})
    newcomer(repo, "Bo Example", reviewed=4)
    assert told(repo)["mentoring"] == "Bo Example went from a first change to 20 commits"


@pytest.mark.parametrize(("name", "reviewed"), [("Bo Example", 1), ("Ada Example", 4)])
def test_one_review_is_no_mentoring_nor_is_another_address_of_ones_own(repo: Repo, name: str, reviewed: int) -> None:
    repo.commit("Begin", {"a.py": "1\n"})
    newcomer(repo, name, reviewed)
    assert "mentoring" not in told(repo)


def test_a_fix_of_what_ones_own_change_was_about_is_likely_a_bug_of_ones_own(repo: Repo) -> None:
    code = {"orders.py": "1\n" * 40}
    repo.commit("Read large order files in blocks", code, when="2026-03-02T10:00:00Z")
    repo.commit("Count the carts of all shops", {"carts.py": "1\n" * 40}, when="2026-03-03T10:00:00Z")
    fix = {"orders.py": "1\n" * 40 + "2\n" * 9, "tests/test_orders.py": "1\n"}
    repo.commit(
        "Fix the last block of order files\n\nIt was left out where a file ended without a new line, so that orders of the last hour were lost.",
        fix,
        when="2026-03-12T10:00:00Z",
    )
    found = [each for each in episodes(repo.path) if each.kind == "learning"]
    assert [[moment.commit.subject for moment in each.moments] for each in found] == [
        ["Read large order files in blocks", "Fix the last block of order files"]
    ]
    assert "check with `git blame` whether that was the cause" in found[0].because[0]


def test_work_that_replaces_a_pull_request_which_was_never_merged_is_another_try(repo: Repo) -> None:
    merged = {"a.py": "1\n" * 40}
    repo.commit("Cache prices (#4)", merged, when="2026-03-02T10:00:00Z")
    message = "Read prices in one query\n\nThis replaces #7, which cached them for each shop.\nIt builds on #4."
    repo.commit(message, {"b.py": "1\n" * 40}, when="2026-04-02T10:00:00Z")
    repo.commit("Forget prices\n\nThis replaces #4.", {"c.py": "1\n" * 40}, when="2026-05-02T10:00:00Z")
    assert told(repo)["rework"] == "Replaced #7 by “Read prices in one query”"


@pytest.mark.parametrize("form", ["text", "json"])
def test_episodes_are_shown_with_the_questions_they_could_answer(repo: Repo, upward: Run, form: str) -> None:
    bad = repo.commit("Cache prices in memory", {"prices.py": "1\n" * 40}, when="2026-03-02T10:00:00Z")
    repo.commit(
        f"Use no cache\n\nThis reverts commit {bad}.", {"prices.py": "2\n"}, who=BO, when="2026-03-09T10:00:00Z"
    )
    code, out, _ = upward("mine", str(repo.path), "--author", "ada@example.com", "--episodes", "--format", form)
    assert code == 0
    if form == "text":
        assert "Could answer: Tell me about a mistake you made that affected other people." in " ".join(out.split())
    else:
        found = json.loads(out)["efforts"][0]
        assert (found["kind"], [each["role"] for each in found["commits"]]) == ("failure", ["the change", "reverted"])
        assert found["questions"][0]["id"] == "mistake-made-affected-other-people"


def test_efforts_and_episodes_of_the_same_commits_are_both_kept_and_a_draft_begins_from_the_episode(
    repo: Repo, upward: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = repo.commit("Cache prices in memory", {"prices.py": "1\n" * 40}, when="2026-03-02T10:00:00Z")
    repo.commit(
        f"Use no cache\n\nThis reverts commit {bad}.", {"prices.py": "2\n"}, who=BO, when="2026-03-09T10:00:00Z"
    )
    upward("init", "log")
    monkeypatch.chdir(tmp_path / "log")
    asked = ("mine", str(repo.path), "--author", "ada@example.com", "--save", "--format", "json")
    written = [json.loads(upward(*asked, *more)[1])["written"] for more in ([], ["--episodes"], [], ["--episodes"])]
    assert [len(each) for each in written] == [1, 1, 0, 0]
    drafted = json.loads(upward("draft", written[1][0], "--format", "json", "--dry-run")[1])
    assert drafted["template"] == "crisis"


def test_a_reviewer_named_in_a_line_of_prose_without_an_address_is_a_reviewer(repo: Repo) -> None:
    repo.commit("Begin", {"a.py": "1\n"})
    for number in range(3):
        message = f"Change {number}\n\nAuthor: bo\nReviewer: Ada Example, cy\nFixes: #{number}"
        repo.commit(message, {f"{number}.py": "1\n"}, who=BO, when=f"2026-01-0{2 + number}T10:00:00Z")
    found = IMPORTER.read(PathImportSource(str(repo.path)), ImportQuery(("ada@example.com",)))
    assert "Reviewed 3 changes of others in 2026" in {each.title for each in proposed(found)}
