"""Contradictions planted in stories are found, and stories without any are left alone."""

import pytest

from tests.narrative.bank import ME, pairs
from upward.analysis.narrative.contradictions import contradictions
from upward.analysis.narrative.story_text import parse_story
from upward.model.corpus import MemoryCorpus
from upward.text import record_reader

PLANTED = [pair for name in ("planted.txt", "planted-later.txt") for pair in pairs(name, "contradictions")]
CONSISTENT = [pair for name in ("consistent.txt", "consistent-later.txt") for pair in pairs(name, "contradictions")]


def found(pair):
    return contradictions(parse_story(pair.story), pair.corpus, ME)


def test_the_banks_hold_what_they_promise():
    assert len(PLANTED) >= 200
    assert len(CONSISTENT) >= 50


def test_planted_contradictions_are_found_and_consistent_stories_left_alone():
    hits = sum(bool(found(pair)) for pair in PLANTED)
    false = sum(bool(found(pair)) for pair in CONSISTENT)
    assert 2 * hits / (hits + false + len(PLANTED)) >= 0.97
    assert false <= 1


@pytest.mark.parametrize("kind", sorted({pair.label for pair in PLANTED}))
def test_each_kind_is_found_and_named_by_its_kind(kind):
    mine = [pair for pair in PLANTED if pair.label == kind]
    named = [pair for pair in mine if kind in {each.kind for each in found(pair)}]
    assert len(named) >= 0.8 * len(mine)


def test_a_contradiction_says_what_was_computed():
    pair = next(pair for pair in PLANTED if "900 to 200 ms" in pair.story.text)
    assert [each.message for each in found(pair)] == ["from 900 to 200 ms is 78 percent, not 50 percent"]


@pytest.mark.parametrize(
    ("told", "count"), [("2025-03", 0), ("2025", 0), ("2025-02", 1), ("2025-03-18", 0), ("2025-03-17", 1)]
)
def test_a_story_dated_by_month_or_year_covers_all_its_days(told, count):
    text = f"---\ntitle: A story\ndate: {told}\n---\n\n## Result\n\nOn 18 March 2025 we switched over.\n"
    story = record_reader.parse_record("stories/s.md", text, {"stories": "story"})
    assert len(contradictions(parse_story(story), MemoryCorpus.of([story]), ME)) == count


@pytest.mark.parametrize(
    ("told", "count"),
    [
        ("I had to move the services by June 2025. We finished in October 2025, on time.", 1),
        ("I had to move the services by June 2025. On schedule, we finished on 30 June 2025.", 0),
        ("The deadline was 1 March 2026. We shipped on 4 March 2026, three days late.", 0),
        ("It was due by May 2025, then by November 2025. We finished in October 2025, on time.", 0),
    ],
)
def test_an_end_after_the_date_it_was_due_is_not_on_time(told, count):
    text = f"---\ntitle: A story\ndate: 2026-05-01\n---\n\n## Result\n\n{told}\n"
    story = record_reader.parse_record("stories/s.md", text, {"stories": "story"})
    assert len(contradictions(parse_story(story), MemoryCorpus.of([story]), ME)) == count


@pytest.mark.parametrize(
    ("told", "count"),
    [
        ("Our company ran 12 services on old runtimes. I was to move all 14 services by June.", 1),
        ("We had 12 services. I added two new ones. All 14 services are watched now.", 0),
        ("We had 12 services. I moved 5 services in March. All 12 services run there.", 0),
        ("I moved 5 services in March. All 12 services run there.", 0),
    ],
)
def test_all_there_are_is_what_there_were_unless_something_came(told, count):
    story = record_reader.parse_record("stories/s.md", f"{told}\n", {"stories": "story"})
    assert len(contradictions(parse_story(story), MemoryCorpus.of([story]), ME)) == count
