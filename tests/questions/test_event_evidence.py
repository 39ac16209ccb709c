"""An event that a question asks for is held only where the story says that it happened; tags and topic do not replace it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from upward.analysis.questions.events import GAVE_CRITICISM, RECEIVED_CRITICISM, events_in_question
from upward.analysis.questions.matching import StoryBank
from upward.catalogue.catalogue import Catalogue
from upward.model.judgement import Fit
from upward.text import record_reader

OUTAGE = "Tell me about an outage."
RELAUNCH = "Nora and I relaunched the booking page. I wrote the service behind it, and it went live a week early, as planned. Bookings rose from 300 to 420 a day."


def bank(catalogue: Catalogue, head: str, *bodies: str) -> StoryBank:
    records = [
        record_reader.parse_record(
            f"stories/s{number}.md", f"---\nkind: story\ntitle: A\n{head}---\n\n{body}\n", {"stories": "story"}
        )
        for number, body in enumerate(bodies)
    ]
    return StoryBank.of(records, catalogue.labeller)


@pytest.mark.parametrize(
    ("question", "happened", "did_not"),
    [
        (OUTAGE, "The gateway was down for an hour.", "I noted down each price; if the gateway is down, we retry."),
        (OUTAGE, "My deploy broke the login.", "I broke the work down into steps."),
        (OUTAGE, "The mail queue crashed at night.", "We moved the mail queue without downtime, and nothing crashed."),
        ("Tell me about a conflict.", "He disagreed with my draft.", "We tried two different databases, and no one disagreed."),
        ("Tell me about a mistake you made.", "I forgot the time zone.", "Ada found a bug that I would have missed."),
        ("Tell me about a time a project was late.", "The launch slipped by three weeks.", "The launch did not slip."),
        ("Tell me about critical feedback you received.", "My manager said I interrupt people.", "I told him that he interrupts people."),
        ("When did you last learn something new?", "I had never used Rust before.", "Talking is important, and I learned a lot."),
        ("Describe a time you used an AI tool.", "I let Copilot write the tests.", "I let a colleague write the tests."),
        ("Tell me about a project that failed.", "The pilot was shelved in May.", "The pilot went live in May."),
    ],
)  # fmt: skip
def test_what_might_be_was_denied_or_was_done_by_others_did_not_happen(
    question: str, happened: str, did_not: str
) -> None:
    events = events_in_question(question)
    assert events
    assert all(event.evidence(happened) for event in events)
    assert not any(event.evidence(did_not) for event in events)


def test_feedback_you_gave_is_not_feedback_you_got() -> None:
    assert [event.name for event in events_in_question("Describe giving critical feedback to a peer")] == [
        GAVE_CRITICISM
    ]
    assert RECEIVED_CRITICISM in {event.name for event in events_in_question("Tell me about hard feedback you got")}


@pytest.mark.parametrize(
    "question",
    [
        "Tell me about a project that failed under your lead.",
        "Tell me about a time your project was late.",
        "When did you last learn something new?",
        "Tell me about a time you used an AI tool for work that mattered.",
    ],
)
def test_a_story_that_lacks_the_event_does_not_answer_whatever_its_tags(catalogue: Catalogue, question: str) -> None:
    head = "principles: [deliver-results, learn-and-be-curious, invent-and-simplify]\nthemes: [failure-recovery, technical-complexity]\nleadership: [project]\n"
    answer = bank(catalogue, head, RELAUNCH).rank_stories(question)
    assert not answer.answerable
    assert answer.matches[0].fit in {Fit.GAP, Fit.STRETCH}
    assert answer.matches[0].strength < 0.5
    assert answer.matches[0].lacks


def test_tags_that_no_word_of_the_story_backs_make_no_strong_answer(catalogue: Catalogue) -> None:
    head = "themes: [conflict-resolution, ambiguity-pivoting]\nprinciples: [bias-for-action, deliver-results]\n"
    question = "Tell me about a time you acted although much was uncertain."
    match = bank(catalogue, head, "Lena moved in.").rank_stories(question).matches[0]
    assert match.fit is not Fit.STRONG


def test_words_of_asking_are_no_reason(catalogue: Catalogue) -> None:
    answer = bank(catalogue, "", "I gave her the key, made tea and worked on.").rank_stories(
        "Tell me about a trade-off you made and what you gave up while you worked."
    )
    assert not any("shared words" in reason for reason in answer.matches[0].because)


def test_a_plan_never_answers_with_a_story_that_match_calls_a_gap(upward, logbook: Path) -> None:
    for old in (logbook / "stories").glob("*.md"):
        old.unlink()
    head = "---\ntitle: {}\nthemes: [failure-recovery]\nprinciples: [earn-trust, learn-and-be-curious]\n---\n"
    told = (
        "## Situation\n\nWe cleaned up old storage before the move to the new provider, and I had a list of buckets that no one seemed to read.\n\n## Task\n\nI had to free 4 TB.\n\n## Action\n\nI deleted the wrong bucket. "
        "I said at once to the support lead that it was my mistake, so that no one searched for it, and restored it from the backup.\n\n## Result\n\n40 customers had no files for a day.\n\n"
        "## Learning\n\nSince then I ask a second person before I delete.\n"
    )
    (logbook / "stories" / "bucket.md").write_text(head.format("The wrong bucket") + told)
    questions = logbook / "q.txt"
    questions.write_text("Tell me about a time you were given difficult feedback.\nTell me about a time you failed.\n")
    _, out, _ = upward("cover", "--loop", str(questions), "--format", "json")
    plan = {row["question"]: row["story"] for row in json.loads(out)["plan"]}
    assert list(plan.values()) == ["", "bucket"]
