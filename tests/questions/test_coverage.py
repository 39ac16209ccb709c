"""The smallest bank of stories, and a story for each question of an interview."""

from __future__ import annotations

import itertools
import json
import random
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))


from upward.analysis.questions import indexed_story
from upward.analysis.questions.coverage import GRADED_COST, graded_bank, smallest_bank
from upward.analysis.questions.interview_plan import assign_stories
from upward.jobs import cover
from upward.model.record import Record
from upward.session import story_bank

LADDERS = Path(__file__).parents[1] / "data" / "ladders"
TRAINING = Path(__file__).parents[2] / "training"


def test_a_cover_is_as_good_as_trying_every_choice() -> None:
    dice = random.Random(5)
    for _ in range(40):
        stories = [f"s{number}" for number in range(dice.randrange(1, 7))]
        items = {
            f"i{number}": {story: dice.random() for story in stories if dice.random() < 0.3}
            for number in range(dice.randrange(1, 9))
        }
        size = dice.randrange(1, 5)
        found = smallest_bank(items, size)
        met = len(items) - len(found.uncovered)
        every = [choice for length in range(size + 1) for choice in itertools.combinations(stories, length)]
        counts = [
            (sum(any(story in each for story in choice) for each in items.values()), -len(choice)) for choice in every
        ]
        assert found.optimal
        assert (met, -len(found.chosen)) == max(counts)


def test_a_graded_bank_is_as_good_as_trying_every_choice() -> None:
    dice = random.Random(7)
    for _ in range(30):
        stories = [f"s{number}" for number in range(dice.randrange(1, 6))]
        items = {
            f"i{number}": {story: dice.random() for story in stories if dice.random() < 0.5}
            for number in range(dice.randrange(1, 7))
        }
        size = dice.randrange(1, 5)

        def worth(choice, items=items):
            return sum(
                max([each.get(story, 0.0) for story in choice] or [0.0]) for each in items.values()
            ) - GRADED_COST * len(choice)

        best = max(worth(choice) for length in range(size + 1) for choice in itertools.combinations(stories, length))
        assert worth(graded_bank(items, size).chosen) == pytest.approx(best)


def test_a_little_less_strength_changes_little() -> None:
    for strength in (0.49, 0.5, 0.51):
        items = {"a": {"x": strength, "y": 0.2}, "b": {"y": 0.9}}
        assert graded_bank(items, 2).chosen == ("x", "y")


def test_drafts_and_lines_for_a_resume_are_in_no_bank(upward, logbook: Path) -> None:
    (logbook / "stories" / "empty.md").write_text(
        "---\ntitle: Empty\nthemes: [customer-impact]\n---\n\n{{why: Why?}}\n"
    )
    (logbook / "stories" / "line.md").write_text(
        "---\ntitle: Line\nthemes: [customer-impact]\n---\n\n- Cut costs by 40 percent.\n"
    )
    data = json.loads(upward("cover", "--format", "json")[1])
    assert {"empty", "line"} <= set(data["unfinished"])
    assert "theme:customer-impact" in data["uncovered"]
    assert not {"empty", "line"} & {row["story"] for row in data["bank"]}


def test_the_solver_prints_nothing_into_the_answer(capfd: pytest.CaptureFixture[str]) -> None:
    graded_bank({"a": {"x": 0.9}}, 1)
    assert capfd.readouterr() == ("", "")


def test_the_levels_have_one_vocabulary(upward, logbook: Path) -> None:
    (logbook / ".upward" / "config.toml").write_text('level = "intermediate"\n')
    assert json.loads(upward("cover", "--format", "json")[1])["level"] == "intermediate"
    assert json.loads(upward("cover", "--level", "mid", "--format", "json")[1])["level"] == "intermediate"
    assert upward("cover", "--level", "boss")[0] == 2
    # What an earlier version wrote is no fault.
    (logbook / "questions" / "why.md").write_text("---\nkind: question\ntitle: Why?\nlevel: mid\n---\n")
    assert "level" not in upward("check", "questions/why.md")[1]


def test_a_plan_is_as_good_as_trying_every_order() -> None:
    dice = random.Random(6)
    for _ in range(60):
        asked = [f"q{number}" for number in range(dice.randrange(1, 5))]
        told = [f"s{number}" for number in range(4)]
        strengths = {question: {story: dice.random() for story in told if dice.random() < 0.6} for question in asked}
        plan = assign_stories(strengths)
        assert len(set(plan.pairs.values())) == len(plan.pairs)
        value = sum(1 + strengths[question][story] for question, story in plan.pairs.items())
        best = max(
            sum(
                1 + strengths[question][story]
                for question, story in zip(asked, order, strict=True)
                if story in strengths[question]
            )
            for order in itertools.permutations(told, len(asked))
        )
        assert value == pytest.approx(best)


