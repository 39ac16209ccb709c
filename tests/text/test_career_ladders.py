"""Career ladders of other organisations as rubrics."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))


from upward.text import career_ladders, rubric_reader

LADDERS = Path(__file__).parents[1] / "data" / "ladders"
TRAINING = Path(__file__).parents[2] / "training"


@pytest.mark.parametrize(
    ("name", "criteria", "unread"),
    [("competencies.yml", 2, 1), ("backend.md", 3, 2), ("ladder.md", 4, 1), ("matrix.csv", 5, 1)],
)
def test_a_ladder_of_others_becomes_a_rubric_and_says_what_it_lost(
    upward, logbook: Path, name: str, criteria: int, unread: int
) -> None:
    (logbook / name).write_text((LADDERS / name).read_text("utf-8"), "utf-8")
    code, out, _ = upward("rubric", "ours", "--from", name, "--format", "json")
    data = json.loads(out)
    assert code == 1
    assert (len(data["criteria"]), len(data["unread"])) == (criteria, unread)
    read, faults = rubric_reader.parse_rubric((logbook / ".upward/rubrics/ours.yaml").read_text("utf-8"))
    assert faults == ()
    first = read.criteria[0]
    level = read.levels[0]
    (logbook / "evidence" / "a.md").write_text(
        f"---\ntitle: A\ndate: 2026-05-01\ncriteria: [{first.id}]\norigins: [git:ab12cd3]\npeople: [{{name: Bo}}]\n---\n\nx\n"
    )
    assert "wrong-value" not in upward("check", "evidence")[1]
    judged = json.loads(upward("readiness", "--rubric", "ours", "--level", level, "--format", "json")[1])
    assert [each["standing"] for each in judged["criteria"] if each["criterion"] == first.id] == ["once"]


def test_what_is_no_ladder_is_refused(upward, logbook: Path) -> None:
    (logbook / "x.yaml").write_text("a: [")
    assert "contains no criteria" in upward("rubric", "--from", "x.yaml")[2]
    (logbook / "x.csv").write_text("only a header\n")
    assert "no rows below its header" in upward("rubric", "--from", "x.csv")[2]
    (logbook / "x.bin").write_text("?")
    assert "is not a career ladder" in upward("rubric", "--from", "x.bin")[2]
    (logbook / "y.csv").write_text("Area,Junior\nTesting,Tests\n")
    assert "comes with upward" in upward("rubric", "senior-path", "--from", "y.csv")[2]


def test_ladders_survive_anything() -> None:
    for text in ("", "\0", "- \n- 1\n- [a]\n", "---\ntopics: 3\n---\n", "# A\n- b\n", ",,,\n,,,\n", "Area,Level\n" * 3):
        for name in ("a.yml", "a.md", "a.csv"):
            career_ladders.parse_ladder(name, text)
