"""A JSON Resume: what its owner did is taken, dated as the position is, and the rest is told."""

from __future__ import annotations

import json
from pathlib import Path

from . import importer_of, left, read, taken, titles

RESUME = {
    "basics": {"name": "Ada"},
    "work": [
        {"company": "Shop", "startDate": "2025-03", "highlights": ["Moved the mail.", " "]},
        {"name": "Mail", "startDate": "2023-02-01", "endDate": "2024-06-30", "highlights": ["Halved the queue"]},
        {"name": "Intern", "startDate": "2022", "summary": "Looked after the queue."},
    ],
    "projects": [{"name": "Own story", "endDate": "2024-05-02", "highlights": ["x"], "x-evidence": ["moved"]}],
    "awards": [{"title": "Best talk", "date": "2024-11-02", "awarder": "Conf"}],
    "education": [{"institution": "University"}],
    "skills": "Python",
}


def test_highlights_have_the_period_of_their_position_and_a_running_one_ends_today(tmp_path: Path) -> None:
    found = taken(read(tmp_path, "r.json", json.dumps(RESUME)))
    assert [(each.title, each.fields["started"], each.day) for each in found] == [
        ("Moved the mail", "2025-03", "2026-11"), ("Halved the queue", "2023-02-01", "2024-06-30"), ("Best talk", "", "2024-11-02"),
    ]  # fmt: skip


def test_what_is_no_accomplishment_is_told(tmp_path: Path) -> None:
    assert left(read(tmp_path, "r.json", json.dumps(RESUME))) == [
        ("r.json: work 3", "no highlights; what a position was is no accomplishment"),
        ("r.json: projects 1", "written by upward from a story of yours"),
        ("r.json: education 1", "no accomplishment"),
    ]


def test_a_resume_as_yaml_is_one_and_other_json_is_not(tmp_path: Path) -> None:
    text = "basics: {name: Ada}\nwork:\n  - name: Shop\n    startDate: 2025-03\n    endDate: 2025-04\n    highlights: [Moved it]\n"
    assert titles(read(tmp_path, "r.yaml", text)) == ["Moved it"]
    (tmp_path / "p.json").write_text('{"name": "basics", "work": []}')
    assert importer_of(tmp_path / "p.json") == ""


def test_importing_a_resume_twice_doubles_nothing(tmp_path: Path) -> None:
    origins = frozenset(
        origin for each in taken(read(tmp_path, "r.json", json.dumps(RESUME))) for origin in each.origins
    )
    again = read(tmp_path, "r.json", json.dumps(RESUME), known_origins=origins)
    assert not taken(again)
    assert [why for _, why in left(again)].count("already in the logbook") == 3
