"""What a question asks for must have happened in the story that answers it; and some questions ask for no story."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from upward.analysis.questions.events import events_in_question

MENTORED = "---\ntitle: Teaching Mira\nprinciples: [hire-and-develop-the-best]\n---\nMira was new and afraid of being on call. I took her along, and she now leads the rotation.\n"


@pytest.mark.parametrize(
    "question",
    [
        "Tell me about someone you hired.",
        "Tell me about your worst hire.",
        "Tell me about a time you had to fire someone.",
    ],
)
def test_mentoring_answers_neither_hiring_nor_letting_go(question: str, upward, logbook: Path) -> None:
    for story in (logbook / "stories").glob("*.md"):
        story.unlink()
    (logbook / "stories" / "mira.md").write_text(MENTORED)
    answer = json.loads(upward("match", question, "--format", "json")[1])
    assert not answer["answerable"]
    assert [match["fit"] for match in answer["matches"]] == ["gap"]
    assert answer["matches"][0]["lacks"]


def test_a_story_that_holds_the_event_comes_first(upward, logbook: Path) -> None:
    (logbook / "stories" / "mira.md").write_text(MENTORED)
    hired = MENTORED.replace("Teaching Mira", "The second candidate").replace(
        "Mira was new", "I hired Mira after an interview; she was new"
    )
    (logbook / "stories" / "hired.md").write_text(hired)
    answer = json.loads(upward("match", "Tell me about someone you hired.", "--format", "json")[1])
    assert answer["matches"][0]["story"] == "hired"


@pytest.mark.parametrize(
    "question",
    ["What are your salary expectations?", "Do you have any questions for us?", "Implement an LRU cache.", "Tell me about yourself.", "Which pizza do you like?"],
)  # fmt: skip
def test_a_question_that_asks_for_no_story_is_refused(question: str, catalogue) -> None:
    assert not catalogue.labeller.asks_for_story(question)


def test_the_bank_asks_for_stories(catalogue) -> None:
    questions = catalogue.rubrics["question-bank"].questions
    asked = [each.text for each in questions if catalogue.labeller.asks_for_story(each.text)]
    assert len(asked) >= 0.95 * len(questions)


def test_a_reason_is_made_of_whole_words_that_say_something(catalogue) -> None:
    for label in catalogue.labeller.labels("amazon-principles", "Tell me about a time you cut the cost of the servers")[
        :3
    ]:
        assert not {"matches you", "matches the", "matches about"} & {label.because}


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        ("A peer was struggling: what did you do?", "The performance was slow; I added an index.", "a colleague underperformed"),
        ("A peer was struggling: what did you do?", "Two juniors were overwhelmed by the exams.", ""),
        ("A project launched late because of you", "The launch slipped by three weeks.", ""),
        ("A project launched late because of you", "I wrote the tax module with Ann.", "missed a date"),
        ("When did you reverse a decision?", "I chose a queue instead of a table.", "reversed a decision"),
    ],
)  # fmt: skip
def test_an_event_is_about_people_where_the_question_is(question: str, text: str, missing: str) -> None:
    assert " ".join(each.name for each in events_in_question(question) if not each.evidence(text)) == missing
