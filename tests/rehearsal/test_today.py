"""What is due today: the interview first, and stories as `upward rehearse` counts them."""

from __future__ import annotations

import json
from pathlib import Path

STORY = "---\ntitle: Cut the run\ndate: 2026-03-01\nmetrics:\n  - {id: run, value: '40', unit: minutes}\n---\n\nI cut it to 40 minutes.\n"
INTERVIEW = "---\ntitle: Senior engineer at Acme\ndate: 2026-07-02\nstate: {state}\n---\n"
RUN = "---\ndate: 2026-07-01T0{hour}:00:00Z\nstory: run\nrating: good\nduration: 120\n---\n"


def _due(upward) -> list[dict[str, str]]:
    return json.loads(upward("today", "--format", "json")[1])["due"]


def _write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


def test_the_interview_of_tomorrow_comes_before_everything_else(upward, tmp_path: Path) -> None:
    (tmp_path / ".upward").mkdir()
    _write(
        tmp_path, "stories/draft.md", "---\ntitle: '{{title: The line to announce it with}}'\n---\n\n{{why: Why?}}\n"
    )
    _write(tmp_path, "interviews/acme.md", INTERVIEW.format(state="planned"))
    first, draft = _due(upward)
    assert (first["what"], first["because"]) == ("Interview: Senior engineer at Acme", "Tomorrow, 2026-07-02.")
    assert first["command"] == "upward rehearse sheet"
    # A draft whose title is still a question is called by its id.
    assert draft["what"] == "Finish the draft: draft"
    _write(tmp_path, "interviews/acme.md", INTERVIEW.format(state="held"))
    assert [each["what"] for each in _due(upward)] == ["Finish the draft: draft"]


def test_a_story_that_was_told_is_not_called_never_practised(upward, tmp_path: Path) -> None:
    (tmp_path / ".upward").mkdir()
    _write(tmp_path, "stories/run.md", STORY)
    assert _due(upward) == [
        {"what": "Rehearse: Cut the run", "because": "Never practised.", "command": "upward rehearse run run"}
    ]
    for hour in (6, 7, 8):
        _write(tmp_path, f"rehearsals/run-{hour}.md", RUN.format(hour=hour))
    (drill,) = _due(upward)
    assert drill["command"] == "upward rehearse drill run"
    assert drill["because"] == "Told 3 times, last today."
    assert "3 times, last today" in upward("rehearse")[1]
