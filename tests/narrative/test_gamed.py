"""Stories that are worded for a checker: without an obstacle, a lesson or a deed of the speaker they do not pass."""

from __future__ import annotations

import pytest

from upward.analysis.lint.runner import lint_records
from upward.catalogue.catalogue import Catalogue
from upward.model.corpus import MemoryCorpus
from upward.model.rule import Context
from upward.text import record_reader

from ..conftest import TODAY

CATALOGUE = Catalogue()
FRAME = (
    "## Situation\nOur group writes timetables for the buses of the town.\n## Task\nI was to publish the summer one in May.\n"
    "## Action\n{action}\n## Result\n14 lines changed on 1 June, as announced.\n## Learning\n{lesson}\n"
)
HOLLOW_OBSTACLES = (
    "I copied the old one and changed the dates, although it was a Tuesday.",
    "I opened the planning tool, which was challenging, and entered the dates.",
    "Even though the coffee machine was new, I entered all the dates.",
    "I entered the dates. It was a difficult and demanding task.",
    "Despite everything, I entered the dates in our usual tool.",
    "I had a deadline, and I entered the dates before it.",
    "However, I then entered the dates and printed them.",
)
HOLLOW_LESSONS = (
    "I learned a lot.",
    "It was a great experience for me.",
    "I learned how important teamwork is.",
    "The lesson: hard work is rewarded.",
    "I learned many valuable things.",
    "It taught me to be patient and positive.",
    "I learned that communication matters.",
    "I gained a lot of experience.",
)
REAL_OBSTACLE = (
    "The operator refused to send the stops of three lines, and without them the law forbids printing. I went there."
)
REAL_LESSON = "Since then I ask for the stops in January, before the contracts are signed."


def names(text: str) -> set[str]:
    record = record_reader.parse_record("note.md", text, {}, otherwise="story")
    context = Context(MemoryCorpus.of([record]), TODAY, CATALOGUE.kinds, CATALOGUE.rubrics, whole=False)
    return {finding.name for finding in lint_records([record], CATALOGUE.rules.values(), context)}


@pytest.mark.parametrize("action", HOLLOW_OBSTACLES)
def test_a_word_without_stakes_is_no_obstacle(action: str) -> None:
    assert "no-obstacle" in names(FRAME.format(action=action, lesson=REAL_LESSON))


@pytest.mark.parametrize("lesson", HOLLOW_LESSONS)
def test_a_platitude_is_no_lesson(lesson: str) -> None:
    assert names(FRAME.format(action=REAL_OBSTACLE, lesson=lesson)) & {"generic-lesson", "no-learning"}


def test_both_pass_where_they_are_real() -> None:
    assert not names(FRAME.format(action=REAL_OBSTACLE, lesson=REAL_LESSON)) & {
        "no-obstacle", "generic-lesson", "no-learning",
    }  # fmt: skip


@pytest.mark.parametrize(
    "own",
    ["I was part of the group.", "I helped a bit with the printing.", "I think it was good that", "I recall that"],
)
def test_an_i_that_does_nothing_excuses_no_we(own: str) -> None:
    action = f"{own} We decided to change the tool. We asked the operator for the stops, and we printed the lines."
    assert "we-without-i" in names(FRAME.format(action=action, lesson=REAL_LESSON))


def test_a_small_i_acts_as_well() -> None:
    text = "builds were slow and we waited. i split the pipeline in two and cached the rest. it takes 9 minutes instead of 20.\n"
    assert "we-without-i" not in names(text)


def test_the_emptiest_note_gets_the_most() -> None:
    empty, some = "Things were fine after that.\n", FRAME.format(action=REAL_OBSTACLE, lesson=REAL_LESSON)
    assert len(names(empty)) > len(names(some))
    assert names("\n\n") == {"missing-action"}


def test_a_hypothetical_answer_is_no_technical_explanation() -> None:
    text = (
        "When two colleagues quarrel over a design, I would talk to each of them alone first. Then I would bring them "
        "together with a list of what they agree on. If that failed, I would ask my lead to decide between the two.\n"
    )
    assert "hypothetical-answer" in names(text)
    assert "explanation-without-action" not in names(text)
