"""What a person is told for a question: no more than was asked, in the words that were used, and what is only likely."""

from __future__ import annotations

import json

import pytest

from upward.analysis.questions.events import ANOTHERS_FAILURE, OWN_FAILURE, events_in_question
from upward.analysis.questions.matching import StoryBank
from upward.catalogue.catalogue import Catalogue
from upward.text import record_reader


def bank(catalogue: Catalogue, *bodies: str) -> StoryBank:
    records = [
        record_reader.parse_record(
            f"stories/s{number}.md", f"---\nkind: story\ntitle: A\n---\n\n{body}\n", {"stories": "story"}
        )
        for number, body in enumerate(bodies)
    ]
    return StoryBank.of(records, catalogue.labeller)


@pytest.mark.parametrize(
    "question",
    [
        "Why do you want to leave your current job?",
        "How is memory managed in Python?",
        "Why virtual memory?",
        "How would you train a model for spam?",
        "What does your team work on?",
        "What's the probability of two heads in three tosses?",
    ],
)
def test_a_question_that_asks_for_no_story_gets_one_sentence(upward, logbook, question: str) -> None:
    _, out, _ = upward("match", question, "--format", "json")
    answer = json.loads(out)
    assert not answer["asks_for_story"]
    assert answer["matches"] == []
    assert answer["evidence"] == []


@pytest.mark.parametrize(
    "question",
    ["How do you handle conflicts in your team?", "Hardest bug", "What would you do if a deadline is at risk?"],
)
def test_a_topic_and_a_question_about_work_ask_for_a_story(catalogue: Catalogue, question: str) -> None:
    assert catalogue.labeller.asks_for_story(question)


def test_a_question_in_another_language_is_told(catalogue: Catalogue) -> None:
    answer = bank(catalogue, "I wrote it.").rank_stories("Erzählen Sie von einem Konflikt im Team.")
    assert not answer.answerable
    assert "German" in answer.advice
    assert not answer.labels


def test_letters_without_a_known_word_ask_for_nothing(catalogue: Catalogue) -> None:
    assert bank(catalogue, "I wrote it.").question_labels("asdf") == []


def test_shared_words_are_those_of_the_question(catalogue: Catalogue) -> None:
    answer = bank(catalogue, "I disagreed with the plan of leaving the old host.").rank_stories(
        "Tell me about a time you disagreed about leaving a platform"
    )
    assert any("disagreed, leaving" in reason for reason in answer.matches[0].because)


def test_what_a_story_may_hold_is_quoted(catalogue: Catalogue) -> None:
    answer = bank(catalogue, "The finance lead wanted the old form. I refused, and we agreed on a trial.").rank_stories(
        "Tell me about a time you disagreed with your manager"
    )
    assert answer.matches[0].lacks == ("disagreed with a superior",)
    assert any('a conflict ("refused")' in reason for reason in answer.matches[0].because)


def test_the_failure_of_another_person_is_not_your_own() -> None:
    asked = {event.name for event in events_in_question("Tell me about recovering from someone else's mistake")}
    assert asked == {ANOTHERS_FAILURE}
    own = events_in_question("Tell me about a time you failed")
    assert [event.name for event in own] == [OWN_FAILURE]
    assert not own[0].evidence("A failed batch was run again. No customer missed an invoice.")
    assert own[0].evidence("I should have load tested the table. It fell over at 2 am.")


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("What release are you most proud of?", True),
        ("What is the worst decision you have made?", True),
        ("Which accomplishment makes you proudest?", True),
        ("How do you choose between Redis and Memcached?", False),
        ("Tell me about your biggest weakness.", False),
        ("What are your strengths and weaknesses?", False),
    ],
)
def test_the_best_and_the_worst_ask_for_a_story_and_a_comparison_for_none(
    catalogue: Catalogue, question: str, *, asks: bool
) -> None:
    assert catalogue.labeller.asks_for_story(question) is asks


def test_a_question_without_a_known_word_is_told_to_check_its_spelling(catalogue: Catalogue) -> None:
    answer = bank(catalogue, "I wrote it.").rank_stories("Tel mee abot a tyme yu faild")
    assert not answer.matches
    assert "spelling" in answer.advice
