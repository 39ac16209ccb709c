"""Interview week: what an advert asks for, which story for which question, and the days to it."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path

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
        ("Software Engineer, 3+ years", "mid"),
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
        (b"too few words", (), "contains no advert (only 3 words"),
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
