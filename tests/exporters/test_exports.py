"""What is exported, and what is held back."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))


LADDERS = Path(__file__).parents[1] / "data" / "ladders"
TRAINING = Path(__file__).parents[2] / "training"


def evidence(folder: Path, name: str, day: str, criterion: str, people: str = "") -> None:
    head = f"title: {name}\ndate: {day}\ncriteria: [{criterion}]\nrepo: {name[0]}\n{people}"
    body = "I wrote the rules down with two teams and put them into the build."
    (folder / "evidence" / f"{name}.md").write_text(f"---\n{head}---\n\n{body}\n")


def test_what_is_confidential_is_held_back_until_it_is_allowed_by_name(upward, logbook: Path) -> None:
    story = "---\ntitle: A\n---\n\n## Action\n\nI asked jo@example.com about it.\n"
    (logbook / "stories" / "a.md").write_text(story)
    code, out, _ = upward("export", "packet")
    assert code == 1
    assert "--allow a" in out
    assert "jo@example.com" not in out
    assert upward("export", "packet", "--allow", "a")[0] == 0
    assert upward("export", "packet", "--reach", "mine")[0] == 0


def test_private_records_and_drafts_stay_at_home(upward, logbook: Path) -> None:
    (logbook / "stories" / "p.md").write_text("---\ntitle: Hidden\nprivate: true\n---\n\n## Action\n\nI did it.\n")
    (logbook / "stories" / "d.md").write_text("---\ntitle: Unfinished\n---\n\n{{a: b}}\n")
    (logbook / "stories" / "s.md").write_text("---\ntitle: Shown\n---\n\n## Action\n\nI did it.\n")
    out = upward("export", "packet")[1]
    assert "Shown" in out
    assert "Hidden" not in out
    assert "Unfinished" not in out


def test_a_brag_document_is_bounded_by_a_period(upward, logbook: Path) -> None:
    evidence(logbook, "spring", "2026-04-01", "senior-standards-code")
    evidence(logbook, "winter", "2026-01-10", "senior-standards-code")
    out = upward("export", "brag", "--since", "2026-04-01", "--until", "2026-06-30")[1]
    assert "spring" in out
    assert "winter" not in out


def test_a_story_that_carries_everything_is_pointed_out(upward, logbook: Path) -> None:
    asked = [
        "Tell me about an incident.",
        "Tell me about a crisis.",
        "A production outage",
        "An outage you led",
        "Failure",
    ]
    (logbook / "asked.txt").write_text("\n".join(asked) + "\n")
    assert (
        "Used for many questions: Eleven hours without a safe backup" in upward("match", "--questions", "asked.txt")[1]
    )
