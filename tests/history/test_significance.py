"""What makes an effort matter: sizes, sorts and notes for users, and no project's words; and how the weights are trained."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from upward.analysis.history import significance
from upward.analysis.history.change_types import change_types
from upward.analysis.history.churn import ChurnWeights
from upward.analysis.history.commit_messages import cleaned
from upward.analysis.history.credit import credit
from upward.analysis.history.hidden_work import kind_of
from upward.analysis.history.merge_messages import read_merge
from upward.analysis.history.significance import SignificanceModel
from upward.analysis.history.title_model import BEST, LEAST, TitleModel, title_features
from upward.model.effort import Commit, FileChange, Person

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
from release_notes import GRADES, entries
from train_significance import grades, ndcg

ADA = Person("Ada Example", "ada@example.com")
WHEN = datetime(2026, 3, 2, 12, tzinfo=UTC)


def commit(message: str, *changes: tuple[str, int], day: int = 0) -> Commit:
    made = tuple(FileChange(path, lines, 0) for path, lines in changes)
    return Commit("a" * 40, (), ADA, ADA, WHEN + timedelta(days=day), message, changes=made)


def score(*commits: Commit, attributes: str = "") -> float:
    found = significance.effort_facts(commits, cleaned(commits[0].subject), ADA, ChurnWeights(attributes))
    return SignificanceModel.shipped().score(significance.features(commits, found))


FEATURE = commit("Add retries to uploads (#4)", ("src/up.py", 120), ("tests/test_up.py", 60), ("docs/up.md", 20))
LESS = {
    "a lock file of nine thousand lines": commit("Add locks", ("poetry.lock", 9000)),
    "vendored code": commit("Add library", ("vendor/lib.py", 9000)),
    "a formatting sweep": commit("Reformat with black", *((f"src/f{n}.py", 80) for n in range(60))),
    "a release's own commit": commit("Release 2.1.0", ("CHANGES.rst", 40), ("src/version.py", 2)),
    "a typo": commit("Fix typo in docs", ("docs/up.md", 1)),
    "tests alone": commit("Add tests for uploads", ("tests/test_up.py", 200)),
    "automation alone": commit("Add python 3.13 to CI", (".github/workflows/ci.yml", 30)),
    "dependencies alone": commit("Bump rich from 13 to 14", ("requirements.txt", 2)),
}


@pytest.mark.parametrize("name", LESS)
def test_what_users_never_hear_of_counts_less_than_a_feature(name: str) -> None:
    assert score(LESS[name]) < 0.5 * score(FEATURE), name


def test_what_maintainers_note_for_users_counts_more() -> None:
    plain = commit("Handle empty bodies", ("src/up.py", 20))
    noted = commit("Handle empty bodies", ("src/up.py", 20), ("changelog.d/12.bugfix.rst", 1))
    quiet = commit("Handle empty bodies", ("src/up.py", 20), ("newsfragments/12.misc.rst", 1))
    assert score(quiet) <= score(plain) < score(noted)


def test_what_the_repository_calls_generated_counts_little() -> None:
    made = commit("Add the client", ("api/client.ts", 4000))
    assert score(made, attributes="api/* linguist-generated\n") < score(made)


def test_every_score_says_why_and_no_feature_is_a_name() -> None:
    weights = SignificanceModel.shipped()
    for each in (FEATURE, *LESS.values()):
        found = significance.effort_facts([each], cleaned(each.subject), ADA, ChurnWeights())
        made = significance.features([each], found)
        assert list(significance.reasons(made, found, weights))
        assert made.keys() - weights.of.keys() == set()
    assert weights.about


BY_TOWNCRIER = """News
====

2.0 (2026-01-01)
----------------

Backwards incompatible changes
~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~

- Drop the old reader. (`#1 <https://example.com/1>`_)

Features
~~~~~~~~

