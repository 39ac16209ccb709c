"""Mock interviews: what is asked, which story is told, what follows, and what is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from upward.analysis.rehearsal.question_draw import company_labels, draw_questions
from upward.model.rubric import Question


def question(ident: str, principle: str, level: str = "senior") -> Question:
    return Question(ident, f"About {ident}?", level, (principle,), ())


BANK = [
    question("one", "ownership"),
    question("two", "dive-deep"),
    question("three", "frugality"),
    question("four", "ownership"),
]


def test_questions_met_before_come_last() -> None:
    drawn = draw_questions(BANK, "senior", 4, already=["about ONE", "About two?", "About four?"], seed="x")
    assert drawn[0].id == "three"
    assert {each.id for each in drawn} == {"one", "two", "three", "four"}


def test_each_question_is_about_something_else_while_it_can_be() -> None:
    drawn = draw_questions(BANK, "senior", 3, seed="x")
    assert len({each.principles for each in drawn}) == 3


def test_what_the_company_looks_for_and_where_one_is_weak_comes_first() -> None:
    assert draw_questions(BANK, "senior", 1, wanted=["frugality"], weak=["dive-deep"], seed="x")[0].id == "three"
    assert draw_questions(BANK, "senior", 1, weak=["dive-deep"], seed="x")[0].id == "two"


def test_the_same_seed_draws_the_same_questions() -> None:
    assert draw_questions(BANK, "senior", 3, seed="a") == draw_questions(BANK, "senior", 3, seed="a")


def test_companies_have_the_principles_of_their_rubrics(catalogue) -> None:
    assert "ownership" in company_labels("Amazon", catalogue.rubrics)
    assert company_labels("google", catalogue.rubrics)
    assert company_labels("Example Payments", catalogue.rubrics) == set()


# Which story; Enter to start; Enter at the end; three follow-ups, each Enter and a rating; the four numbers; rating; note.
ANSWER = ("4", "", "", "", "good", "", "hard", "", "again", "11", "2", "4", "18", "good", "Shorter.")


def runs_of(logbook: Path) -> list[str]:
    return [path.read_text("utf-8") for path in sorted((logbook / "rehearsals").glob("2026-07-01*.md"))]


def test_a_mock_interview_keeps_story_follow_ups_numbers_and_the_better_story(upward, logbook: Path, typed) -> None:
    typed(*ANSWER)
    code, out, err = upward(
        "rehearse", "mock", "--question", "Tell me about the worst production incident you led.", "--format", "json"
    )
    assert code == 0, err
    (answer,) = json.loads(out)
    assert answer["story"] == "example-technical-direction"
    assert answer["better"] == "example-crisis"
    assert [row["rating"] for row in answer["follow_ups"]] == ["good", "hard", "again"]
    assert answer["next"]
    (kept,) = runs_of(logbook)
    assert "mode: mock" in kept
    assert "loop:" in kept
    assert "state:" not in kept
    # The match is shown only after the telling.
    assert err.index("fits this question better") > err.index("How did it go?")


def test_follow_ups_met_in_a_mock_are_practised_later(upward, logbook: Path, typed) -> None:
    typed(*ANSWER)
    upward("rehearse", "mock", "--question", "Tell me about a decision.")
    cards = json.loads(upward("rehearse", "plan", "example-technical-direction", "--format", "json")[1])
    assert [card["kind"] for card in cards].count("follow-up") == 3


@pytest.mark.parametrize("lines", range(1, len(ANSWER)))
def test_a_mock_that_is_cut_off_keeps_what_was_answered(upward, logbook: Path, typed, lines: int) -> None:
    typed(*ANSWER[:lines])
    code, _, err = upward("rehearse", "mock", "--question", "Tell me about a decision.")
    assert code == 1
    assert "Traceback" not in err
    # From the end of the telling on there is something to keep.
    assert len(runs_of(logbook)) == (1 if lines >= 3 else 0)


def test_one_story_is_told_to_three_questions_that_were_not_asked_before(upward, logbook: Path, typed) -> None:
    typed(*(ANSWER[1:] * 3))
    code, out, err = upward("rehearse", "mock", "example-technical-direction", "--loop", "3", "--format", "json")
    assert code == 0, err
    answers = json.loads(out)
    assert {row["story"] for row in answers} == {"example-technical-direction"}
    assert len({row["question"] for row in answers}) == 3
    assert all(row["question"] in "".join(runs_of(logbook)) for row in answers)
    (loop,) = {line for text in runs_of(logbook) for line in text.splitlines() if line.startswith("loop: ")}
    again = upward("rehearse", "mock", "--debrief", loop.removeprefix("loop: ").strip('"'), "--format", "json")[1]
    assert json.loads(again) == answers
    code, _, err = upward("rehearse", "mock", "--debrief", "2020-01-01-000000")
    assert (code, "No run has `loop: 2020-01-01-000000`" in err) == (2, True)


def test_a_company_without_a_known_list_is_told_so(upward, logbook: Path, typed) -> None:
    typed(*ANSWER)
    _, out, err = upward("rehearse", "mock", "--company", "Metro Foods")
    assert "No principles of Metro Foods are known" in out + err
