"""What makes an effort matter: sizes, sorts and notes for users, and no project's words; and how the weights are trained."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from upward.analysis import significance
from upward.analysis.significance import Weights
from upward.analysis.weight import Scale
from upward.model.effort import Commit, FileChange, Person

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
from train_significance import GRADES, grades, ndcg

ADA = Person("Ada Example", "ada@example.com")
WHEN = datetime(2026, 3, 2, 12, tzinfo=UTC)


def commit(message: str, *changes: tuple[str, int], day: int = 0) -> Commit:
    made = tuple(FileChange(path, lines, 0) for path, lines in changes)
    return Commit("a" * 40, (), ADA, ADA, WHEN + timedelta(days=day), message, changes=made)


def score(*commits: Commit, attributes: str = "") -> float:
    found = significance.facts(commits, ADA, Scale(attributes))
    return Weights.shipped().score(significance.features(commits, found))


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
    assert score(quiet) < score(plain) < score(noted)


def test_what_the_repository_calls_generated_counts_little() -> None:
    made = commit("Add the client", ("api/client.ts", 4000))
    assert score(made, attributes="api/* linguist-generated\n") < score(made)


def test_every_score_says_why_and_no_feature_is_a_name() -> None:
    weights = Weights.shipped()
    for each in (FEATURE, *LESS.values()):
        found = significance.facts([each], ADA, Scale())
        made = significance.features([each], found)
        assert list(significance.reasons(made, found, weights))
        assert made.keys() - weights.of.keys() == set()
    assert weights.about


def test_release_notes_become_grades() -> None:
    text = (
        "2.0 (2026-01-01)\n\nBackwards incompatible changes\n----------\n- Drop x (#1)\n\nFeatures\n--------\n- Add y (#2, #3)\n\n"
        "Bugfixes\n--------\n- Fix z :issue:`4`\n- And #2 again\n\nMisc\n----\n- #5\n"
    )
    assert grades([text]) == {"#1": 3, "#2": 3, "#3": 3, "#4": 2, "#5": 1}
    assert max(grade for grade, _ in GRADES) == 3


def test_the_measure_is_one_for_the_best_order() -> None:
    assert ndcg([3, 2, 1, 0]) == 1.0
    assert ndcg([0, 0, 0]) == 0.0
    assert 0 < ndcg([0, 1, 2, 3]) < 1
