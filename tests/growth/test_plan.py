"""Growth plans."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))


LADDERS = Path(__file__).parents[1] / "data" / "ladders"
TRAINING = Path(__file__).parents[2] / "training"


def evidence(folder: Path, name: str, day: str, criterion: str, people: str = "") -> None:
    head = f"title: {name}\ndate: {day}\ncriteria: [{criterion}]\nrepo: {name[0]}\n{people}"
    body = "I wrote the rules down with two teams and put them into the build."
    (folder / "evidence" / f"{name}.md").write_text(f"---\n{head}---\n\n{body}\n")


def test_a_plan_fits_the_hours_and_is_tracked_by_evidence(upward, logbook: Path) -> None:
    code, out, _ = upward("grow", "--hours", "3", "--weeks", "8", "--save", "--format", "json")
    data = json.loads(out)
    assert code == 0
    assert 0 < sum(float(step["hours"]) for step in data["steps"]) <= 24
    assert data["later"] > 0
    assert upward("check", "plans", "--select", "UP7")[0] == 1  # its question is still open
    assert "unfilled-slot" in upward("check", "plans")[1]
    first = next(step["criterion"] for step in data["steps"] if step.get("criterion"))
    evidence(logbook, "done", "2026-07-02", first, "people: [{name: Grace}]\n")
    rows = {row["criterion"]: row for row in json.loads(upward("grow", "--track", "--format", "json")[1])["steps"]}
    done = rows.pop(first)
    assert (done["standing"], done["evidence"]) == ("done", ["done"])
    assert {row["standing"] for row in rows.values()} == {"open"}
