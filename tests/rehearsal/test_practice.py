"""Practice by memory: runs saved as they go, cards both ways, a schedule that ends at the interview."""

from __future__ import annotations

import json
import os
import pty
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from upward.analysis.rehearsal.cards import cards_of
from upward.analysis.rehearsal.recall import is_same_number
from upward.analysis.rehearsal.schedule import due_reviews, max_interval
from upward.analysis.rehearsal.timing import Limits, clock_line, compare_parts, length_advice
from upward.faces.cli.stopwatch import keys
from upward.jobs.rehearse.run import marked_parts
from upward.model.record import Record
from upward.text import record_reader
from upward.text.story_parts import Part

NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
STORY = """---
title: Faster restores
metrics:
  - {id: restore, value: "38", unit: minutes to restore, baseline: "310", period: April 2026, method: monthly exercise}
---
## Situation
It took 310 minutes.
"""


def record(path: str, text: str) -> Record:
    kinds = {"stories": "story", "rehearsals": "rehearsal", "interviews": "interview"}
    return record_reader.parse_record(path, text, kinds)


def run_of(day: str, extra: str) -> Record:
    return record(f"rehearsals/{day}.md", f"---\ndate: {day}\nstory: s\n{extra}\n---\n")


def by_card(stories, runs, interviews=(), now=NOW, interview=None):
    return {due.card.id: due for due in due_reviews(stories, runs, interviews, now, interview)}


@pytest.mark.parametrize(
    ("said", "meant", "unit"),
    [
        ("11", "11", "deploys a week"),
        ("eleven", "11", "deploys a week"),
        ("11 a week", "11", "deploys a week"),
        ("4 percent", "4", "%"),
        ("4%", "4", "percent of requests"),
        ("1.2k", "1,200", "users"),
        ("2 hours", "120", "minutes"),
        ("one point eight", "1.8", "review rounds a change"),
        ("three hundred and ten", "310", "minutes to restore"),
        ("$40k", "40000", "USD"),
        (" Weekly ", "weekly", ""),
    ],
)
def test_a_number_is_right_however_it_is_written(said: str, meant: str, unit: str) -> None:
    assert is_same_number(said, meant, unit)


@pytest.mark.parametrize(
    ("said", "meant", "unit"),
    [
        ("12", "11", "deploys a week"),
        ("38 hours", "38", "minutes to restore"),
        ("38 %", "38", "accounts a day"),
        ("0.38", "38", "minutes"),
        ("fast", "38", "minutes"),
        ("", "38", "minutes"),
    ],
)
def test_another_number_or_another_dimension_is_not_the_same(said: str, meant: str, unit: str) -> None:
    assert not is_same_number(said, meant, unit)


def test_each_metric_is_asked_both_ways_with_all_that_belongs_to_it() -> None:
    cards = {card.id: card for card in cards_of(record("stories/s.md", STORY))}
    assert set(cards) == {
        "s/story", "s/restore/value", "s/restore/baseline", "s/restore/unit", "s/restore/period", "s/restore/method",
        "s/restore/meaning",
    }  # fmt: skip
    assert cards["s/restore/meaning"].prompt == "38 minutes to restore: what does it stand for?"
    assert cards["s/restore/baseline"].answer == "310"


def test_values_are_asked_before_what_they_stand_for_which_would_give_them_away() -> None:
    asked = [due.card.aspect for due in due_reviews([record("stories/s.md", STORY)], [], [], NOW) if due.card.aspect]
    assert asked == ["value", "baseline", "unit", "period", "method", "meaning"]


def test_a_value_recalled_says_nothing_of_its_baseline() -> None:
    runs = [run_of("2026-06-30", "recalled: [{metric: restore, verdict: correct}]")]
    dues = by_card([record("stories/s.md", STORY)], runs)
    assert dues["s/restore/value"].due is not None
    assert dues["s/restore/baseline"].because == "never practised"


def test_an_edit_of_the_story_loses_no_progress() -> None:
    runs = [run_of("2026-06-30", "rating: good\nrecalled: [{metric: restore, verdict: correct}]")]
    before = by_card([record("stories/s.md", STORY)], runs)
    edited = (
        STORY.replace("Faster restores", "Another title").replace('"38"', '"36"').replace("It took", "It used to take")
    )
    after = by_card([record("stories/s.md", edited)], runs)
    assert {ident: due.due for ident, due in after.items()} == {ident: due.due for ident, due in before.items()}


