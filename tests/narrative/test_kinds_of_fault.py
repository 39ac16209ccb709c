"""Kinds of fault in small notes: where a finding stands, what accuses no one, and whose words count."""

from __future__ import annotations

import pytest

from upward.analysis.lint.runner import lint_records
from upward.analysis.narrative.role_features import tokens
from upward.analysis.narrative.sentence_roles import Agent, acting
from upward.catalogue.catalogue import Catalogue
from upward.model.corpus import MemoryCorpus
from upward.model.rule import Context
from upward.text import record_reader

from ..conftest import TODAY

CATALOGUE = Catalogue()


def findings(text: str):
    record = record_reader.parse_record("note.md", text, {}, otherwise="story")
    context = Context(MemoryCorpus.of([record]), TODAY, CATALOGUE.kinds, CATALOGUE.rubrics, whole=False)
    return lint_records([record], CATALOGUE.rules.values(), context)


def test_a_vague_outcome_is_marked_as_a_whole_sentence_of_the_outcome() -> None:
    text = (
        "The test machine lost its licence each Friday and the release waited, so I wrote a small script for it in the "
        "evening while the others went home. My manager was pleased.\n"
    )
    found = next(finding for finding in findings(text) if finding.name == "vague-outcome")
    assert text[found.span.start : found.span.stop] == "My manager was pleased."


def test_an_act_that_the_person_helped_has_finished_is_a_result() -> None:
    text = (
        "A new colleague could not follow our build and wanted to give up. I drew its steps on paper with her instead of "
        "fixing it for her. She repaired the build alone the same day and stayed on the team. I learned to start on paper.\n"
    )
    assert not {"vague-outcome", "missing-result"} & {finding.name for finding in findings(text)}


@pytest.mark.parametrize("end", ["The team caught up and met the date.", "We won the first of 22 places."])
def test_a_closing_result_of_the_team_accuses_no_one(end: str) -> None:
    text = f"I had to save the migration, which was three weeks late. I cut it into slices and led two of them. {end}\n"
    assert "we-without-i" not in {finding.name for finding in findings(text)}


def test_the_target_of_a_link_is_nobody_s_sentence() -> None:
    text = "## Action\nI wrote [the notes](https://example.com/a[we agreed on a queue]/b) and <https://example.com/[we agreed]>.\n"
    assert "we-without-i" not in {finding.name for finding in findings(text)}


def test_drivers_of_a_decision_are_not_the_decision() -> None:
    text = (
        "# Queue for orders\n## Decision Drivers\n- cost\n## Considered Options\n### Kafka\nToo slow.\n### RabbitMQ\nToo hard.\n"
        "## Decision Outcome\nChosen option: Kafka.\n"
    )
    assert "justified-decision" not in {finding.name for finding in findings(text)}


PUMP = (
    "The pump of the greenhouse stopped each night and 400 seedlings were at stake. I was asked to find out why. I logged the "
    "current for a week and found a loose relay. {closing}\n"
)


@pytest.mark.parametrize(
    "closing",
    [
        "I soldered it, and all 400 survived. I log a signal before I touch a wire.",
        "I soldered it, and all 400 survived. Measure before you replace a part.",
        "I soldered it, and all 400 survived. A week of logs costs less than a new pump.",
        "I soldered it, and all 400 survived. Assumptions have to be tested against a log.",
        "I soldered it, and all 400 survived. From that time I put a new relay into the cold room first.",
        "I soldered it, and all 400 survived. If I could redo it I'd draw the circuit on day one, it took an hour.",
        "I soldered it, and all 400 survived. I test each pump with the light off now, and the alarm I added helps.",
        "I soldered it, and all 400 survived. I open the wiring before I name a date. The next pump took two days.",
    ],
)
def test_a_principle_that_closes_a_story_is_its_lesson(closing: str) -> None:
    assert "no-learning" not in {finding.name for finding in findings(PUMP.format(closing=closing))}


@pytest.mark.parametrize(
    "closing",
    [
        "I soldered it, and all 400 survived.",
        "I soldered it since we had no spare, and all 400 survived.",
        "I soldered it. The pump runs without a stop now.",
        "By using the old relay, we were able to save all 400.",
    ],
)
def test_a_reason_or_a_result_in_the_present_is_no_lesson(closing: str) -> None:
    assert "no-learning" in {finding.name for finding in findings(PUMP.format(closing=closing))}


@pytest.mark.parametrize(
    "action",
    [
        "I opened a ticket. Their senior technician found the relay and replaced it the same day.",
        "I could not find the cause. Marta from maintenance saw at once that a relay was loose and soldered it.",
        "I mentioned it to my supervisor. She rewired the whole pump over the weekend.",
    ],
)
def test_the_decisive_step_of_another_person_is_found(action: str) -> None:
    text = (
        f"The pump of the greenhouse stopped each night and 400 seedlings were at stake. {action} All 400 survived.\n"
    )
    assert "over-credit" in {finding.name for finding in findings(text)}


def test_the_help_of_another_person_gives_nothing_away() -> None:
    text = (
        "The pump of the greenhouse stopped each night. I logged the current for a week and saw it drop at two. The electrician "
        "lent me a meter and checked my plan with the vendor. I soldered the relay and wrote an alarm. All 400 seedlings survived.\n"
    )
    assert "over-credit" not in {finding.name for finding in findings(text)}


def test_words_that_hold_a_pronoun_name_no_person() -> None:
    assert acting("Extra engineer hours were paid.", tokens("Extra engineer hours were paid."))[0] is Agent.NONE
    assert acting("The invoices were owed.", tokens("The invoices were owed."))[0] is Agent.NONE


