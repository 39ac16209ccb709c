"""How a story is told: what the rules on the roles of sentences find, and what they leave alone."""

from __future__ import annotations

import pytest

# Stories that use the words a checker looks for, and tell nothing.
GAMED = (
    "We moved the service to the new host although it was Monday. I helped. It went well. I learned a lot.",
    "I was asked to improve the page. I worked hard, although it was raining. Everyone was happy. I learned a lot.",
    "I led the project. Despite everything it was a success. I realised how important communication is.",
    "The problem was hard, but I solved it. Results improved. I learned so much from this.",
)


@pytest.mark.parametrize("text", GAMED)
def test_the_right_words_alone_do_not_pass(text: str, names) -> None:
    assert {"vague-outcome", "missing-result"} & set(names(text + "\n"))
    assert {"no-learning", "generic-lesson"} & set(names(text + "\n"))


def test_the_emptiest_note_gets_more_findings_than_a_full_one(names) -> None:
    full = (
        "Builds took 20 minutes, and twelve engineers waited. I had to halve that by June. Two teams refused to change "
        "their steps. I measured each step and removed the slowest three. It takes 9 minutes since. I learned to measure "
        "first; since then I profile before I plan.\n"
    )
    assert len(names("It was fine in the end.\n")) > len(names(full))


def test_a_result_is_missing_or_vague_and_never_both(names) -> None:
    for text in (
        "All went fine.",
        "I rewrote the page. People said they were glad.",
        "I asked both and wrote it down.",
    ):
        assert not {"vague-outcome", "missing-result"} <= set(names(text + "\n"))


def test_recalling_something_is_no_action_of_ones_own(names) -> None:
    text = "It was the hardest week I remember. We moved the shop to the new host in two nights. We skipped the tests. It ran.\n"
    assert "we-without-i" in names(text)


def test_a_result_of_the_team_accuses_nobody(names) -> None:
    text = "I had to bring the release home although it was late. I cut it into slices and asked two engineers to lead one each. The team made the date.\n"
    assert "we-without-i" not in names(text)


def test_an_approval_or_a_date_met_is_a_result(names) -> None:
    for result in ("The board approved it in the same meeting.", "We shipped on the announced date."):
        assert "vague-outcome" not in names(
            f"## Action\nI wrote the proposal and showed it to each member.\n## Result\n{result}\n"
        )


def test_a_mood_beside_a_fact_does_no_harm(names) -> None:
    text = "## Action\nI rewrote the import.\n## Result\nEverybody was happy. It takes 4 minutes instead of 50.\n"
    assert "vague-outcome" not in names(text)


def test_a_role_is_a_task(names) -> None:
    text = "Our course project was a timetable for the phone, and I led the group of four. I paired with two who had never programmed. We got the best mark.\n"
    assert "missing-task" not in names(text)


def test_a_fact_found_out_midway_is_no_lesson_and_a_principle_is_one(names) -> None:
    found = "Invoices were late each month and I had to find out why. I learned that the bank closes at four, so I moved the job to three. No invoice has been late since, over 11 months.\n"
    assert "no-learning" in names(found)
    assert "no-learning" not in names(
        found + "My principle since: no schedule without asking the other side for theirs.\n"
    )


def test_a_platitude_is_told_as_generic(names) -> None:
    text = "## Action\nI wrote the queue, although two teams objected.\n## Result\nOutages fell from 8 to 3 a month.\n## Learning\nI learned that teamwork and communication matter.\n"
    assert "generic-lesson" in names(text)
    assert "generic-lesson" not in names(
        text.replace("that teamwork and communication matter", "to ask both teams before I write code")
    )


def test_blame_is_found_and_a_constraint_is_none(names) -> None:
    assert "blame" in names("I wrote it, although the database team is useless and it was their fault.\n")
    assert "blame" not in names("I wrote it, since the database team had no time before June.\n")


def test_a_hypothetical_answer_and_a_habit_are_no_occasion(names) -> None:
    would = "When two colleagues quarrel, I would talk to each of them alone. Then I would bring them together.\n"
    assert "hypothetical-answer" in names(would)
    habit = "I usually prioritise by impact. I always keep a list and tell my manager early when a date is at risk.\n"
    assert "habit-not-occasion" in names(habit)
    happened = "In May two colleagues quarrelled. I talked to each of them alone and wrote down what they agreed on.\n"
    assert not {"hypothetical-answer", "habit-not-occasion"} & set(names(happened))


def test_luck_in_the_circumstances_is_no_fault(names) -> None:
    text = "I had to replace the router by Friday. Fortunately the shop was closed that day, so I rehearsed it twice. It took 9 minutes instead of 60.\n"
    assert "over-credit" not in names(text)


def test_a_quoted_block_is_somebody_elses_words(names) -> None:
    text = (
        "## Action\nI profiled the build and removed the slowest steps, although two teams objected. One of them wrote:\n\n"
        "> We decided to wait. We have always done it like this.\n\n## Result\nBuilds take 9 minutes instead of 20.\n"
    )
    assert "we-without-i" not in names(text)


def test_a_story_in_another_language_is_not_checked_and_says_so(names) -> None:
    text = "Wir haben den Import umgestellt und ich habe die Abfragen geschrieben, die das Ergebnis mit dem alten vergleichen.\n"
    assert names(text) == ["other-language"]


def test_a_quick_note_is_not_told_that_it_is_too_short(names) -> None:
    assert "too-short-spoken" not in names(
        "I fixed the build, although two teams objected. It takes 9 minutes instead of 20.\n"
    )


def test_the_weights_of_the_roles_are_made_from_the_labels_as_they_are_now() -> None:
    import hashlib
    import json
    from pathlib import Path

    from upward.analysis.narrative.role_features import FEATURES_VERSION

    root = Path(__file__).parents[2]
    made = b"".join((root / "training" / name).read_bytes() for name in ("role-labels.jsonl", "roles.txt"))
    weights = json.loads((root / "src" / "upward" / "weights" / "roles.json").read_text("utf-8"))
    assert weights["about"]["digest"] == hashlib.sha256(made + str(FEATURES_VERSION).encode()).hexdigest()
