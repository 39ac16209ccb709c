"""What upward ships is complete and sound: kinds, templates, examples, rubrics, questions, reading."""

from __future__ import annotations

import json
from collections import Counter
from itertools import product
from pathlib import Path

import jsonschema
import pytest
import yaml

import upward
from upward.analysis.lint.runner import lint_records
from upward.analysis.lint.schema import json_schema
from upward.catalogue.catalogue import Catalogue
from upward.model.corpus import MemoryCorpus
from upward.model.rule import Context
from upward.text import frontmatter, record_reader, rubric_reader
from upward.text.story_parts import Part, story_parts
from upward.text.template_slots import open_slots
from upward.text.words import spoken_seconds

from ..conftest import TODAY

CATALOGUE = Catalogue()
RUBRICS = sorted((Path(upward.__file__).parent / "rubrics").glob("*.yaml"))


def test_the_worked_examples_check_clean(examples) -> None:
    context = Context(MemoryCorpus.of(examples), TODAY, CATALOGUE.kinds, CATALOGUE.rubrics)
    found = lint_records(examples, CATALOGUE.rules.values(), context)
    assert [(finding.path, finding.name, finding.message) for finding in found] == []


def test_every_story_template_has_an_example_of_two_to_three_minutes_with_measures(examples) -> None:
    stories = {record.string("template"): record for record in examples if record.kind == "story"}
    assert set(stories) == {"technical-direction", "mentorship", "cross-team-alignment", "crisis"}
    for record in stories.values():
        assert set(story_parts(record)) == set(Part)
        assert 120 <= spoken_seconds(record.prose, 140) <= 180
        assert all(metric.get("unit") and metric.get("method") for metric in record.mappings("metrics"))


ASKED = {
    "technical-direction": "context problem root-cause proposal buy-in timeline coordination outcome",
    "mentorship": "who issue challenge actions timeline growth later",
    "cross-team-alignment": "problem no-owner why-me alignment blocker resolved outcome",
    "crisis": "what role stakes first-action actions communication resolution systemic-change",
}


@pytest.mark.parametrize("name", ASKED)
def test_a_template_asks_for_everything_its_story_needs(name: str) -> None:
    found = {slot.name: slot.prompt for slot in open_slots(CATALOGUE.kinds["story"].templates[name])}
    assert set(ASKED[name].split()) <= set(found)
    assert all(prompt.endswith(("?", ".", "announce it with")) for prompt in found.values())


@pytest.mark.parametrize("kind", sorted(CATALOGUE.kinds))
def test_a_kind_has_template_example_view_and_schema(kind: str, examples) -> None:
    which = CATALOGUE.kinds[kind]
    assert which.templates
    assert which.examples
    for text in which.templates.values():
        assert not frontmatter.parse_front_matter(text).problems
    schema = json_schema(which, CATALOGUE.rubrics)
    jsonschema.Draft202012Validator.check_schema(schema)
    for record in (record for record in examples if record.kind == kind):
        jsonschema.validate(
            yaml.safe_load(json.dumps(frontmatter.plain_values(record.fields)).replace('"true"', "true")), schema
        )
        assert which.view is not None
        page = which.view(record, MemoryCorpus.of(examples))
        assert page.title == record.title
        assert page.blocks


@pytest.mark.parametrize("path", RUBRICS, ids=lambda path: path.stem)
def test_a_rubric_is_sound(path: Path) -> None:
    rubric, faults = rubric_reader.parse_rubric(path.read_text("utf-8"))
    assert faults == ()
    assert rubric.id == path.stem


def test_each_area_has_four_skills_and_four_behaviours_a_level_with_what_evidence_looks_like() -> None:
    rubric = CATALOGUE.rubrics["senior-path"]
    count = Counter((each.area, each.level, each.aspect) for each in rubric.criteria)
    assert {area.id for area in rubric.areas} == {
        "architecture",
        "ownership",
        "mentoring",
        "communication",
        "standards",
    }
    for area, level, aspect in product(
        [area.id for area in rubric.areas], ["intermediate", "senior"], ["skill", "behaviour"]
    ):
        assert count[area, level, aspect] >= 4
    assert all(each.looks_like for each in rubric.criteria)
    assert all(area.path for area in rubric.areas)


def test_principles_kinds_themes_and_ai_practice_are_whole() -> None:
    size = {
        name: len(CATALOGUE.rubrics[name].criteria)
        for name in ("amazon-principles", "leadership-kinds", "story-themes", "ai-practice")
    }
    assert size == {"amazon-principles": 16, "leadership-kinds": 4, "story-themes": 8, "ai-practice": 6}


def test_the_question_bank_asks_at_every_level_for_every_principle_and_theme() -> None:
    questions = CATALOGUE.rubrics["question-bank"].questions
    assert len(questions) >= 150
    assert all(
        len(each.listens_for) == 2 and each.weak and len(each.follow_ups) == 3 and each.not_a for each in questions
    )
    assert {question.level for question in questions} == {"intermediate", "senior", "staff"}
    asked = {name for question in questions for name in (*question.principles, *question.themes)}
    known = {each.id for name in ("amazon-principles", "story-themes") for each in CATALOGUE.rubrics[name].criteria}
    assert asked == known


def test_reading_serves_criteria_that_exist_and_criteria_name_reading_that_exists() -> None:
    books = CATALOGUE.rubrics["reading-list"].books
    criteria = {each.id: each for each in CATALOGUE.rubrics["senior-path"].criteria}
    assert len(books) == 9
    assert all(book.why and set(book.serves) <= set(criteria) for book in books)
    assert {ident for each in criteria.values() for ident in each.reading} <= {book.id for book in books}


def test_a_rubric_with_holes_is_told_what_is_wrong() -> None:
    _, faults = rubric_reader.parse_rubric(
        "id: x\ntitle: X\nareas: [{id: a}]\ncriteria:\n- {id: c, area: b, level: top}\n- {id: c, area: a, text: t, looks-like: [l]}\n"
    )
    assert faults == (
        "The criterion c is defined more than once or has no id.",
        "The criterion c names the area b, which the rubric does not have.",
        "The criterion c names the level top, which the rubric does not have.",
        "The criterion c needs a text and what evidence of it looks like.",
    )
    assert rubric_reader.parse_rubric("- a\n")[1] == ("The rubric is no mapping of keys to values.",)
    assert "not valid YAML: line " in rubric_reader.parse_rubric("a: [")[1][0]


def test_a_rubric_that_would_grow_or_nest_without_bound_is_refused() -> None:
    assert "nested more than 60 levels deep" in rubric_reader.parse_rubric(f"areas: {'[' * 100}")[1][0]
    assert "holds more than 200000 values" in rubric_reader.parse_rubric(f"levels: [{'a, ' * 200_001}]")[1][0]
    laughs = "a: &a [x, x]\nb: &b [*a, *a]\nlevels: [*b, *b]\n"
    assert "an alias (*), which is not read" in rubric_reader.parse_rubric(laughs)[1][0]


def test_a_schema_refuses_what_the_linter_refuses() -> None:
    schema = json_schema(CATALOGUE.kinds["story"], CATALOGUE.rubrics)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"title": "x", "themes": ["no-such-theme"]}, schema)


def test_no_record_of_ours_names_a_person_as_real() -> None:
    for kind in CATALOGUE.kinds.values():
        for text in kind.examples.values():
            assert record_reader.parse_record("x.md", text, {}).strings("author") in {(), ("Michael Nygard",)}