def test_a_second_story_begins_where_it_is_announced() -> None:
    text = (
        "I rebuilt the import of a bank within a month after two failed audits. Another thing I'm proud of is from school: I "
        "organised a chess cup for 90 players after the sponsor had left.\n"
    )
    found = next(finding for finding in findings(text) if finding.name == "two-stories")
    assert text[found.span.start :].startswith("Another thing")


def test_two_stories_under_the_same_labels_are_two() -> None:
    text = "S: a robot stopped\nA: I buffered its commands\nR: stops fell from 30 to 2 a day\nS: later she wanted to quit\nA: I asked her\n"
    assert "two-stories" in {finding.name for finding in findings(text)}


def test_lessons_in_the_work_itself_are_no_lesson_of_the_story() -> None:
    text = (
        "## Situation\nNew editors needed four months to publish alone, and three had left.\n## Task\nI was to halve that.\n"
        "## Action\nI wrote guides and held a weekly round, where editors collected lessons learned and learnings from errors.\n"
        "## Result\nNew editors publish alone after six weeks.\n"
    )
    assert "no-learning" in {finding.name for finding in findings(text)}


def test_a_person_who_reflects_explains_no_technology() -> None:
    text = (
        "I had an oral exam at a hospital. I was confident, and I had read the chapters twice. The examiner asked about the data we "
        "have of rare cases. I could not answer. I have a lot to catch up on. I read one rare case a week and I note its signs.\n"
    )
    assert not {"explanation-without-action", "we-without-i"} & {finding.name for finding in findings(text)}


def test_a_conclusion_that_is_announced_is_not_missing() -> None:
    text = (
        "I ran a sailing school in a summer of illness and half of the crew was away. I drew a new rota and taught two juniors to "
        "lead a boat. As a result, we kept the mood on board.\n"
    )
    assert "missing-result" not in {finding.name for finding in findings(text)}


def test_a_list_of_steps_is_no_attitude_whatever_its_verbs() -> None:
    steps = "- Studied the rules\n- Visited two bakeries\n- Weighed each sack\n- Ensured the price\n"
    assert "abstract-action" not in {finding.name for finding in findings(f"## Action\n{steps}")}


def test_what_someone_does_is_a_habit_and_no_occasion() -> None:
    text = (
        "I keep a diary of each greenhouse. On Fridays I compare it with the harvest. The gardeners add what they see. "
        "I share the graph with all of them, and we choose the seeds by it.\n"
    )
    assert "habit-not-occasion" in {finding.name for finding in findings(text)}


def test_what_someone_would_do_is_no_occasion_even_where_a_condition_is_in_the_past() -> None:
    text = (
        "If the gardeners and the shop agreed on other seeds, I'd ask both for their numbers. Then I would plant two beds. "
        "If we decided for one, it would be written down.\n"
    )
    assert "hypothetical-answer" in {finding.name for finding in findings(text)}


@pytest.mark.parametrize(
    "said",
    [
        "They should have checked the valve.",
        "It was not my fault, and my side was ready in May.",
        "I had warned them twice.",
        "The shop never bothered to answer.",
    ],
)
def test_an_excuse_at_the_cost_of_others_is_blame(said: str) -> None:
    text = f"The heating failed and 400 plants froze. {said} I moved the rest into the hall and called 30 customers.\n"
    assert "blame" in {finding.name for finding in findings(text)}


@pytest.mark.parametrize(
    "said",
    [
        "Although it was not my job, I called the fitter.",
        "The shop had no time before May.",
        "We should have checked the valve.",
        "The valve should have opened at five degrees.",
    ],
)
def test_a_fact_about_others_is_no_blame(said: str) -> None:
    text = f"The heating failed and 400 plants froze. {said} I moved the rest into the hall and called 30 customers.\n"
    assert "blame" not in {finding.name for finding in findings(text)}


def test_a_habit_that_closes_an_occasion_is_none() -> None:
    text = (
        "Half of the beds froze in March, and the shop had sold them. I called all 30 customers and moved 200 pots into the hall. "
        "All but six kept their order. Since then I watch the forecast, and I insure each bed.\n"
    )
    assert not {"habit-not-occasion", "hypothetical-answer"} & {finding.name for finding in findings(text)}


def test_a_share_is_asked_for_its_number() -> None:
    found = next(
        each for each in findings("## Result\n92% of sacks were kept.\n") if each.name == "percentage-without-base"
    )
    assert found.message.startswith("92% of how many?")


@pytest.mark.parametrize(
    "result",
    ["The move hit its deadline, and the gardeners praised it.", "The plan was adopted by two other nurseries."],
)
def test_an_event_beside_a_mood_is_an_outcome(result: str) -> None:
    text = f"Half of the beds froze, and there was no plan. I drew one and argued for it in three meetings. {result}\n"
    assert not {"vague-outcome", "missing-result"} & {finding.name for finding in findings(text)}


def test_a_role_that_is_told_in_words_is_a_task() -> None:
    text = "Half of the beds froze in March. I took on the nursery and moved 200 pots. All but six survived.\n"
    assert "missing-task" not in {finding.name for finding in findings(text)}


def test_who_someone_is_and_what_they_were_is_a_task() -> None:
    text = "The pump stopped each night. I'm the tools programmer of the nursery. I soldered a relay, and all 400 plants survived.\n"
    assert "missing-task" not in {finding.name for finding in findings(text)}


def test_what_others_would_lose_is_told_of_an_occasion() -> None:
    text = "Two shops wanted different seeds. I set up a call, we compared what each would lose, and I chose the cheaper ones.\n"
    assert "hypothetical-answer" not in {finding.name for finding in findings(text)}
