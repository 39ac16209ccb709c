"""Brag documents, résumés and notes: each entry once, dated by what is written, and never a goal for a deed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upward.text.note_split import split_notes

from . import days, importer_of, left, read, taken, titles

BRAG = """# Kim's brag document

## Goals for this year
- Own the billing service

## Projects

### Mail queue
- Designed the retry rule
- Cut lost mails from 40 a day to none
"""


def test_a_brag_document_without_dates_asks_for_the_period(tmp_path: Path) -> None:
    entries = read(tmp_path, "brag.md", BRAG)
    assert not taken(entries)
    assert [where for where, why in left(entries) if "--since" in why] == ["brag.md:9", "brag.md:10"]
    given_period = read(tmp_path, "brag.md", BRAG, since=date(2026, 1, 1), until=date(2026, 6, 30))
    assert titles(given_period) == ["Designed the retry rule", "Cut lost mails from 40 a day to none"]
    assert days(given_period) == ["2026-06-30", "2026-06-30"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("# Brag 2025\n\n## Goals for 2026\n- Become staff\n\n## Done\n- Rewrote it\n- Shipped it\n", "a goal or plan"),
        ("# 2025\n\n## Next steps\n- Learn Rust\n\n## Work\n- Rewrote it\n- Shipped it\n", "a goal or plan"),
        ("# 2025\n\n- [ ] Learn Rust\n- [x] Rewrote it\n- [x] Shipped it\n", "the task is not ticked"),
        ("# March 2027\n\n- Learn Rust\n\n# March 2025\n\n- Rewrote it\n- Shipped it\n", "in the future"),
    ],
)
def test_what_is_wanted_is_not_what_was_done(tmp_path: Path, text: str, why: str) -> None:
    entries = read(tmp_path, "b.md", text)
    assert titles(entries) == ["Rewrote it", "Shipped it"]
    assert why in left(entries)[0][1]


def test_setext_headings_and_a_table_are_read(tmp_path: Path) -> None:
    assert days(read(tmp_path, "s.md", "March 2026\n==========\n\n- Rewrote it\n- Shipped it\n")) == [
        "2026-03",
        "2026-03",
    ]
    table = "# 2026\n\n| Date | What | Impact |\n|---|---|---|\n| March 9, 2026 | Rewrote it | 4 minutes |\n| 2 April 2026 | Shipped it | |\n"
    assert days(read(tmp_path, "t.md", table)) == ["2026-03-09", "2026-04-02"]


def test_a_heading_with_labels_below_is_one_entry(tmp_path: Path) -> None:
    text = "# Brag\n\n## Week 2026-03-02\n\n### Cut import time\n- **Topic:** Speed\n- **Impact:** No waiting\n\n### Trained two people\n- **Topic:** Mentoring\n"
    entries = read(tmp_path, "h.md", text)
    assert titles(entries) == ["Cut import time", "Trained two people"]
    assert taken(entries)[0].fields["tags"] == ["Speed"]


def test_an_example_in_a_fence_or_a_quote_is_nothing(tmp_path: Path) -> None:
    text = "# March 2026\n\n- Rewrote it\n- Shipped it\n\n```\n- Invented it\n```\n\n> - A colleague said so\n"
    entries = read(tmp_path, "f.md", text)
    assert titles(entries) == ["Rewrote it", "Shipped it"]
    assert len(left(entries)) == 2


def test_a_deadline_is_not_the_day_it_happened(tmp_path: Path) -> None:
    text = "# March 2026\n\n- Promised it by 2026-12-01\n- Shipped it on 2026-03-09\n"
    assert days(read(tmp_path, "d.md", text)) == ["2026-03", "2026-03-09"]


def test_the_same_line_in_two_quarters_is_two_and_twice_imported_is_one(tmp_path: Path) -> None:
    text = "# 2026 Q1\n\n- Ran the on-call\n\n# 2026 Q2\n\n- Ran the on-call\n"
    entries = taken(read(tmp_path, "q.md", text))
    assert len({each.origins[0] for each in entries}) == 2
    known = frozenset(origin for each in entries for origin in each.origins)
    grown = text + "\n# 2026 Q3\n\n- Ran the on-call\n"
    assert days(read(tmp_path, "q.md", grown, known_origins=known)) == ["2026-09"]


def test_a_resume_is_read_by_its_positions(tmp_path: Path) -> None:
    text = "# Ada\n\n## Experience\n\n### Example Ltd (Jun 2021 – Present)\n- Rewrote it\n- Mentored two\n\n### Shop, 2018 – 2021\n- Built the cart\n"
    found = taken(read(tmp_path, "cv.md", text))
    assert [(each.fields["started"], each.day) for each in found] == [("2021-06", "2026-11")] * 2 + [("2018", "2021")]


NOTES = {
    "paragraphs": (
        "n.txt",
        "The lead wanted a rewrite. I measured\nboth options.\n\nMentored Bo. He releases alone.\n",
        2,
    ),
    "arrows": ("n.txt", "down 2h → rolled back → runbook\nlead wanted a rewrite → measured → kept it\n", 2),
    "bullets": ("n.txt", "- Rewrote the importer\n- Wrote the runbook\n  with 12 steps\n", 2),
    "bullets of a word processor": (
        "n.txt",
        "● Led the move to queues\n   ○ 40 lost mails to none\n● Trained twelve people\n",
        2,
    ),
    "dated lines": ("n.txt", "2026-03-09 fixed the import\n2026-03-10 wrote the runbook\n", 2),
    "numbered headings": (
        "n.md",
        "# Notes\n\n## Note 1\n\nProd went down.\n\nI rolled back.\n\n## Note 2\n\n- profiled it\n- 9 minutes\n",
        2,
    ),
    "numbered lines": ("n.txt", "Note 1: prod went down.\nI rolled back.\nNote 2: mentored Bo.\n", 2),
    "setext headings": (
        "n.md",
        "Faster builds\n-------------\n\nI profiled them.\n\nThe outage\n----------\n\nI rolled back.\n",
        2,
    ),
    "rules": ("n.txt", "Prod went down.\n\nI rolled back.\n\n---\n\nMentored Bo twice.\n", 2),
    "labels": (
        "n.txt",
        "S: builds were slow\nT: halve them\nA: I profiled\nR: 9 minutes\n\nS: prod was down\nA: I rolled back\n",
        2,
    ),
    "labelled paragraphs": (
        "n.txt",
        "Faster builds\n\nS: builds were slow\n\nA: I profiled\n\nThe outage\n\nS: prod was down\n\nA: I rolled back\n",
        2,
    ),
}


@pytest.mark.parametrize(("name", "text", "count"), NOTES.values(), ids=list(NOTES))
def test_notes_are_cut_where_their_writer_cut_them(tmp_path: Path, name: str, text: str, count: int) -> None:
    entries = read(tmp_path, name, text)
    assert importer_of(tmp_path / name) == "notes"
    assert len(taken(entries)) == count
    assert not left(entries)


def test_a_note_with_a_date_is_evidence_and_one_without_a_draft(tmp_path: Path) -> None:
    entries = taken(read(tmp_path, "n.txt", "On 9 March 2026 I fixed the import.\n\nI mentored Bo for a year.\n"))
    assert [(each.kind, each.day) for each in entries] == [("evidence", "2026-03-09"), ("story", "")]


def test_goals_in_notes_are_left(tmp_path: Path) -> None:
    entries = read(tmp_path, "n.txt", "Goal: own the billing service.\n\nI mentored Bo for a year.\n")
    assert titles(entries) == ["I mentored Bo for a year"]
    assert "goal or plan" in left(entries)[0][1]


def test_a_heading_without_text_is_a_note(tmp_path: Path) -> None:
    assert titles(read(tmp_path, "n.md", "# Notes\n\n## Rolled back prod\n\n## Mentored Bo\n")) == [
        "Rolled back prod",
        "Mentored Bo",
    ]


WORDS = st.text(alphabet="abc DEF-*#:→.\n`|>1[]", max_size=80)


@settings(max_examples=150)
@given(WORDS)
def test_no_word_of_a_text_is_lost_between_its_notes(text: str) -> None:
    notes = list(split_notes(text))
    kept = "".join(char for note in notes for part in (*note.headings, note.text) for char in part if char.isalpha())
    assert {char for char in text if char.isalpha()} <= {*kept, "x"} or not notes


PARTS = """---
title: Fewer failed webhooks
date: 2025-03
---