def test_no_interval_is_longer_than_the_days_to_the_interview() -> None:
    runs = [run_of(day, "rating: easy") for day in ("2026-06-01", "2026-06-08", "2026-06-20", "2026-06-30")]
    story = record("stories/s.md", STORY)
    free = by_card([story], runs)["s/story"].due
    capped = by_card([story], runs, interview=date(2026, 7, 6))["s/story"].due
    assert free is not None
    assert capped is not None
    assert free > datetime(2026, 7, 20, tzinfo=UTC)
    assert capped <= datetime(2026, 7, 6, tzinfo=UTC)
    assert max_interval(date(2026, 7, 1), date(2026, 6, 1)) == 60


def test_a_story_told_badly_in_a_real_interview_is_due_again_sooner() -> None:
    def held(went: str) -> Record:
        return record(
            "interviews/i.md", f"---\ndate: 2026-06-30\nasked: [{{question: Why, story: s, went: {went}}}]\n---\n"
        )

    story = record("stories/s.md", STORY)
    dues = {went: by_card([story], [], [held(went)])["s/story"].due for went in ("badly", "well")}
    assert dues["badly"] < dues["well"]


def test_a_follow_up_met_once_becomes_a_card() -> None:
    runs = [run_of("2026-06-30", "follow-ups: [{id: cost, question: What did it cost?, rating: again}]")]
    due = by_card([record("stories/s.md", STORY)], runs)["s/follow-up/cost"]
    assert due.card.prompt == "What did it cost?"
    assert due.due is not None
    assert due.due <= NOW + timedelta(days=1)


def test_the_screen_shows_time_light_and_the_part_that_is_due() -> None:
    parts = list(Part)
    assert clock_line(10, parts, 0, Limits()) == "0:10  Situation until 0:30"
    assert clock_line(50, parts, 0, Limits()) == "0:50  Action until 2:00"
    assert clock_line(10, parts, 1, Limits()) == "0:10  Task until 0:45"
    assert clock_line(121, [], 0, Limits()) == "2:01  GREEN"
    assert clock_line(155, [], 0, Limits()) == "2:35  YELLOW"
    assert clock_line(181, [], 0, Limits()) == "3:01  RED"


def test_a_run_is_held_against_its_targets() -> None:
    rows = compare_parts(
        {Part.SITUATION: 60, Part.TASK: 12, Part.ACTION: 30, Part.RESULT: 15, Part.LEARNING: 15}, Limits()
    )
    assert [(row.part, row.advice) for row in rows if row.advice] == [
        (Part.SITUATION, "cut 30 s"),
        (Part.ACTION, "add 45 s"),
    ]
    assert length_advice(17, Limits()).startswith("Too short: 17 s (target 2:00–3:00).")


def test_the_space_bar_marks_a_part_and_enter_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    main, terminal = pty.openpty()
    with os.fdopen(terminal) as keyboard:
        monkeypatch.setattr(sys, "stdin", keyboard)
        drawn: list[int] = []

        def draw() -> None:
            # Typed once the stopwatch is there: what was typed before is thrown away.
            drawn.append(1)
            if len(drawn) == 1:
                os.write(main, b"  \n")

        pressed = list(keys(draw))
    os.close(main)
    assert pressed == [" ", " "]
    assert drawn


ANSWERS = ("94", "38", "three hundred and ten", "good", "Say the number first.")


def saved(upward, out: str) -> Any:
    return json.loads(upward("show", json.loads(out)["id"], "--format", "json")[1])


def test_a_story_is_told_with_one_key_and_its_numbers_are_recalled(upward, logbook: Path, typed) -> None:
    typed("", "", *ANSWERS)
    code, out, err = upward("rehearse", "run", "example-crisis", "--format", "json")
    assert code == 0, err
    run = saved(upward, out)
    assert "parts" not in run["fields"]
    assert [row["verdict"] for row in run["fields"]["recalled"]] == ["correct"] * 3
    assert "state" not in run["fields"]
    assert "Say the number first." in run["text"]


def test_parts_are_timed_where_their_ends_are_marked(upward, logbook: Path, typed) -> None:
    typed("", "next", "next", "next", "next", "", *ANSWERS)
    _, out, _ = upward("rehearse", "run", "example-crisis", "--format", "json")
    assert set(saved(upward, out)["fields"]["parts"]) == {"situation", "task", "action", "result", "learning"}


@pytest.mark.parametrize("answers", range(6))
def test_the_end_of_input_loses_nothing_that_was_done(upward, logbook: Path, typed, answers: int) -> None:
    typed("", "", *ANSWERS[:answers])
    code, out, err = upward("rehearse", "run", "example-crisis", "--format", "json")
    assert (code, "Traceback" in err) == (1 if answers < len(ANSWERS) else 0, False)
    run = saved(upward, out)
    assert run["fields"]["duration"] == "0"
    assert len(run["fields"].get("recalled", [])) == min(answers, 3)
    assert ("state" in run["fields"]) == (answers < len(ANSWERS))


