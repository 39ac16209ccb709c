"""A question of the cross-examination is not asked about what the story says, however it says it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from upward.analysis.narrative.story_text import parse_story
from upward.analysis.rehearsal.cross_examination import Hole, answer_gap, holes_of, is_evasion
from upward.kinds.story.rules import no_learning, no_metric
from upward.text import record_reader

PARTS = {
    "Situation": "Our label printer service lost its queue twice a week, and 60 parcels a day were sent late.",
    "Task": "My lead asked me to find out why before the autumn sale.",
    "Action": "I traced one batch with the broker's log. I suspected the driver, but I was wrong: I had set the lease too short. "
    "Ines from the warehouse checked 40 parcels with me. I raised the lease behind a flag and compared two days.",
    "Result": "The queue was not lost again. In October 2 parcels a day were late instead of 60. The warehouse now uses the same flag for returns.",
    "Learning": "I measure a lease under load before I set it, and two colleagues have used that test since.",
}


def story(*, headed: bool, parts: dict[str, str] = PARTS):
    body = "\n\n".join(f"## {name}\n\n{text}" if headed else text for name, text in parts.items())
    return record_reader.parse_record(
        "stories/a.md", f"---\nkind: story\ntitle: A\n---\n\n{body}\n", {"stories": "story"}
    )


@pytest.mark.parametrize("headed", [True, False])
def test_the_same_words_have_a_number_and_a_lesson_with_and_without_headings(*, headed: bool) -> None:
    read = parse_story(story(headed=headed))
    assert list(no_metric.check(read)) == []
    assert list(no_learning.check(read)) == []


def test_what_the_story_says_is_not_asked() -> None:
    asked = {hole.id for hole in holes_of(story(headed=False), [], ())}
    assert not {"own-part", "obstacle", "differently", "today", "disagreement-of-party"} & asked


def test_an_empty_story_is_asked_more_than_a_full_one() -> None:
    empty = story(headed=False, parts={"": "We had a slow printer. We improved it a lot, and our lead was happy."})
    found = ("we-without-i", "vague-outcome", "no-learning", "no-obstacle")
    assert len(holes_of(empty, [], found)) >= 2 * len(holes_of(story(headed=False), [], ()))


def test_a_verb_behind_that_is_no_plural() -> None:
    told = story(headed=False, parts={"": "I built a job which reads the file, and it is updated within 40 seconds."})
    assert "example" not in {hole.id for hole in holes_of(told, [], ())}


def test_how_a_number_is_known_takes_few_words_and_an_evasion_settles_nothing() -> None:
    number = Hole("number-380-ms", "How was it measured?", "")
    assert not answer_gap(number, "By the load balancer's logs, measured hourly.")
    assert answer_gap(number, "Because it was.")
    assert is_evasion("idk")
    assert is_evasion("no idea")
    assert not is_evasion("The median of 40 runs")


def test_an_evasion_does_not_close_a_question(upward, logbook: Path, typed) -> None:
    name = next(iter(sorted((logbook / "stories").glob("*.md")))).stem
    before = json.loads(upward("grill", name, "--show", "--format", "json")[1])["open"]
    typed("It was simply so.", "idk")
    upward("grill", name, "--limit", "1")
    after = json.loads(upward("grill", name, "--show", "--format", "json")[1])["open"]
    assert [row["id"] for row in after] == [row["id"] for row in before]
