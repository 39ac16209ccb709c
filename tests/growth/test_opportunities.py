"""What waits in a logbook, and the work in which the next step could be taken."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from upward.analysis.growth.opportunities import opportunities
from upward.model.record import Record
from upward.text import record_reader

TODAY = date(2026, 7, 1)
FOLDERS = {"evidence": "evidence", "concerns": "concern", "decisions": "decision"}


def record(path: str, text: str) -> Record:
    return record_reader.parse_record(path, text, FOLDERS)


MOVED = """---
title: Replaced the queue with a log
date: 2026-06-03
origins: [git:0123456789abcdef]
refs: ["#7"]
significance: "0.61"
---
Moved the orders.
"""
CONCERN = "---\ntitle: No alert tells when the import is late\ndate: 2026-05-01\nabout: observability\nreview-by: 2026-06-01\n---\n"
DECISION = "---\nstatus: accepted\nx-revisit: 2026-06-30\n---\n# Take orders through a queue\n"


def test_what_waits_is_named_with_what_it_waits_for() -> None:
    found = [
        each.text
        for each in opportunities(
            [
                record("concerns/late.md", CONCERN),
                record("decisions/queue.md", DECISION),
                record("evidence/moved.md", MOVED),
            ],
            TODAY,
        )
    ]
    assert found == [
        "No alert tells when the import is late (late), an open concern, whose review is overdue",
        "Take orders through a queue (queue), a decision due for its review",
        "Replaced the queue with a log (moved), whose decision is not recorded",
    ]


def test_what_is_settled_written_down_or_reviewed_waits_for_nobody() -> None:
    closed = CONCERN.replace("about:", "status: closed\nabout:")
    later = DECISION.replace("2026-06-30", "2026-12-30") + "It settles #7.\n"
    reviewed = MOVED.replace("refs:", "people:\n  - {name: Bo Example, part: reviewer}\nrefs:")
    records = [
        record("concerns/late.md", closed),
        record("decisions/queue.md", later),
        record("evidence/moved.md", reviewed),
    ]
    assert list(opportunities(records, TODAY)) == []
    old = MOVED.replace("2026-06-03", "2025-06-03")
    assert list(opportunities([record("evidence/moved.md", old)], TODAY)) == []


def test_only_a_forge_knows_that_there_was_no_review() -> None:
    from_forge = MOVED.replace("origins: [git:0123456789abcdef]", "origins: [github:example/shop#7]")
    texts = [each.text for each in opportunities([record("evidence/moved.md", from_forge)], TODAY)]
    assert "Replaced the queue with a log (moved), for which the forge shows no review" in texts


def test_a_plan_takes_an_open_concern_for_a_gap_in_ownership(
    tmp_path: Path, upward: Callable[..., tuple[int, str, str]]
) -> None:
    assert upward("init", ".")[0] == 0
    (tmp_path / "concerns").mkdir()
    (tmp_path / "concerns" / "late.md").write_text(
        f"{CONCERN}The metrics and alerts of the import are missing.\n", "utf-8"
    )
    steps = json.loads(upward("grow", "--hours", "40", "--weeks", "52", "--format", "json")[1])["steps"]
    assert any("an open concern" in step["where"] for step in steps if "ownership" in step["criterion"])