## {0}

About 6 % of the webhooks timed out.

## {1}

I was to bring that under 1 %.

## {2}

I put a queue in front of the ledger.

## {3}

Failures fell to 0.1 %.
"""


@pytest.mark.parametrize(
    "parts", [("Situation", "Task", "Action", "Result"), ("Situation", "Aufgabe", "Vorgehen", "Ergebnis")]
)
def test_a_file_whose_headings_are_the_parts_of_a_story_is_one_story(tmp_path: Path, parts: tuple[str, ...]) -> None:
    (found,) = taken(read(tmp_path, "a.md", PARTS.format(*parts)))
    assert (found.kind, found.title, found.day) == ("story", "Fewer failed webhooks", "2025-03")
    assert all(f"## {part}" in found.body for part in parts)


def test_prose_below_a_title_is_one_note_and_notes_of_one_sentence_stay_apart(tmp_path: Path) -> None:
    prose = "payment webhooks thing\n\nso basically they timed out, 5% of them.\n\nwe looked at logs and I put a queue in front.\n\nfailures went to 0.1%, 5% -> 0.1%\n"
    assert len(taken(read(tmp_path, "a.txt", prose))) == 1
    apart = "Moved the importer to a queue in March.\n\nWrote the runbook for the on-call rota.\n"
    assert len(taken(read(tmp_path, "b.txt", apart))) == 2


def test_what_a_brag_document_says_of_itself_is_no_evidence(tmp_path: Path) -> None:
    text = "# Brag doc 2025\n\nStuff to remember for review season.\n\n## H1\n\n- Moved the importer\n- Wrote the runbook\n"
    entries = read(tmp_path, "brag.md", text)
    assert titles(entries) == ["Moved the importer", "Wrote the runbook"]
    assert [why for _, why in left(entries)] == ["an introduction to the document, without a date"]


@pytest.mark.parametrize(
    "text",
    [
        "# Brag document\n\nStuff I want to remember.\n\n- Moved the importer\n- Wrote the runbook\n",
        "# Brag document 2025\n\nStuff I want to remember.\n\n- Moved the importer\n- Wrote the runbook\n",
        "Stuff I want to remember.\n\n## 2025\n\n- Moved the importer\n- Wrote the runbook\n",
        "Stuff I want to remember.\n\n# 2025\n\n- Moved the importer\n- Wrote the runbook\n",
    ],
)
def test_an_introduction_before_a_list_or_the_first_section_is_no_evidence(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, "brag.md", text, since=date(2025, 1, 1), until=date(2025, 12, 31))
    assert titles(found) == ["Moved the importer", "Wrote the runbook"]


TASKS = "Key;Summary;Created;{0}\nINV-1;Moved the importer;01.02.2025;18.03.2025\nINV-2;Wrote the runbook;02.02.2025;19.03.2025\n"


def test_a_column_of_dates_is_the_day_whatever_its_name(tmp_path: Path) -> None:
    assert days(read(tmp_path, "tasks.csv", TASKS.format("Done on"))) == ["2025-03-18", "2025-03-19"]
    assert days(read(tmp_path, "tasks.csv", TASKS.format("Erledigt am"))) == ["2025-03-18", "2025-03-19"]


def test_a_table_without_a_column_of_dates_says_which_columns_it_has(upward, logbook: Path) -> None:
    (logbook / "t.csv").write_text("Key,Summary\nINV-1,Moved the importer\n")
    code, out, _ = upward("import", "t.csv")
    assert code == 1
    assert "there is no column for the day on which it was done among Key, Summary; rename it to `date`" in " ".join(
        out.split()
    )


def test_a_year_in_brackets_or_in_front_or_behind_in_is_a_date(tmp_path: Path) -> None:
    text = "# Accomplishments\n\n- Rewrote it (2004)\n- 2019: Moved the mail\n- Led the audit in 2020.\n- Served 2000 users\n"
    entries = read(tmp_path, "a.md", text)
    assert days(entries) == ["2004", "2019", "2020"]
    assert left(entries) == [("a.md:6", "no date; give the period with --since DAY and --until DAY")]


def test_parts_under_labels_are_one_entry_and_projects_under_labels_one_each(tmp_path: Path) -> None:
    parts = "### Pipeline\n**Tags:** data, cost\n**Facts:**\n- Cut the spend by 40 %.\n- Moved the tables.\n"
    projects = "### Projects\n- **Billing:** rewrote the invoices\n- **Mail:** halved the queue\n"
    entries = read(tmp_path, "b.md", f"# Brag\n\n## 2024\n\n{parts}\n{projects}")
    assert titles(entries) == ["Pipeline", "Billing: rewrote the invoices", "Mail: halved the queue"]
    assert taken(entries)[0].fields["tags"] == ["data", "cost"]


@pytest.mark.parametrize("text", ["[Impact bullet 1]", "Add your content here", "TBD", "Insert your numbers here."])
def test_a_placeholder_of_a_template_is_no_accomplishment(tmp_path: Path, text: str) -> None:
    entries = read(tmp_path, "b.md", f"# Brag 2025\n\n## Done\n\n- {text}\n- [Rewrote it](https://example.com/1)\n")
    assert (titles(entries), [why for _, why in left(entries)]) == (["Rewrote it"], ["a placeholder of a template"])


def test_contact_details_and_lonely_dates_are_no_notes(tmp_path: Path) -> None:
    text = "Name: Ada\nEmail: ada@example.com\n\n[2025](./2025)\n\nI moved the importer to another team.\n"
    assert left(read(tmp_path, "n.md", text)) == [("n.md:1", "contact details"), ("n.md:4", "only a date")]


def test_a_brag_document_that_upward_wrote_gives_nothing_new(upward, logbook: Path) -> None:
    (logbook / "a.md").write_text("# Brag 2026\n\n## March 2026\n\n- Moved the importer\n- Wrote the runbook\n")
    upward("import", "a.md", "--save")
    upward("export", "brag", "--reach", "mine", "--output", "b.md")
    code, out, _ = upward("import", "b.md", "--format", "json")
    answer = json.loads(out)
    assert (code, answer["taken"]) == (1, [])
    assert {each["why"] for each in answer["left"]} == {"written by upward from a record of yours"}
