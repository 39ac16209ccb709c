"""Reading is tied to gaps, asks for takeaways, and says what a course must teach."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from upward.text.edits import apply_edits, set_in_list

CRITERION = "senior-architecture-resilience"


@pytest.fixture
def reading(upward):
    """A logbook, and the verb's data."""
    upward("init")
    return lambda: json.loads(upward("reading", "--format", "json")[1])


def test_a_gap_names_what_to_read_and_how_to_begin_it(reading, upward) -> None:
    gap = next(each for each in reading()["gaps"] if each["criterion"] == CRITERION)
    assert (gap["listed"], gap["hours"]) == ("release-it", 2.0)
    upward(
        "reading", "add", gap["listed"], "--chapter", "Stability patterns", "--why", "timeouts", "--serves", CRITERION
    )
    gap = next(each for each in reading()["gaps"] if each["criterion"] == CRITERION)
    assert gap["read"] == 'the chapter "Stability patterns" of Release It! (2 hours): timeouts'
    assert gap["listed"] == ""


def test_a_chapter_is_read_with_its_real_hours_and_a_takeaway(reading, upward, tmp_path: Path) -> None:
    upward("reading", "add", "release-it", "--chapter", "Stability patterns")
    code, _, error = upward("reading", "log", "release-it", "--chapter", "stability patterns", "--hours", "3.5")
    assert (code, "The takeaway from" in error) == (2, True)
    said = "Each call has a timeout, chosen: 2 s"
    upward("reading", "log", "release-it", "--chapter", "stability patterns", "--hours", "3.5", "--takeaway", said)
    text = (tmp_path / "reading" / "release-it.md").read_text("utf-8")
    assert f'hours: "3.5"\n    read: 2026-07-01\n    takeaway: "{said}"' in text
    data = reading()
    assert [(each["title"], each["hours"]) for each in data["hours"]] == [("Release It!", 3.5)]
    assert data["current"][0]["state"] == "reading"
    assert data["owed"] == []
    assert upward("reading", "log", "release-it", "--done")[0] == 0
    assert reading()["current"] == []


def test_hours_that_no_chapter_takes_are_refused_and_one_that_was_not_listed_is_told(reading, upward) -> None:
    upward("reading", "add", "release-it", "--chapter", "Stability patterns")
    told = ("reading", "log", "release-it", "--takeaway", "Limits everywhere", "--chapter", "Capacity")
    code, _, error = upward(*told, "--hours", "4000")
    assert (code, "4000 hours is not a time that a chapter takes" in error) == (2, True)
    out = " ".join(upward(*told, "--hours", "2")[1].split())
    assert "That chapter was not listed, and is added to Stability patterns." in out


def test_an_unknown_criterion_is_told_in_a_sentence_that_can_be_read(reading, upward) -> None:
    code, _, error = upward("reading", "add", "release-it", "--serves", "zzz")
    assert (code, "upward readiness" in error, len(error) < 200) == (2, True, True)


def test_what_was_read_without_a_takeaway_is_asked_for(reading, upward, tmp_path: Path) -> None:
    upward("reading", "add", "release-it")
    path = tmp_path / "reading" / "release-it.md"
    chapters = "chapters:\n  - {title: A, read: 2026-06-01}\n"
    path.write_text(path.read_text("utf-8").replace("state:", f"{chapters}state:"), "utf-8")
    assert reading()["owed"] == [{"record": "release-it", "chapter": "A"}]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "A course", "--form", "course"), "What A course must teach is missing"),
        (("add", "A book", "--serves", "none-such"), "none-such"),
        (("add", "A book", "--why", "x"), "--chapter TITLE"),
        (("log", "a-book", "--done"), "The takeaway from A book is missing"),
        (("log", "a-book"), "There is nothing to record"),
        (("log", "a-book", "--chapter", "x", "--hours", "-1"), "-1 hours"),
        (("add", "A book"), "is on the list already"),
    ],
)
def test_what_is_missing_is_said(reading, upward, arguments, said) -> None:
    upward("reading", "add", "A book")
    code, _, error = upward("reading", *arguments)
    assert (code, said in error) == (2, True)


def test_a_course_of_the_list_comes_with_what_it_must_teach(reading, upward, tmp_path: Path) -> None:
    upward("reading", "add", "system-design-course")
    text = (tmp_path / "reading" / "a-course-on-system-design.md").read_text("utf-8")
    assert "form: course" in text
    assert "teaches: " in text


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("---\na: [{t: x}, {t: y}]\n---\n", "---\na: [{t: x}, {t: y, r: new}]\n---\n"),
        ("---\na:\n  - t: x\n  - t: y\n    r: old\nb: 1\n---\n", "---\na:\n  - t: x\n  - t: y\n    r: new\nb: 1\n---\n"),
        ("---\na:\n- t: x\n- t: |\n    many\n    lines\n---\n", "---\na:\n- t: x\n- t: |\n    many\n    lines\n  r: new\n---\n"),
    ],
)  # fmt: skip
def test_one_part_of_an_item_is_set_and_nothing_else_changes(text: str, changed: str) -> None:
    assert apply_edits([set_in_list(text, "a", 1, "r", "new")], text) == changed