def test_a_wrong_number_is_told_at_once_and_named_at_the_end(upward, logbook: Path, typed) -> None:
    typed("", "", "94", "12", "", "g", "")
    _, out, err = upward("rehearse", "run", "example-crisis")
    assert "it is 38" in err
    assert "restore (value): 38 minutes to restore" in out
    assert "restore (baseline): 310 minutes to restore" in out


def test_what_was_told_after_the_last_mark_belongs_to_no_part() -> None:
    assert marked_parts([Part.TASK, Part.ACTION, Part.RESULT], 90.0, (10.0,)) == {Part.TASK: 10.0}
    assert marked_parts([Part.TASK, Part.ACTION], 90.0, (10.0,)) == {Part.TASK: 10.0, Part.ACTION: 80.0}
    assert marked_parts([Part.TASK, Part.ACTION], 90.0, ()) == {}


def test_a_rating_is_asked_for_until_it_is_one(upward, logbook: Path, typed) -> None:
    typed("", "", "94", "38", "310", "well", "h", "")
    _, out, _ = upward("rehearse", "run", "example-crisis", "--format", "json")
    assert json.loads(out)["rating"] == "hard"


def test_a_dry_run_writes_nothing(upward, logbook: Path, typed) -> None:
    typed("", "", *ANSWERS)
    before = sorted(logbook.rglob("*.md"))
    assert upward("rehearse", "run", "example-crisis", "--dry-run")[0] == 0
    assert sorted(logbook.rglob("*.md")) == before


def test_the_drill_asks_numbers_both_ways_and_keeps_each_answer(upward, logbook: Path, typed) -> None:
    typed("94", "12", "310", "minutes", "y", "minutes", "n")
    code, out, _ = upward("rehearse", "drill", "example-crisis", "--format", "json")
    assert code == 1
    rows = json.loads(out)
    assert [row["verdict"] for row in rows] == ["correct", "wrong", "correct", "correct", "wrong"]
    kept = [item for run in (logbook / "rehearsals").glob("2026-07-01*.md") for item in [run.read_text("utf-8")]]
    assert len(kept) == 1
    assert kept[0].count("verdict:") == len(rows)


def test_the_evening_before_names_stories_numbers_and_minutes(upward, logbook: Path) -> None:
    (logbook / "interviews" / "next.md").write_text(
        "---\ntitle: Senior at Example\ndate: 2026-07-02T10:00\nstories: [example-crisis]\n---\n", "utf-8"
    )
    code, out, _ = upward("rehearse", "sheet", "--format", "json")
    evening = json.loads(out)
    assert code == 0
    assert evening["interview"] == "Senior at Example, 2026-07-02 10:00"
    assert evening["stories"][0]["story"] == "example-crisis"
    assert evening["minutes"] <= 55
    assert len(evening["stories"]) == 3
    assert len(evening["left_out"]) == 1
    _, page, _ = upward("rehearse", "sheet", "--format", "markdown")
    assert "restore: 38 minutes to restore (from 310; April 2026; monthly exercise)" in page
    assert upward("rehearse", "sheet", "--minutes", "10")[0] == 1


def test_the_plan_names_the_next_interview_and_progress_the_change(upward, logbook: Path) -> None:
    (logbook / "interviews" / "next.md").write_text("---\ntitle: At Example\ndate: 2026-07-04\n---\n", "utf-8")
    upward("rehearse", "note", "example-crisis", "--seconds", "3:20", "--rating", "hard")
    upward("rehearse", "note", "example-crisis", "--seconds", "150", "--rating", "good")
    assert "Next interview: 2026-07-04" in upward("rehearse")[1]
    code, out, _ = upward("rehearse", "progress", "example-crisis", "--format", "json")
    progress = json.loads(out)
    assert code == 0
    assert [run["duration"] for run in progress["runs"]] == [200, 150]
    assert progress["next"]


def test_lights_that_do_not_rise_are_refused_with_an_example(upward, logbook: Path) -> None:
    with (logbook / ".upward" / "config.toml").open("a", encoding="utf-8") as file:
        file.write('lights = ["3:00", "2:00", "1:00"]\n')
    code, _, err = upward("rehearse", "note", "example-crisis", "--seconds", "200", "--rating", "hard")
    assert code == 2
    assert "three rising times" in err
