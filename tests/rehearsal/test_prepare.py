"""Interview week: what an advert asks for, which story for which question, and the days to it."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from upward.analysis.rehearsal.advert import advert_text, read_advert
from upward.analysis.rehearsal.day_plan import EVENING, Task, plan_days, preparation_tasks

PAGE = """<!doctype html><html><head><title>x</title><style>.mentor {}</style></head><body><nav>Mentor jobs</nav>
<h1>Senior Engineer, Payments</h1><p>We run payments for shops.</p>
<ul><li>You will mentor engineers and review their code</li>
<li>You will work closely with product and support to understand customer needs</li>
<li>You take ownership of services end to end, and are on-call for them</li></ul>
<p>Equal opportunity regardless of race; benefits include a trusted dental plan and a mentor.</p>
<p>Five more words to make it long enough for reading, and a few after those, too.</p>
<script>var x = "conflict disagree negotiate"</script></body></html>"""


def labels(text: str) -> dict[str, list[str]]:
    return {item.label: [phrase.text for phrase in item.phrases] for item in read_advert(advert_text(text)).labels}


def test_an_advert_in_html_is_read_as_it_is_seen() -> None:
    text = advert_text(PAGE)
    assert "conflict" not in text
    assert ".mentor" not in text
    assert "Mentor jobs" not in text
    assert text.startswith("Senior Engineer, Payments")


def test_each_theme_comes_with_the_phrases_that_say_so() -> None:
    found = labels(PAGE)
    assert found["mentorship"] == ["mentor"]
    assert found["ownership"] == ["ownership", "end to end"]
    assert found["failure-recovery"] == ["on-call"]
    assert "customer" in found["customer-impact"]
    assert "conflict-resolution" not in found


def test_what_the_law_and_the_benefits_say_asks_for_nothing() -> None:
    assert "earn-trust" not in labels(PAGE)


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Staff Engineer", "staff"),
        ("Senior Developer, 3+ years", "senior"),
        ("Software Engineer, 3+ years", "intermediate"),
        ("Chef", ""),
    ],
)
def test_the_level_is_the_titles_or_what_the_text_asks(title: str, level: str) -> None:
    assert read_advert(title).level == level


def test_the_days_hold_the_hours_in_the_order_of_worth() -> None:
    tasks = preparation_tasks(["Why?"], [("a", "A"), ("b", "B")], numbers=4)
    plan = plan_days(tasks, date(2026, 7, 1), date(2026, 7, 5), 300)
    assert sum(day.minutes for day in plan.days) <= 300
    assert plan.days[-1].day == date(2026, 7, 4)
    assert plan.days[-1].tasks[-1].minutes == EVENING
    done = [task for day in plan.days for task in day.tasks]
    assert done[:-1] == tasks[: len(done) - 1]
    assert [*done[:-1], *plan.left_out] == tasks


@pytest.mark.parametrize("days", range(4))
def test_a_plan_for_few_days_or_few_minutes_is_still_one(days: int) -> None:
    tasks = [Task("Write", "x", 90), Task("Tell", "y", 15)]
    plan = plan_days(tasks, date(2026, 7, 1), date(2026, 7, 1 + days), 40)
    assert plan.left_out == tuple(tasks)
    assert len(plan.days) == (1 if days else 0)


def test_a_week_is_planned_and_the_interview_recorded(upward, logbook: Path) -> None:
    (logbook / "ad.html").write_text(PAGE, "utf-8")
    command = ("prepare", "--advert", "ad.html", "--date", "2026-07-08", "--company", "Example", "--save")
    code, out, err = upward(*command, "--format", "json")
    found = json.loads(out)
    assert code in {0, 1}, err
    assert found["level"] == "senior"
    assert any(row["story"] for row in found["questions"])
    assert sum(day["minutes"] for day in found["days"]) <= 6 * 60
    kept = (logbook / found["path"]).read_text("utf-8")
    assert "company: Example" in kept
    assert "Next interview: 2026-07-08" in upward("rehearse")[1]
    assert upward("check", found["path"], "--select", "UP7")[0] == 0


def test_an_advert_comes_by_standard_input(upward, logbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode()), encoding="utf-8"))
    assert "Senior Engineer, Payments" in upward("prepare", "--advert", "-")[1]


@pytest.mark.parametrize(
    ("content", "extra", "said"),
    [
        (b"too few words", (), "contains no job advert (only 3 words"),
        (b"\xff\xfe\xfa\x00\x01", (), "is not valid UTF-8"),
        (PAGE.encode(), ("--date", "2026-06-01"), "2026-06-01 is past"),
        (PAGE.encode(), ("--hours", "0"), "--hours above 0"),
    ],
)
def test_an_advert_that_can_not_be_used_is_refused(upward, logbook: Path, content: bytes, extra, said: str) -> None:
    (logbook / "ad").write_bytes(content)
    code, _, err = upward("prepare", "--advert", "ad", *extra)
    assert code == 2
    assert said in err
    assert "Traceback" not in err


def test_a_debrief_is_kept_question_by_question_and_counts_in_the_schedule(upward, logbook: Path, typed) -> None:
    (logbook / "interviews" / "held.md").write_text("---\ntitle: At Example\ndate: 2026-06-30\n---\n", "utf-8")
    typed("Why you?", "example-crisis", "terribly", "badly", "Begin with the number.", "And then?")
    code, out, _ = upward("prepare", "--debrief", "held", "--format", "json")
    assert (code, json.loads(out)["added"]) == (1, 1)
    kept = (logbook / "interviews" / "held.md").read_text("utf-8")
    assert "state: held" in kept
    assert "went: badly" in kept
    cards = json.loads(upward("rehearse", "--format", "json")[1])
    assert next(card["because"] for card in cards if card["card"] == "example-crisis/story") != "never practised"


TEXT = """Senior Backend Engineer (m/f/d) - Fennbank, Berlin

