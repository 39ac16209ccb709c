"""The inbox: what is found waits there, is taken together or apart, and comes once."""

from __future__ import annotations

from pathlib import Path

import pytest

from upward.store.logbook import proposals
from upward.store.logbook.folder import Folder
from upward.store.logbook.proposals import Write

FIRST = """---
title: Cache the price list
date: 2026-03-05
origins: ["git:aaaaaaaaaaaaaaaa", "git:bbbbbbbbbbbbbbbb"]
people:
  - {name: Ada Example, email: ada@example.com, part: author}
measures:
  - {id: commits, value: "2", unit: commits}
  - {id: lines, value: "90", unit: lines added or deleted}
---

## What happened

- 2026-03-01: Add the cache (aaaaaaaaa)
- 2026-03-05: Empty it at midnight (bbbbbbbbb)

## What only you know

{{why: Why did it matter, and to whom?}}
"""
SECOND = (
    FIRST.replace("Cache the price list", "Warm the cache")
    .replace("2026-03-05", "2026-03-09")
    .replace("aaaaaaaaaaaaaaaa", "cccccccccccccccc")
    .replace("bbbbbbbbbbbbbbbb", "dddddddddddddddd")
    .replace("aaaaaaaaa", "ccccccccc")
    .replace("bbbbbbbbb", "ddddddddd")
)


@pytest.fixture
def waiting(log: Path) -> Path:
    for path, text in (("evidence/first.md", FIRST), ("evidence/second.md", SECOND)):
        proposals.keep_proposal(Folder(log), "upward", "mine", "2026-07-01", [Write(path, text)])
    return log


def test_what_waits_is_shown_with_commits_people_and_measures(visit, waiting: Path) -> None:
    shown = visit().text("/inbox")
    for words in ("Cache the price list", "Ada Example", "90 lines added or deleted", "Add the cache (aaaaaaaaa)"):
        assert words in shown


def test_accepting_writes_the_record_and_nothing_else(visit, waiting: Path) -> None:
    before = {path.name for path in (waiting / "evidence").iterdir()}
    assert visit().post("/inbox", {"act": "accept", "id": "0001"}).status_code == 303
    assert {path.name for path in (waiting / "evidence").iterdir()} - before == {"first.md"}
    assert (waiting / "evidence/first.md").read_text() == FIRST
    assert [each.id for each in proposals.waiting_proposals(Folder(waiting))] == ["0002"]


def test_dismissed_work_is_not_proposed_again(visit, waiting: Path) -> None:
    visit().post("/inbox", {"act": "dismiss", "id": ["0001", "0002"]})
    assert list(proposals.waiting_proposals(Folder(waiting))) == []
    assert "git:aaaaaaaaaaaaaaaa" in proposals.dismissed(Folder(waiting))
    assert not (waiting / "evidence/first.md").exists()


def test_two_are_merged_into_one(visit, waiting: Path) -> None:
    visit().post("/inbox", {"act": "merge", "id": ["0001", "0002"], "title": "The price cache"})
    (merged,) = proposals.waiting_proposals(Folder(waiting))
    text = merged.writes[0].text
    assert "title: The price cache" in text
    assert "date: 2026-03-09" in text
    assert "started: 2026-03-05" in text
    assert 'value: "180"' in text
    assert all(f"git:{letter * 16}" in text for letter in "abcd")
    assert text.index("ddddddddd") < text.index("What only you know")


def test_one_is_split_into_two(visit, waiting: Path) -> None:
    visit().post("/inbox", {"act": "split", "id": "0001", "origin": "git:bbbbbbbbbbbbbbbb"})
    texts = {each.id: each.writes[0].text for each in proposals.waiting_proposals(Folder(waiting))}
    assert "bbbbbbbbb" not in texts["0001"]
    assert "aaaaaaaaa" not in texts["0003"]
    # What the whole came to says nothing about a part.
    assert "90" not in texts["0001"]
    assert 'value: "1"' in texts["0001"]


def test_one_is_renamed(visit, waiting: Path) -> None:
    visit().post("/inbox", {"act": "rename", "id": "0001", "title": 'Prices: "cached"'})
    first = next(iter(proposals.waiting_proposals(Folder(waiting))))
    assert FIRST.split("\n", 2)[2] == first.writes[0].text.split("\n", 2)[2]
    assert 'Prices: \\"cached\\"' in first.writes[0].text


def test_a_decision_without_a_choice_is_refused(visit, waiting: Path) -> None:
    visitor = visit()
    assert visitor.post("/inbox", {"act": "accept"}).status_code == 400
    assert visitor.post("/inbox", {"act": "burn", "id": "0001"}).status_code == 400
    assert visitor.post("/inbox", {"act": "merge", "id": "0001"}).status_code == 400
    assert visitor.post("/inbox", {"act": "split", "id": "0001", "origin": "git:zzz"}).status_code == 400
    assert len(list(proposals.waiting_proposals(Folder(waiting)))) == 2


def _state(log: Path) -> tuple[list[tuple[str, str]], frozenset[str], list[str]]:
    waiting = [(each.id, each.writes[0].text) for each in proposals.waiting_proposals(Folder(log))]
    return waiting, proposals.dismissed(Folder(log)), sorted(path.name for path in (log / "evidence").iterdir())


@pytest.mark.parametrize(
    "data",
    [
        {"act": "dismiss", "id": ["0001", "0002"]},
        {"act": "accept", "id": "0001"},
        {"act": "merge", "id": ["0001", "0002"], "title": "T"},
        {"act": "split", "id": "0001", "origin": "git:bbbbbbbbbbbbbbbb"},
        {"act": "rename", "id": "0002", "title": "Another"},
    ],
    ids=lambda data: data["act"],
)
def test_a_decision_can_be_undone_once(visit, waiting: Path, data: dict[str, object]) -> None:
    visitor, before = visit(), _state(waiting)
    assert "Undo" not in visitor.text("/inbox")
    assert visitor.post("/inbox", data).status_code == 303
    assert _state(waiting) != before
    assert "Undo the last decision" in visitor.text("/inbox")
    assert visitor.post("/inbox", {"act": "undo"}).status_code == 303
    assert _state(waiting) == before
    assert visitor.post("/inbox", {"act": "undo"}).status_code == 404


def test_what_was_written_on_since_is_not_undone(visit, waiting: Path) -> None:
    visitor = visit()
    visitor.post("/inbox", {"act": "accept", "id": "0001"})
    path = waiting / "evidence/first.md"
    path.write_text(path.read_text() + "Mine.\n")
    assert visitor.post("/inbox", {"act": "undo"}).status_code == 409
    assert path.read_text().endswith("Mine.\n")
