"""Story banks, question lists, journals and tables, in the forms that people keep them in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from . import days, importer_of, left, read, taken, titles

PARTS = "{0} Situation\nBuilds were slow.\n\n{0} Action\nI profiled them.\n\n{0} Result\n- **Impact:** 9 minutes.\n- **Learning:** Measure first.\n"


def test_a_story_is_a_heading_with_parts_below_it(tmp_path: Path) -> None:
    text = "# Stories\n\n## Faster builds\n\n" + PARTS.format("###") + "\n## The outage\n\n" + PARTS.format("###")
    found = taken(read(tmp_path, "bank.md", text))
    assert [each.title for each in found] == ["Faster builds", "The outage"]
    assert found[0].body.endswith("## Learning\n\nMeasure first.")


STORY = {"title": "Faster builds", "situation": "Slow", "action": "I profiled", "result": "9 minutes"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("s.csv", "Title;Situation;Action;Result\nFaster builds;Slow;I profiled;9 minutes\n"),
        ("s.json", json.dumps([STORY])),
        (
            "s.yaml",
            "stories:\n  - title: Faster builds\n    situation: Slow\n    action: I profiled\n    result: 9 minutes\n",
        ),
        (
            "s.md",
            "# Bank\n\n## Faster builds\n\n| | |\n|---|---|\n| Situation | Slow |\n| Action | I profiled |\n| Result | 9 minutes |\n",
        ),
        ("f.md", "# Bank\n\n## Faster builds\n\n```\nS: Slow\nA: I profiled\nR: 9 minutes\n```\n"),
        ("l.md", "# Bank\n\n## Faster builds\n\n*Situation*: Slow\n*Action*: I profiled\n*Result*: 9 minutes\n"),
    ],
)
def test_a_story_is_read_from_every_form(tmp_path: Path, name: str, text: str) -> None:
    found = taken(read(tmp_path, name, text))
    assert [(each.kind, each.title) for each in found] == [("story", "Faster builds")]
    assert "## Action\n\nI profiled" in found[0].body


def test_two_stories_of_one_title_are_two_and_tags_are_kept(tmp_path: Path) -> None:
    one = "## Faster builds\n\n**Tags:** speed\n\n**Situation:** Slow.\n\n**Result:** 9 minutes.\n"
    found = taken(read(tmp_path, "b.md", f"# B\n\n{one}\n{one.replace('Slow', 'Slow again')}"))
    assert len({each.origins for each in found}) == 2
    assert found[0].fields["tags"] == ["speed"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("q.md", "# Questions\n\n1. [Ownership](#ownership)\n\n## Ownership\n- Tell me about a failure\n"),
        ("q.txt", "Tell me about a failure\n"),
        ("q.csv", "title,question\nFailure,Tell me about a failure\n"),
        ("q.csv", "question;level\nTell me about a failure;senior\n"),
        ("q.yaml", "questions:\n  - question: Tell me about a failure\n    category: failure\n"),
        ("q.json", '["Tell me about a failure"]'),
    ],
)
def test_a_question_list_gives_its_questions_only(tmp_path: Path, name: str, text: str) -> None:
    assert [(each.kind, each.title) for each in taken(read(tmp_path, name, text))] == [
        ("question", "Tell me about a failure")
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [("ci.yaml", "- name: CI\n  title: build\n  steps: [a]\n"), ("p.json", '{"name": "x", "entries": []}')],
)
def test_a_file_of_something_else_is_not_recognised(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert importer_of(tmp_path / name) == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("j.json", '{"entries": [{"title": "Fixed it.", "body": "Late.", "date": "2026-03-09", "time": "09:00"}, {"title": "Wrote it.", "body": "", "date": "2026-03-09", "time": "09:00"}]}'),
        ("j.txt", "[2026-03-09 09:00] Fixed it.\nLate.\n\n[2026-03-09 09:00:00 AM] Wrote it.\n"),
        ("j.md", "# 2026\n\n## March\n\n### 2026-03-09 09:00 Fixed it.\n\nLate.\n\n### 2026-03-09 09:00 Wrote it.\n"),
        ("d.json", '{"entries": [{"uuid": "1", "creationDate": "2026-03-09T09:00:00Z", "text": "Fixed it.\\n\\nLate."}, {"uuid": "2", "creationDate": "2026-03-08T23:30:00Z", "timeZone": "Europe/Berlin", "text": "Wrote it."}]}'),
    ],
)  # fmt: skip
def test_a_journal_keeps_every_entry_of_a_day(tmp_path: Path, name: str, text: str) -> None:
    entries = read(tmp_path, name, text)
    assert [title.rstrip(".") for title in titles(entries)] == ["Fixed it", "Wrote it"]
    assert days(entries) == ["2026-03-09", "2026-03-09"]
    assert len({each.origins for each in taken(entries)}) == 2


@pytest.mark.parametrize(
    "raw",
    [
        b"date;title\n2026-03-09;Fixed it\n",
        b"Date\tTitle\n2026-03-09\tFixed it\n",
        b"sep=;\nDate;Title\n09.03.2026;Fixed it\n",
        b'Completed date,Summary\n"March 9, 2026",Fixed it\n',
        "\ufeffWhen,What\n2026-03-09,Fixed it\n".encode(),
        "Date,Title\n2026-03-09,Fixed it\n".encode("utf-16"),
        b"Date,Title\r2026-03-09,Fixed it\r",
        b"Title,Date\nFixed it,9/3/2026\nWrote it,13/3/2026\n",
    ],
)  # fmt: skip
def test_a_table_is_read_by_its_own_dialect(tmp_path: Path, raw: bytes) -> None:
    found = taken(read(tmp_path, "t.csv", raw))
    assert (found[0].title, found[0].day) == ("Fixed it", "2026-03-09")


def test_dates_that_could_be_two_are_asked_for(tmp_path: Path) -> None:
    raw = "Date,Title\n3/9/2026,Fixed it\n"
    assert left(read(tmp_path, "t.csv", raw)) == [
        ("t.csv:2", "3/9/2026 is ambiguous; give --date-order day-first or month-first")
    ]
    assert days(read(tmp_path, "t.csv", raw, date_order="month-first")) == ["2026-03-09"]


def test_jiras_export_takes_what_is_done_and_says_what_is_not(tmp_path: Path) -> None:
    rows = "Summary,Issue key,Status,Resolution,Resolved\nFixed it,SHOP-1,Done,Fixed,09/Mar/26 4:12 PM\nRefused it,SHOP-2,Closed,Won't Do,09/Mar/26\nBegan it,SHOP-3,In Progress,,09/Mar/26\n"
    entries = read(tmp_path, "t.csv", rows)
    assert [each.origins for each in taken(entries)] == [("jira:SHOP-1",)]
    assert [why for _, why in left(entries)] == ["not done: Won't Do", "not done: its status is In Progress"]


def test_a_row_without_a_date_or_title_is_left_with_its_line(tmp_path: Path) -> None:
    entries = read(
        tmp_path, "t.csv", 'Date,Title,Notes\n,Fixed it,\n2026-03-09,,"two\nlines"\n\n2026-03-10,Wrote it,x\n'
    )
    assert left(entries) == [("t.csv:2", "the row has no date"), ("t.csv:3", "the row has no title")]
    assert titles(entries) == ["Wrote it"]


TEAM = "Summary,Issue key,Status,Assignee,Assignee Id,Resolved\nFixed it,S-1,Done,Ada Lima,1,2026-03-09\nMoved it,S-2,Done,Kim Roe,2,2026-03-10\nWrote it,S-3,Done,,,2026-03-11\n"


def test_of_a_teams_table_only_ones_own_rows_are_taken(tmp_path: Path) -> None:
    entries = read(tmp_path, "t.csv", TEAM, authors=("ada@example.com", "Ada Lima"))
    assert titles(entries) == ["Fixed it"]
    assert [why for _, why in left(entries)] == ["assigned to Kim Roe", "not assigned to anyone"]


def test_a_table_of_several_people_asks_who_one_is_and_a_table_of_one_does_not(tmp_path: Path) -> None:
    entries = read(tmp_path, "t.csv", TEAM)
    assert not titles(entries)
    assert left(entries)[0] == ("t.csv:2", "assigned to Ada Lima; if that is you, give --author 'Ada Lima'")
    assert titles(read(tmp_path, "t.csv", "Title,Owner,Date\nFixed it,kim,2026-03-09\nWrote it,,2026-03-10\n")) == [
        "Fixed it",
        "Wrote it",
    ]


def test_the_columns_of_other_trackers_and_a_log_without_titles_are_read(tmp_path: Path) -> None:
    redmine = "id,assigned_to,subject,date_start,date_end,status\n1,kim,Fixed it,2026-03-08,2026-03-09,closed\n"
    pivotal = 'Id,Story,Story Type,Current State,Created at,Accepted at\n7,Fixed it,feature,accepted,"Mar 2, 2026","Mar 9, 2026"\n'
    log = "date,hours,notes\n2026-03-09,3,Fixed it\n"
    for text in (redmine, pivotal, log):
        assert [(each.title, each.day) for each in taken(read(tmp_path, "t.csv", text))] == [("Fixed it", "2026-03-09")]


def test_texts_that_are_no_questions_are_no_list_of_them(tmp_path: Path) -> None:
    (tmp_path / "t.json").write_text('[{"text": "shipped it", "user": "U1"}]')
    assert importer_of(tmp_path / "t.json") == ""
    entries = read(tmp_path, "q.json", '[{"text": "Tell me about a failure"}, {"text": "shipped it"}]')
    assert (titles(entries), left(entries)) == (["Tell me about a failure"], [("q.json: entry 2", "not a question")])