- `#2 <https://example.com/2>`_: Add :class:`x.Reader`, which :func:`reads <y>`
  whatever comes (#3)

  A second paragraph.

Improved Documentation
~~~~~~~~~~~~~~~~~~~~~~

- Say how -- by :user:`ada`.

  *Related issues:* :issue:`4`.

1.9 (2025-12-01)
----------------

- Repair the writer (#5)

Miscellaneous internal changes
~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~

- #6, #7
"""
BY_HAND = """# Changelog

## [2.0](https://example.com/2.0) - 2026-01-01

### Backwards-incompatible Changes

- Drop x.
  [#1](https://example.com/1)

### Changes

- Repair y [#2](https://example.com/2)
"""
AS_DATA = """ancestor: 1.0
releases:
  2.0:
    changes:
      deprecated_features:
      - copy - the ``old`` option goes (https://example.com/issues/1).
      bugfixes:
      - Repair y (https://example.com/pull/2)
      release_summary: Words.
"""


def test_a_title_speaks_for_an_effort_or_against_it() -> None:
    def because(subject: str) -> list[str]:
        made = commit(subject, ("src/up.py", 30))
        found = significance.effort_facts([made], cleaned(subject), ADA, ChurnWeights())
        return list(significance.reasons(significance.features([made], found), found, SignificanceModel.shipped()))

    assert "title reads like a headline of release notes" in because("Add support for brotli")
    assert "title reads like an internal change" in because("Fix typos in the documentation")
    assert not [each for each in because("Look into the pool") if each.startswith("title reads")]


def test_release_notes_become_grades() -> None:
    assert grades([BY_TOWNCRIER]) == {"#1": 3, "#2": 3, "#3": 3, "#4": 1, "#5": 2, "#6": 1, "#7": 1}
    assert grades([BY_HAND]) == {"#1": 3, "#2": 2}
    assert grades([AS_DATA]) == {"#1": 3, "#2": 2}
    assert max(grade for grade, _ in GRADES) == 3


def test_of_a_note_the_words_are_kept_and_neither_links_nor_names() -> None:
    said = [each.text for text in (BY_TOWNCRIER, BY_HAND, AS_DATA) for each in entries(text)]
    assert said == [
        "Drop the old reader.", "Add `x`, which `x` whatever comes", "Say how", "Repair the writer", ",",
        "Drop x.", "Repair y", "the ``old`` option goes", "Repair y",
    ]  # fmt: skip


def test_titles_read_like_what_users_are_told_first_or_last() -> None:
    worth = TitleModel.shipped().title_score
    assert (
        worth("Add support for brotli") > worth("Fix a crash on empty input") > worth("Fix typos in the documentation")
    )
    assert worth("Deprecate the old reader") > 2 * worth("Upgrade vendored libraries")
    assert LEAST <= worth("") <= BEST


def test_what_a_program_is_called_counts_as_any_name() -> None:
    assert (
        title_features("Add `foo.bar` to x.py")
        == title_features("Add ``baz`` to y/z.rs")
        == {"Name", "add", "to", "^add", "^add Name"}
    )


@pytest.mark.parametrize(
    "title", ["Release the lock early", "Format dates by locale", "Merge sorted runs", "Support response headers"]
)
def test_work_is_not_taken_for_upkeep_by_its_first_word(title: str) -> None:
    assert not {"chore", "release", "sweep"} & set(change_types(title))


def test_what_stands_before_the_words_hides_no_sort() -> None:
    subject = "[PR #12/abc backport][3.9] gh-7: Add retries to uploads (GH-9) (#13)"
    assert cleaned(subject) == "Add retries to uploads"
    assert "feature" in change_types(subject)
    assert set(change_types("deps: bump rich from 13 to 14")) == {"chore", "environment"}
    assert "breaking" in change_types("feat(api)!: one answer for all")


def test_a_release_that_takes_notes_away_adds_none() -> None:
    gone = Commit("a" * 40, (), ADA, ADA, WHEN, "Publish", changes=(FileChange("changelog.d/1.feature.rst", 0, 3),))
    assert not significance.effort_facts([gone], "Publish", ADA, ChurnWeights()).sorts


def test_the_measure_is_one_for_the_best_order() -> None:
    assert ndcg([3, 2, 1, 0]) == 1.0
    assert ndcg([0, 0, 0]) == 0.0
    assert 0 < ndcg([0, 1, 2, 3]) < 1


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Add a checkpoint to fix #119", "Add a checkpoint to fix #119"),
        ("Part 3 of #7", "Part 3 of #7"),
        ("Fix the import, closes #12", "Fix the import"),
        ("ENH: Allow empty carts (#12)", "Allow empty carts"),
        ("fix(cart): keep it", "Keep it"),
        ("docs: typo", "docs: typo"),
        ("http2: fix the leak", "http2: fix the leak"),
        ('Revert "Add retries (#12)" (#13)', 'Revert "Add retries"'),
        ("Fixed #12 -- Kept the order of keys.", "Kept the order of keys"),
        ("#12341 trial -j auto (#12342)", "Trial -j auto"),
    ],
)
def test_a_title_is_never_a_fragment(subject: str, title: str) -> None:
    assert cleaned(subject) == title


def test_a_branch_squashed_by_hand_bears_the_title_behind_its_name() -> None:
    assert read_merge("Merge sendmsg-py3-7884-2: Port sendmsg to Python 3").title == "Port sendmsg to Python 3"
    assert read_merge("Merge rebuild-2297\n\nFixes #2297\n\nMake it work.").title == "Make it work"
    assert read_merge("Merge branch '3.12' into main").lasting
    assert not read_merge("Merge pull request #3 from ada/master\n\nAdd x").lasting
    assert read_merge("Merge pull request #4 from ada/forward\n\nMerge 2.6 into the main branch").lasting
    assert read_merge("Merge pull request #5 from acme/develop\n\nRelease 1.5.2").lasting
    assert not read_merge("Merge pull request #6 from ada/develop\n\nFix the count").lasting
    assert read_merge("Merge branch 'develop' into 'main'\n\nJuly\n\nSee merge request a/b!7").lasting
    assert not read_merge("Merge branch 'main' into 'main'\n\nFix the count\n\nSee merge request a/b!8").lasting
    assert not read_merge("Merge pull request #9 from ada/x\n\nMerge development tools into one script").lasting


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("Deprecate `no_docstring`", True),
        ("sources: deprecate priority 'default'", True),
        ("Remove the deprecated Setuptools integration", True),
        ("Add a deprecation warning for old settings", True),
        ("Warn on deprecated index types", True),
        ("Avoid the deprecated JSON API", False),
        ("Fix deprecation warnings", False),
        ("Remove use of deprecated distutils", False),
        ("Remove usages of timezone.utc which is deprecated", False),
        ("Note correct deprecation version", False),
    ],
)
def test_who_stops_using_what_others_deprecated_deprecates_nothing(title: str, *, says: bool) -> None:
    found = significance.effort_facts([commit(title, ("src/up.py", 20))], title, ADA, ChurnWeights())
    assert ("deprecation" in found.sorts) is says


def test_a_note_whose_name_begins_with_its_kind_is_a_note() -> None:
    made = commit("Count carts", ("src/up.py", 20), ("changelog/new_count_of_carts.md", 1))
    found = significance.effort_facts([made], made.subject, ADA, ChurnWeights())
    assert {"noted", "noted_feature"} <= found.sorts


def test_a_deprecation_of_a_few_lines_counts_only_where_a_note_tells_of_it() -> None:
    def sorts(*files: tuple[str, int]) -> set[str]:
        made = commit("Remove the deprecated entry point", *files)
        found = significance.effort_facts([made], made.subject, ADA, ChurnWeights())
        return significance.features([made], found).keys() & {"deprecation", "breaking"}

    assert sorts(("src/up.py", 13)) == set()
    assert sorts(("src/up.py", 13), ("changelog.d/4.removed.md", 1)) == {"deprecation", "breaking"}
    assert sorts(("src/up.py", 130)) == {"deprecation", "breaking"}


def test_a_broken_build_breaks_nothing_that_users_rely_on() -> None:
    assert "breaking" not in set(change_types("Disable tests due to a package breaking main"))
    assert "breaking" in set(change_types("Breaking: refuse empty names"))


def test_a_list_of_requirements_is_no_documentation() -> None:
    made = commit("Limit Sphinx", ("requirements/docs.txt", 2))
    found = significance.effort_facts([made], made.subject, ADA, ChurnWeights())
    counted = significance.features([made], found)
    assert (counted["only_docs"], counted["only_dependencies"]) == (0.0, 1.0)
    assert kind_of([made], found, made.subject) == "work"


def test_who_merges_their_own_work_under_another_address_is_nobody_else() -> None:
    other = Person("Ada Example", "ada@home.example", "merger")
    bo = Person("Bo Example", "bo@example.com", "reviewer")
    made = Commit("b" * 40, (), ADA, ADA, WHEN, "Add", people=(other, bo), changes=(FileChange("a.py", 2, 0),))
    assert significance.effort_facts([made], "Add", ADA, ChurnWeights()).others == 1
    assert [each.name for each in credit([made], None, frozenset({"ada@example.com"})).people] == [
        "Ada Example",
        "Bo Example",
    ]


def test_a_database_rollback_is_no_hotfix() -> None:
    made = commit("Explicit DB rollback for 500 errors", ("src/db.py", 20))
    found = significance.effort_facts([made], made.subject, ADA, ChurnWeights())
    assert kind_of([made], found, made.subject) == "work"