Fennbank is a bank for clubs. At Fennbank you own our payment services end to end.

Your tasks:
- You design event-driven services and write design documents
- You are on-call for them

What we offer:
- a mentoring budget and code reviews by the best
- mentoring

How to apply
Send us a trusted letter of motivation, and a few more words that make this text long enough to be an advert.
"""


def test_what_stands_under_an_offer_asks_for_nothing_and_the_rest_does() -> None:
    found = labels(TEXT)
    assert "mentorship" not in found
    assert "failure-recovery" in found
    assert "event-driven" in found["technical-complexity"]
    assert all(phrase == phrase.strip() for phrases in found.values() for phrase in phrases)


@pytest.mark.parametrize(
    ("text", "company"),
    [
        (TEXT, "Fennbank"),
        ("Engineer\nJoin Acme Labs. Acme Labs makes tools.", "Acme Labs"),
        ("Engineer\nWe make tools.", ""),
    ],
)
def test_the_company_is_the_name_that_the_advert_repeats(text: str, company: str) -> None:
    assert read_advert(text).company == company


def test_an_interview_is_recorded_once_and_its_title_names_the_company_once(upward, logbook: Path) -> None:
    (logbook / "ad.txt").write_text(TEXT, "utf-8")
    before = len(list((logbook / "interviews").glob("*.md")))
    asked = ("prepare", "--advert", "ad.txt", "--date", "2026-07-10", "--save", "--format", "json")
    first = json.loads(upward(*asked)[1])
    second = json.loads(upward(*asked)[1])
    assert first["path"] == second["path"]
    assert len(list((logbook / "interviews").glob("*.md"))) == before + 1
    assert (logbook / first["path"]).read_text("utf-8").count("Fennbank") == 2
    assert first["company"] == "Fennbank"


def test_on_the_last_days_what_exists_is_told_before_anything_is_written() -> None:
    tasks = preparation_tasks(["A question"], [("a", "A"), ("b", "B")], numbers=3, days=1)
    assert [task.what.partition(":")[0] for task in tasks] == [
        "Tell", "Tell", "Answer questions on", "Answer questions on", "Mock interview of five questions",
        "Recall 3 numbers", "Write a story for",
    ]  # fmt: skip
    plan = plan_days(tasks, date(2026, 7, 1), date(2026, 7, 2), 180)
    assert plan.days[0].minutes == 180
    assert [task.what for task in plan.left_out] == ["Write a story for: A question"]


def interview(logbook: Path, went: str) -> None:
    asked = "asked:\n  - {question: Tell me about a hard decision, story: example-mentorship, went: WENT}\n"
    text = f"---\ntitle: At Example\ndate: 2026-06-01\nstate: held\n{asked.replace('WENT', went)}---\n"
    (logbook / "interviews" / "held.md").write_text(text, "utf-8")


def stories(upward) -> list[dict[str, Any]]:
    out = upward("match", "Tell me about a hard decision you made.", "--format", "json")[1]
    return json.loads(out)["matches"]


def test_how_a_story_went_in_an_interview_moves_it_for_the_same_question(upward, logbook: Path) -> None:
    before = [match["story"] for match in stories(upward)]
    assert before[0] != "example-mentorship"
    interview(logbook, "well")
    first = stories(upward)[0]
    assert first["story"] == "example-mentorship"
    assert first["because"][0] == "told for this question on 2026-06-01, and it went well"
    held = (logbook / "interviews" / "held.md").read_text("utf-8").replace("example-mentorship", before[0])
    (logbook / "interviews" / "held.md").write_text(held.replace("went: well", "went: badly"), "utf-8")
    assert stories(upward)[0]["story"] == before[1]


def test_another_question_is_not_moved_by_it(upward, logbook: Path) -> None:
    asked = ("match", "Tell me about a time you disagreed with your manager.", "--format", "json")
    before = upward(*asked)[1]
    interview(logbook, "well")
    assert upward(*asked)[1] == before
