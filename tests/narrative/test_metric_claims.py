"""Which numbers of a story its own metrics hold: the same amount, unit and subject."""

import pytest

from upward.analysis.narrative.claims import ClaimStanding, claims_of
from upward.analysis.narrative.story_text import parse_story
from upward.model.corpus import MemoryCorpus
from upward.text.record_reader import parse_record

FRONT = (
    "---\ntitle: Shorter queues\nmetrics:\n"
    "  - {id: queue, value: '12', unit: minutes, baseline: '30', period: May 2026, method: the ticket log}\n"
    "  - {id: late, value: '400', unit: parcels an hour too late, baseline: '0', period: May 2026, method: the scanner}\n"
    "---\n\n## Result\n\n"
)
EMPTY = MemoryCorpus(())


def read(text: str, front: str = FRONT) -> dict[str, tuple[str, str]]:
    story = parse_story(parse_record("stories/q.md", front + text + "\n", {"stories": "story"}))
    return {claim.text: (claim.standing.value, claim.because) for claim in claims_of(story, EMPTY)}


def test_a_metric_holds_the_number_that_its_sentence_names():
    assert read("The queue took 12 minutes.")["12 minutes"][0] == ClaimStanding.SELF_REPORTED


def test_the_same_number_of_another_thing_is_asked_about():
    standing, because = read("The queue took 12 minutes. A lunch lasted 12 minutes.\n\nOur deploy took 12 min.")[
        "12 min"
    ]
    assert standing == ClaimStanding.STATED
    assert because.startswith("same number as the metric queue (12 minutes), another thing?")


def test_a_change_from_the_same_to_the_same_is_the_metric_in_other_words():
    assert {each[0] for each in read("Waiting fell from 30 minutes to 12 minutes.").values()} == {"self-reported"}


@pytest.mark.parametrize("text", ["300 ms", "20 seconds", "0.4 s"])
def test_a_baseline_of_nothing_holds_no_other_number(text):
    assert read(f"The queue answered within {text}.")[text][0] == ClaimStanding.STATED


def test_a_unit_of_several_words_is_told_in_the_sentence():
    assert read("400 parcels went out an hour too late.")["400 parcels"][0] == ClaimStanding.SELF_REPORTED


def test_another_unit_is_named_with_both():
    assert (
        "the unit differs from the metric late: 400 parcels / 400 parcels an hour too late"
        in (read("The scanner lost 400 parcels.")["400 parcels"][1])
    )


def test_what_went_to_nothing_is_a_number_with_its_baseline():
    assert "nothing" in read("The table went from 41 GB to nothing.")


def test_that_none_was_late_is_a_claim():
    assert read("Of 900 parcels none was late.")["none was late"][0] == ClaimStanding.STATED


def test_files_of_a_commit_are_no_files_that_got_lost():
    record = parse_record(
        "evidence/e.md",
        "---\ntitle: Upload\ndate: 2026-05-01\norigins: ['git:abc']\nmeasures:\n"
        "  - {id: files, value: '7', unit: files, method: git diff-tree}\n---\n\nText.\n",
        {"evidence": "evidence"},
    )
    text = "---\ntitle: Upload\nevidence: [e]\n---\n\n## Result\n\n7 files were lost. I changed 7 files.\n"
    story = parse_story(parse_record("stories/u.md", text, {"stories": "story"}))
    found = [claim.standing for claim in claims_of(story, MemoryCorpus.of([record])) if claim.text == "7 files"]
    assert found == [ClaimStanding.STATED, ClaimStanding.TRACED]
