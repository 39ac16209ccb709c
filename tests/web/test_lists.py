"""What lists, tables and pictures say: titles and names instead of ids and numbers, and nothing that can't be done yet."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from upward.faces.web.charts import shares, timeline

DRAFT = "---\ntitle: Half a story\ntemplate: crisis\n---\n\n## Situation\n\n{{who: Who was it?}}\n\n{{why: Why?}}\n"


def _draft(log: Path) -> None:
    (log / "stories/half.md").write_text(DRAFT)


@pytest.mark.parametrize("path", ["/practise", "/practise/mock"])
def test_a_draft_with_open_questions_is_not_offered_to_be_told(visit, log: Path, path: str) -> None:
    _draft(log)
    shown = visit().text(path)
    assert "Eleven hours without a safe backup" in shown
    assert "Half a story" not in shown
    assert ("1 draft with open questions is not listed" in shown) == (path == "/practise")


def test_drafts_are_offered_where_no_story_is_finished(visit, log: Path) -> None:
    for story in (log / "stories").iterdir():
        story.unlink()
    _draft(log)
    assert "Half a story" in visit().text("/practise")


def test_a_draft_is_marked_in_the_list_of_stories(visit, log: Path) -> None:
    _draft(log)
    shown = visit().text("/stories")
    assert shown.count("draft, 2 questions open") == 1


def test_the_bank_names_what_each_story_covers_by_the_tab_that_is_shown(visit) -> None:
    visitor = visit()
    themes, principles = (visitor.text(f"/bank?by={key}") for key in ("themes", "principles"))
    assert "The smallest bank for themes" in themes
    assert "failure recovery" in themes.partition("The smallest bank")[2]
    assert "The smallest bank for principles" in principles
    assert "dive deep" in principles.partition("The smallest bank")[2]


def test_runs_are_listed_by_the_title_of_their_story_and_show_each_part_beside_its_target(visit) -> None:
    visitor = visit()
    listed = visitor.text("/practise").partition("Last runs")[2]
    assert "Giving the checkout a pipeline of its own" in listed
    run = visitor.text("/practise/run/rehearsals/example-rehearsal.md")
    assert "Result 25 s 15 s" in run


def test_what_changed_last_is_what_was_written_last(visit, log: Path) -> None:
    changed = log / "radar/example-radar.md"
    changed.write_text(changed.read_text() + "\nTried it again.\n")
    assert visit().text("/").partition("Changed last ")[2].startswith("Acme Assistant for unit tests")


def test_a_suggestion_is_confirmed_or_rejected_where_it_is_shown(visit, log: Path) -> None:
    visitor = visit()
    shown = visitor.get("/readiness").text
    record, criterion = re.search(
        r'name="record" value="([^"]+)"><input type="hidden" name="criterion" value="([^"]+)"', shown
    ).groups()  # type: ignore[union-attr]
    asked = {"rubric": "senior-path", "level": "senior", "record": record, "criterion": criterion, "act": "confirm"}
    assert visitor.post("/readiness/decide", asked).status_code == 303
    (path,) = log.rglob(f"{record}.md")
    assert re.search(rf"(?m)^criteria: .*{criterion}", path.read_text())
    asked["act"] = "reject"
    visitor.post("/readiness/decide", asked)
    assert re.search(rf"(?m)^rejected-criteria: .*{criterion}", path.read_text())


def test_a_plan_is_kept_where_it_is_shown(visit, log: Path) -> None:
    visitor = visit()
    assert "Save this plan" in visitor.text("/readiness")
    visitor.post("/readiness/plan", {"rubric": "senior-path", "level": "senior"})
    assert len(list((log / "plans").glob("plan-*.md"))) == 1


def test_the_place_that_does_not_exist_is_no_screen(visit) -> None:
    assert "aria-current" not in visit().get("/nowhere").text


def test_bars_and_dots_are_as_wide_as_the_screen_and_say_what_they_show() -> None:
    bars = shares([("<Area>", [("once", 3), ("none", 5)])])
    assert 'x="0.00%" width="37.50%"' in bars
    assert "viewBox" not in bars
    assert "&lt;Area&gt;: 3 once, 5 none" in bars
    dots = timeline([("Area", [(date(2026, 3, 1), "A & B")])], date(2025, 1, 1), date(2026, 12, 31))
    assert "2026-03-01: A &amp; B" in dots
    assert re.search(r">2025-01-01<.*>2026-12-31<.*>2026<", dots)


ADVERT = """Senior backend engineer at Example Pay. You own services end to end, lead the response to incidents, mentor
engineers, influence across teams without authority, insist on high standards and dive deep into failures of production.
"""


def test_a_job_advert_is_pasted_where_a_terminal_takes_a_file(visit) -> None:
    visitor = visit()
    shown = visitor.get("/verb/prepare").text
    assert 'name="advert-text"' in shown
    assert "standard input" not in shown
    answer = visitor.post("/verb/prepare", {"advert": "", "advert-text": 2 * ADVERT, "hours": "6"})
    task = visitor.logbook.tasks.named(answer.headers["location"].rpartition("/")[2])
    assert task is not None
    assert task.ended.wait(60)
    answered = visitor.text(answer.headers["location"])
    assert "ownership “own services”" in answered, answered


def test_an_empty_logbook_is_asked_for_a_story_once_a_screen(visit, tmp_path: Path) -> None:
    (tmp_path / "new" / ".upward").mkdir(parents=True)
    visitor = visit(tmp_path / "new")
    practise = visitor.text("/practise")
    assert practise.count("No story yet. Write one , then tell it here.") == 1
    assert "There is no story to rehearse" not in practise
    assert "The smallest bank" not in visitor.text("/bank")


def test_a_planned_interview_leads_to_the_advert_and_to_the_evening_before(visit, log: Path) -> None:
    (log / "interviews/soon.md").write_text("---\ntitle: Soon\ndate: 2026-07-02\nstate: planned\n---\n")
    visitor = visit()
    shown = visitor.get("/record/interviews/soon.md").text
    assert 'href="/verb/prepare"' in shown
    assert 'href="/verb/rehearse/sheet"' in shown
    assert 'href="/verb/prepare"' not in visitor.get("/record/interviews/example-interview.md").text
