"""Career ladders in the forms that companies publish: each criterion with its area and level, the rest named by line."""

from __future__ import annotations

import pytest

from upward.text.career_ladders import parse_ladder

FORMS = {
    "theme.yml": "competencies:\n  - {id: a, level: Senior, theme: Craft, summary: Sets the standard}\n",
    "table.md": "# Ladder\n\n| Area | Junior | Senior |\n|---|---|---|\n| **Craft** | Writes code | Sets the standard |\n",
    "transposed.md": "| Level | Craft | People |\n|---|---|---|\n| Junior | Writes code | Asks |\n| Senior | Sets the standard | Teaches |\n",
    "bylevel.md": "# Ladder\n\n## Level: Senior\n\n- **Craft:** Sets the standard\n",
    "areas.md": "# Ladder\n\n## Level: Senior\n\n### Craft\n\n- Sets the standard\n",
    "ic.csv": "\ufeffArea,IC1,Senior\nCraft,Writes code,Sets the standard\n",
    "graduate.csv": "Area;Graduate;Senior\nCraft;Writes code;Sets the standard\n",
    "titled.csv": "Ladder of Example Ltd,,\n,,\nArea,P1,Senior\nCraft,Writes code,Sets the standard\n",
    "transposed.csv": "Level,Craft,People\nJunior,Writes code,Asks\nSenior,Sets the standard,Teaches\n",
    "tree.json": '{"tracks": {"C": {"displayName": "Craft", "milestones": [{"level": "Senior", "summary": "Sets the standard"}]}}}',
    "tree.yaml": "levels: [junior, Senior]\ncategories:\n  - name: Craft\n    skills:\n      - {name: Code, junior: Writes code, Senior: Sets the standard}\n",
    "long.csv": "area,level,text\nCraft,Senior,Sets the standard\n",
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_gives_the_criterion_with_its_area_and_level(name: str) -> None:
    ladder, form = parse_ladder(name, FORMS[name])
    assert form
    assert ("craft", "Senior", "Sets the standard") in {
        (each["area"], each["level"], each["text"]) for each in ladder.criteria
    }


def test_an_empty_area_is_that_of_the_row_above() -> None:
    ladder, _ = parse_ladder("m.csv", "Area,IC1,IC2\nCraft,Writes code,Sets it\n,Writes tests,Designs tests\n")
    assert [each["area"] for each in ladder.criteria] == ["craft"] * 4


def test_what_is_not_read_is_named_by_its_line() -> None:
    ladder, _ = parse_ladder("t.csv", "Ladder of Example Ltd,,\nArea,IC1,IC2\nPeople,,Teaches\n")
    assert ladder.unread == ["Row 1 above the header: 'Ladder of Example Ltd'.", "Row 3: People, IC1, has no text."]


@pytest.mark.parametrize("text", ["[" * 5000, "a: &x [*x]", "- " * 5000, "{"])
def test_a_hostile_file_is_named_and_never_ends_the_program(text: str) -> None:
    assert parse_ladder("x.yaml", text)[0].unread
    assert parse_ladder("x.json", text)[0].unread
