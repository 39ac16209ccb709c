"""A run noted by hand, and the sheet of the evening for stories of any shape."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


@pytest.mark.parametrize(("said", "seconds"), [("2:10", 130), ("150", 150)])
def test_a_length_is_noted_in_seconds_or_as_the_clock_shows_it(upward, logbook: Path, said: str, seconds: int) -> None:
    _, out, _ = upward("rehearse", "note", "example-crisis", "--seconds", said, "--rating", "good", "--format", "json")
    assert json.loads(out)["duration"] == seconds


@pytest.mark.parametrize(
    ("said", "why"), [("9999", "longer than 30 minutes"), ("2:x", "is not a duration"), ("-5", "not a duration")]
)
def test_a_length_that_is_none_is_refused(upward, logbook: Path, said: str, why: str) -> None:
    code, _, err = upward("rehearse", "note", "example-crisis", f"--seconds={said}", "--rating", "good")
    assert code == 2
    assert why in err


def test_a_story_without_headings_or_metrics_still_fills_its_sheet(upward, logbook: Path) -> None:
    plain = "We had a queue that grew. It held 4,000 jobs.\n\nI split it in two. After that a job took 40 seconds.\n"
    (logbook / "stories" / "plain.md").write_text(f"---\ntitle: Plain\ndate: 2026-06-01\n---\n{plain}", "utf-8")
    (logbook / "interviews" / "next.md").write_text(
        "---\ntitle: At Example\ndate: 2026-07-02\nstories: [plain]\n---\n", "utf-8"
    )
    out = upward("rehearse", "sheet")[1]
    assert "We had a queue that grew." in out
    assert "I split it in two." in out
    assert "4,000 jobs" in out
