"""Drafts: facts with their source, one question in each part, and nothing claimed that the person did not say."""

from __future__ import annotations

import pytest

from upward.analysis.narrative.story_draft import draft_story, own_words, template_for
from upward.catalogue.catalogue import Catalogue
from upward.model.record import Record
from upward.text import record_reader

EVIDENCE = """---
kind: evidence
title: Keep orders on the disk
date: 2026-03-09
started: 2026-03-02
repo: shop
people:
  - name: Bo Example
    part: co-author
measures:
  - id: lost
    value: "0"
    unit: orders lost a week
    baseline: "14"
    method: order log
tags: [{tag}]
---

## What happened

- 2026-03-02: Write orders before they are answered (aaaaaaaaa)
- 2026-03-09: Replay orders at the start (bbbbbbbbb)

Its description:

> Two shops lost a day of orders.
"""


def record(tag: str = "work") -> Record:
    return record_reader.parse_record("evidence/e1.md", EVIDENCE.replace("{tag}", tag), {"evidence": "evidence"})


def template(name: str) -> str:
    return Catalogue().kinds["story"].templates[name]


@pytest.mark.parametrize("name", ["technical-direction", "mentorship", "cross-team-alignment", "crisis"])
def test_a_draft_asks_one_question_in_each_part_and_five_at_most(name: str) -> None:
    made = draft_story([record()], name, template(name))
    assert 3 <= len(made.open) <= 5
    assert made.text.count("{{") == len(made.open)


def test_facts_stand_quoted_with_names_reasons_and_what_changed() -> None:
    text = draft_story([record()], "technical-direction", template("technical-direction")).text
    assert "> Two shops lost a day of orders." in text
    assert "> - 2026-03-02: Write orders before they are answered" in text
    assert "> With Bo Example (co-author)" in text
    assert "> - 0 orders lost a week, before that 14 (order log)" in text


def test_a_draft_is_not_tagged_with_what_nobody_said() -> None:
    text = draft_story([record()], "crisis", template("crisis")).text
    assert "themes:" not in text
    assert "principles:" not in text
    assert "themes: [failure-recovery]" in draft_story([record()], "crisis", template("crisis"), chosen=True).text


@pytest.mark.parametrize(
    ("tag", "name"),
    [("revert", "crisis"), ("failure", "crisis"), ("mentoring", "mentorship"), ("decision", "cross-team-alignment"), ("work", "technical-direction")],
)  # fmt: skip
def test_the_template_is_that_of_the_kind_of_work(tag: str, name: str) -> None:
    assert template_for([record(tag)]) == name


def test_the_cause_of_a_bug_is_asked_only_where_there_was_one() -> None:
    asked = draft_story([record()], "technical-direction", template("technical-direction")).open
    assert "root-cause" not in asked
    assert "buy-in" in asked
    fixed = record_reader.parse_record(
        "evidence/e1.md", EVIDENCE.replace("Keep orders", "Fix orders lost"), {"evidence": "evidence"}
    )
    assert "root-cause" in draft_story([fixed], "technical-direction", template("technical-direction")).open


def test_what_a_squash_lists_stands_once_among_the_steps() -> None:
    squash = EVIDENCE.replace("> Two shops", "> * Replay orders at the start (bbbbbbbbb)\n>\n> Two shops").replace(
        "- 2026-03-09: Replay", "- Replay"
    )
    made = record_reader.parse_record("evidence/e1.md", squash, {"evidence": "evidence"})
    text = draft_story([made], "technical-direction", template("technical-direction")).text
    assert text.count("Replay orders at the start") == 1
    assert "> Two shops lost a day of orders." in text


def test_what_is_said_twice_or_by_a_machine_is_no_step() -> None:
    noisy = EVIDENCE.replace(
        "- 2026-03-09: Replay",
        "- 2026-03-03: Write orders before they are answered (ccccccccc)\n- [pre-commit.ci] auto fixes\n- lint\n- 2026-03-09: Replay",
    )
    made = record_reader.parse_record("evidence/e1.md", noisy, {"evidence": "evidence"})
    text = draft_story([made], "technical-direction", template("technical-direction")).text
    steps = [line for line in text.splitlines() if line.startswith("> - 2026")]
    assert [line[16:30] for line in steps] == ["Write orders b", "Replay orders "]


def test_what_mining_wrote_beside_it_is_not_the_evidences_own_words() -> None:
    mined = EVIDENCE.replace("repo: shop", "repo: shop\norigins: ['git:aaaaaaaaa']").replace(
        "Its description:", "Reasons for its rank: changes what users rely on.\n\nIts description:"
    )
    said = own_words(record_reader.parse_record("evidence/e1.md", mined, {"evidence": "evidence"}))
    assert "rely on" not in said
    assert "aaaaaaaaa" not in said
    assert "Two shops lost a day of orders." in said
    assert "Write orders before they are answered" in said


def test_the_kind_of_an_episode_is_no_part_of_a_storys_title() -> None:
    named = EVIDENCE.replace("Keep orders on the disk", "'Simplified: “Keep orders in one place”'")
    made = record_reader.parse_record("evidence/e1.md", named, {"evidence": "evidence"})
    text = draft_story([made], "technical-direction", template("technical-direction")).text
    assert "title: Keep orders in one place\n" in text


def test_the_long_title_of_an_episode_keeps_what_happened_and_what_to() -> None:
    title = (
        "Carried a deprecation through: “Deprecate the old installer, that is the setting experimental.new-installer”"
    )
    made = record_reader.parse_record(
        "evidence/e1.md", EVIDENCE.replace("Keep orders on the disk", f"'{title}'"), {"evidence": "evidence"}
    )
    text = draft_story([made], "technical-direction", template("technical-direction")).text
    assert "Carried a deprecation through: “Deprecate the old installer, that is the …”" in text