def test_one_more_question_answered_is_worth_more_than_stronger_answers() -> None:
    plan = assign_stories({"a": {"x": 1.0, "y": 0.5}, "b": {"x": 0.5}, "c": {}})
    assert plan.pairs == {"a": "y", "b": "x"}
    assert plan.unanswered == ("c",)


def test_without_the_solver_a_bank_is_chosen_greedily_and_not_called_the_best(
    upward, logbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    best = json.loads(upward("cover", "--format", "json")[1])
    monkeypatch.setattr("upward.analysis.questions.coverage._has_solver", lambda: False)
    out = upward("cover")[1]
    assert "Chosen greedily" in out
    found = json.loads(upward("cover", "--format", "json")[1])
    assert not found["optimal"]
    assert found["gap"] is None
    assert len(found["uncovered"]) >= len(best["uncovered"])
    (logbook / "loop.txt").write_text("Tell me about a crisis.\nTell me about mentoring.\n")
    plan = json.loads(upward("cover", "--loop", "loop.txt", "--format", "json")[1])
    told = [row["story"] for row in plan["plan"] if row["story"]]
    assert len(told) == len(set(told))
    assert plan["optimal"]


def test_cover_shows_the_bank_the_gaps_and_what_to_write(upward, logbook: Path) -> None:
    code, out, _ = upward("cover", "--format", "json")
    data = json.loads(out)
    assert code == 1
    assert len(data["bank"]) + len(data["unused"]) == 4
    assert {item.split(":")[0] for row in data["bank"] for item in row["covers"]} == {"theme"}
    closing = {each for row in data["to_write"] for each in row["covers"]}
    assert closing == set(data["uncovered"])
    questions_file = logbook / "loop.txt"
    questions_file.write_text("Tell me about a crisis\nTell me about mentoring someone\n")
    data = json.loads(upward("cover", "--loop", "loop.txt", "--format", "json")[1])
    told = [row["story"] for row in data["plan"]]
    assert len(set(told)) == 2
    assert "example-mentorship" in told
    assert "●" in upward("cover", "--matrix")[1]


def test_a_bank_for_themes_compares_only_the_stories_without_tags_and_is_the_same(
    upward, logbook: Path, monkeypatch
) -> None:
    untagged = logbook / "stories/example-crisis.md"
    untagged.write_text(re.sub(r"(?m)^themes: .*\n", "", untagged.read_text()))
    compared: list[str] = []

    def noted(story: Record, *arguments, **options):
        compared.append(story.path)
        return indexed_story.story_affinities(story, *arguments, **options)

    monkeypatch.setattr(story_bank, "story_affinities", noted)
    code, fewer, _ = upward("cover", "--format", "json")
    assert compared == ["stories/example-crisis.md"]
    monkeypatch.setattr(cover, "lacks_tags", lambda _: None)
    assert (code, fewer, "") == upward("cover", "--format", "json")
    assert len(compared) == 4


def test_a_bank_holds_no_story_that_covers_nothing_and_an_empty_one_proves_nothing(upward, tmp_path: Path) -> None:
    assert upward("init")[0] == 0
    out = upward("cover")[1]
    assert "There is no finished story yet" in out
    assert "No other set" not in out
    note = "We moved the printers to another floor in the spring, and I carried most of them with a trolley. " * 5
    (tmp_path / "stories").mkdir(exist_ok=True)
    (tmp_path / "stories/printers.md").write_text(f"---\ntitle: Printers\n---\n\n{note}\n")
    data = json.loads(upward("cover", "--format", "json")[1])
    assert all(row["covers"] for row in data["bank"])
    assert [row["story"] for row in (*data["bank"], *data["unused"])] == ["printers"]
    assert upward("decide", "new", "Which printer")[0] == 0
    assert "1 story, 1 decision." in upward("today")[1]


def test_a_plan_of_a_loop_says_which_questions_ask_for_no_story(upward, logbook: Path) -> None:
    (logbook / "loop.txt").write_text("Why us?\nTell me about a crisis you led.\n")
    data = json.loads(upward("cover", "--loop", "loop.txt", "--format", "json")[1])
    assert [row["asks_for_story"] for row in data["plan"]] == [False, True]
    assert data["unanswered"] == []
    out = upward("cover", "--loop", "loop.txt")[1]
    assert "asks for no story" in out
    assert "1 of 1 answered" in out
