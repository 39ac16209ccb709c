"""Cross-examination: questions from what a story leaves open, answers kept, claims settled."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from upward.analysis.narrative.claims import ClaimStanding, claims_of
from upward.analysis.narrative.story_text import parse_story
from upward.analysis.rehearsal.cross_examination import Hole, answer_gap, follow_ups, holes_of
from upward.model.corpus import MemoryCorpus
from upward.text import record_reader

THIN = """---
title: Faster restores
---
## Situation
Our restores took 310 minutes and we were slow.
## Task
We had to be faster.
## Action
We wrote a new tool and we ran it.
## Result
Restores take 38 minutes now.
## Learning
Tools are good.
"""


def holes(text: str, *findings: str, closed: tuple[str, ...] = ()) -> list[Hole]:
    story = record_reader.parse_record("stories/s.md", text, {"stories": "story"})
    claims = [c for c in claims_of(parse_story(story), MemoryCorpus.of([story])) if c.standing is ClaimStanding.STATED]
    return holes_of(story, claims, findings, closed)


def ids(text: str, *findings: str, closed: tuple[str, ...] = ()) -> list[str]:
    return [hole.id for hole in holes(text, *findings, closed=closed)]


def test_a_thin_story_is_asked_for_its_number_ones_own_part_and_what_is_missing() -> None:
    found = ids(THIN)
    assert found[:2] == ["number-38-minutes", "own-part"]
    assert {"alternatives", "obstacle", "disagreement", "cost", "cause"} <= set(found)
    assert holes(THIN)[0].question == "You said “38 minutes”. How was that measured, by whom, and over which period?"


@pytest.mark.parametrize(
    ("sentence", "gone"),
    [
        ("I considered a managed service and ruled it out.", "alternatives"),
        ("Our director disagreed and I convinced her.", "disagreement"),
        ("It took us three weeks and we postponed the search.", "cost"),
        ("Next time I would measure first.", "differently"),
        ("I noticed it and proposed a tool.", "idea"),
    ],
)
def test_what_the_story_says_is_not_asked(sentence: str, gone: str) -> None:
    assert gone in ids(THIN)
    assert gone not in ids(THIN.replace("Tools are good.", f"Tools are good. {sentence}"))


def test_a_number_whose_measure_the_story_has_is_not_asked() -> None:
    metrics = (
        'title: Faster restores\nmetrics:\n  - {id: restore, value: "38", unit: minutes, method: monthly exercise}'
    )
    assert "number-38-minutes" not in ids(THIN.replace("title: Faster restores", metrics))


def test_small_counts_outside_the_result_are_not_doubted() -> None:
    text = THIN.replace("We had to be faster.", "Two of us had three weeks and four meetings.")
    assert [ident for ident in ids(text) if ident.startswith("number")] == ["number-38-minutes"]


def test_an_open_finding_asks_in_any_case_and_says_so() -> None:
    told = THIN.replace("We", "I").replace("we", "I")
    assert "own-part" not in ids(told)
    assert holes(told, "absorbed-credit")[1].because == "open finding: absorbed-credit"


def test_an_answer_must_have_what_the_question_needs() -> None:
    assert "too short" in answer_gap(Hole("x", "?", ""), "Yes.")
    assert "no number" in answer_gap(Hole("x", "?", "", "number"), "It was a lot better after that for all of us")
    assert "Begin with" in answer_gap(Hole("x", "?", "", "I"), "The team wrote the tool and the team ran it too")
    assert answer_gap(Hole("x", "?", "", "I"), "I wrote the tool and two colleagues ran it in both regions") == ""


def test_a_strong_story_still_gets_three_follow_ups(examples) -> None:
    strong = next(record for record in examples if record.id == "example-technical-direction")
    asked = follow_ups(strong, [], [], 3)
    assert len({hole.id for hole in asked}) == 3
    assert follow_ups(strong, [], [], 3, met=[asked[0].id])[0].id != asked[0].id


LONG = "I looked at the order log of April with a colleague from finance"


def test_open_questions_halve_after_two_rounds_and_the_number_gets_its_measure(upward, logbook: Path, typed) -> None:
    (logbook / "stories" / "thin.md").write_text(THIN, "utf-8")
    before = json.loads(upward("grill", "thin", "--show", "--format", "json")[1])["open"]
    typed(LONG, "m", "April 2026", "310", *([LONG] * 4))
    code, out, err = upward("grill", "thin", "--format", "json")
    assert code == 1, err
    assert len(json.loads(out)["answered"]) == 5
    typed(*([LONG] * 5))
    upward("grill", "thin")
    after = json.loads(upward("grill", "thin", "--show", "--format", "json")[1])["open"]
    assert len(after) <= len(before) / 2
    story = (logbook / "stories" / "thin.md").read_text("utf-8")
    assert f"method: {LONG}" in story
    assert "status: measured" in story
    claims = json.loads(upward("claims", "thin", "--format", "json")[1])
    assert next(row["standing"] for row in claims if row["text"] == "38 minutes") != "stated"


def test_a_short_answer_is_asked_again_once_and_silence_leaves_the_question_open(upward, logbook: Path, typed) -> None:
    (logbook / "stories" / "thin.md").write_text(THIN, "utf-8")
    typed("Yes.", LONG, "", "", "", "", "")
    _, out, err = upward("grill", "thin", "--format", "json")
    answered = json.loads(out)["answered"]
    assert [row["answer"] for row in answered] == [f"Yes. {LONG}"]
    assert "too short to settle it" in err
    assert err.count("Left open.") == 4


def test_a_round_that_is_cut_off_keeps_its_answers(upward, logbook: Path, typed) -> None:
    (logbook / "stories" / "thin.md").write_text(THIN, "utf-8")
    typed(LONG, "", LONG)
    code, out, err = upward("grill", "thin", "--format", "json")
    assert (code, "Traceback" in err) == (1, False)
    assert len(json.loads(out)["answered"]) == 2
    assert len(list((logbook / "rehearsals").glob("2026-07-01-thin*.md"))) == 1


@pytest.mark.parametrize(
    "said",
    [
        "Restores take 38 minutes now, measured from the scheduler's log over eight weeks.",
        "Restores take 38 minutes, according to our dashboard.",
        "Restores take 38 minutes in the weekly report.",
    ],
)
def test_a_number_whose_sentence_says_how_it_is_known_is_not_asked(said: str) -> None:
    assert "number-38-minutes" not in ids(THIN.replace("Restores take 38 minutes now.", said))


def test_what_named_people_and_processes_did_is_asked_in_the_storys_words() -> None:
    told = THIN.replace("We wrote a new tool and we ran it.", "My tech lead refined it. I wrote a runbook for outages.")
    asked = {hole.id: hole.question for hole in holes(told)}
    assert asked["disagreement"].startswith("How did your tech lead react")
    assert asked["adoption"].startswith("You mention “runbook”")
    assert "impact" in asked


GERMAN = """---
title: Rechnungen
---
Der Vertriebsleiter wollte zuerst nicht mitmachen, und die Rechnungen mussten bis zum 31. Dezember fertig sein. Ich habe
das Skript geschrieben, und wir haben die Zeit von 28 auf 3 Stunden gesenkt, weil wir die Daten nicht mehr kopiert haben.
"""


def test_a_story_in_another_language_gets_the_questions_of_any_story_and_no_claim_about_what_it_says() -> None:
    found = holes(GERMAN)
    assert found
    assert {hole.because for hole in found} == {"every story is asked this"}
    assert not any("31" in hole.question for hole in found)


def test_skip_leaves_a_question_open_and_q_ends_the_round(upward, logbook: Path, typed) -> None:
    (logbook / "stories" / "thin.md").write_text(THIN, "utf-8")
    typed("skip", "", LONG, "q")
    _, out, err = upward("grill", "thin", "--format", "json")
    assert len(json.loads(out)["answered"]) == 1
    assert "Press Enter to skip a question, or q to end." in err
    assert len(list((logbook / "rehearsals").glob("2026-07-01-thin*.md"))) == 1
