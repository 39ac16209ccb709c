"""Every team practice is whole: kind, room, verb, rules, view, example, page of transcripts, tool, evidence, tests."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

from upward.analysis.growth.readiness import readiness
from upward.faces.mcp.access import LogbookAccess, tool_name
from upward.model.judgement import CriterionStanding

from ..conftest import TODAY

ROOT = Path(__file__).parents[2]


class Practice(NamedTuple):
    """What a practice is called in each place."""

    kind: str
    room: str
    verb: str
    guide: str
    steps: frozenset[str]


PRACTICES = [
    Practice("incident", "incidents", "incident", "incidents",
             frozenset("new add hypothesise explore seal resolve score report close".split())),
    Practice("radar", "radar", "radar", "radar", frozenset("add try check show".split())),
    Practice("concern", "concerns", "concern", "concerns", frozenset("find measure status close".split())),
    Practice("mentoring", "mentoring", "mentor", "mentoring", frozenset("observe review withdraw".split())),
    Practice("standard", "standards", "standard", "standards",
             frozenset("check replay measure adopt sign retire".split())),
    Practice("message", "messages", "explain", "explaining", frozenset("check back".split())),
    # These two have no record that counts as evidence: a comment, and what was read.
    Practice("", "pull_requests", "pr", "pull-requests", frozenset()),
    Practice("reading", "", "reading", "reading", frozenset("add log".split())),
]  # fmt: skip
WITH_RECORD = [each for each in PRACTICES if each.kind]
COUNTED = [each for each in WITH_RECORD if each.room]


def named(practice: Practice) -> str:
    return practice.verb


@pytest.mark.parametrize("practice", PRACTICES, ids=named)
def test_it_has_a_verb_with_its_steps_and_tests(practice, catalogue) -> None:
    job = catalogue.job(practice.verb)
    assert job.group == ("Grow" if practice.verb == "reading" else "Team practices")
    assert {name for name in practice.steps if catalogue.job(f"{practice.verb} {name}") is None} == set()
    assert (ROOT / "tests" / (practice.room or "growth")).is_dir()


@pytest.mark.parametrize("practice", PRACTICES, ids=named)
def test_it_is_a_tool_for_an_assistant(practice, tmp_path: Path, upward) -> None:
    upward("init")
    desk = LogbookAccess.open(tmp_path, {"HOME": str(tmp_path)}, "", (), propose=False)
    tools = {tool_name(job) for job in desk.jobs()}
    assert {practice.verb, *(f"{practice.verb}_{step}" for step in practice.steps)} - tools == set()


@pytest.mark.parametrize("practice", PRACTICES, ids=named)
def test_its_page_shows_transcripts_of_every_step(practice) -> None:
    text = (ROOT / "docs" / "how-to" / f"{practice.guide}.md").read_text("utf-8")
    assert "<!-- executed -->" in text
    assert f"how-to/{practice.guide}.md" in (ROOT / "mkdocs.yml").read_text("utf-8")
    blocks = "".join(text.split("```console\n")[1:])
    missing = {step for step in practice.steps if not re.search(rf"upward {practice.verb} {step}\b", blocks)}
    assert missing == set()


@pytest.mark.parametrize("practice", WITH_RECORD, ids=named)
def test_its_record_has_rules_a_view_and_a_worked_example(practice, catalogue, examples, logbook, upward) -> None:
    kind = catalogue.kinds[practice.kind]
    assert kind.view is not None
    own = [rule for rule in catalogue.rules.values() if rule.kinds == (practice.kind,)]
    assert len(own) >= 2
    example = next(each for each in examples if each.id == f"example-{practice.kind}")
    page = kind.view(example, None)
    assert page.title == example.title
    assert len(page.blocks) >= 3
    shown = upward("show", example.id)
    assert (shown[0], example.title.split(":")[0] in shown[1]) == (0, True)


@pytest.mark.parametrize("practice", COUNTED, ids=named)
def test_it_has_a_room_and_readiness_counts_its_record_with_a_standing(practice, catalogue, examples) -> None:
    assert import_module(f"upward.analysis.{practice.room}").__doc__
    example = next(each for each in examples if each.id == f"example-{practice.kind}")
    assert example.strings("criteria")
    for ident in example.strings("criteria"):
        rubric = next(each for each in catalogue.rubrics.values() if ident in {one.id for one in each.criteria})
        found = next(each for each in readiness([example], rubric, "", TODAY, {}) if each.criterion == ident)
        assert found.standing is CriterionStanding.ONCE
        assert [(each.kind, each.evidence) for each in found.support] == [(practice.kind, example.id)]


def test_the_hour_of_a_team_goes_through_incident_concern_standard_message_and_story() -> None:
    text = (ROOT / "docs" / "tutorial" / "an-hour.md").read_text("utf-8")
    steps = ["incident new", "incident hypothesise", "incident explore", "incident resolve", "incident score",
             "incident close", "concern measure", "standard replay", "explain back", "draft incident-closed-orders-rejected"]  # fmt: skip
    places = [text.find(f"upward {step} ") for step in steps]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("practice", WITH_RECORD, ids=named)
def test_a_field_that_was_not_filled_yet_is_not_shown_as_its_question(practice, upward) -> None:
    upward("init")
    upward("add", practice.kind, "A new one")
    code, out, _ = upward("show", "a-new-one")
    facts = out.split("\n\n")[0]
    assert (code, "{{" in facts) == (0, False)
    assert "school years" not in facts
