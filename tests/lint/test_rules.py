"""What the first rules find and leave alone."""

from __future__ import annotations

import pytest


def test_we_is_fine_next_to_what_i_did(names) -> None:
    assert names("## Action\nI led the design. We shipped it in May.\n", "we-without-i") == []


def test_we_decided_is_found_where_nobody_says_i(names) -> None:
    assert names("## Action\nWe looked at two queues. We decided on the simpler one.\n", "we-without-i")


def test_we_in_the_situation_is_where_one_was(names) -> None:
    assert names("## Situation\nWe built shop software.\n## Action\nI wrote the parser.\n", "we-without-i") == []


def test_we_that_explains_how_something_works_is_no_action(names) -> None:
    assert names("## Action\nEach order has a version. When we save it, we compare the two.\n", "we-without-i") == []


def test_notes_of_arrows_without_pronouns_are_left_alone(names) -> None:
    assert names("## Action\nnoticed latency → profiled → removed the lock\n", "we-without-i") == []


def test_a_rank_is_a_measure(names) -> None:
    assert names("## Action\nI tuned it.\n## Result\nIt ranked 4th of 20.\n", "vague-outcome") == []


def test_a_number_in_the_action_measures_no_result(names) -> None:
    assert names("## Action\nI read 20 logs.\n## Result\nIt went well.\n", "vague-outcome")


def test_learning_followed_by_nothing_is_no_learning(names) -> None:
    assert names(
        "S: The build of 12 people took 20 minutes.\nA: I profiled it and cut it.\nR: It takes 9 minutes.\nLearning:\n",
        "no-learning",
    )


def test_a_problem_counts_as_an_obstacle(names) -> None:
    story = "## Situation\nThe problem was that two teams of ten people each shared one queue and no one knew whose messages were late.\n## Action\nI split it by team and gave each its own alert and its own page.\n"
    assert names(story, "no-obstacle") == []


def test_credit_given_away_is_found(names) -> None:
    for text in (
        "Luckily it worked.",
        "I just helped a bit.",
        "All the credit goes to my lead.",
        "I couldn't have done it without my team.",
    ):
        assert names(f"## Result\n{text}\n", "over-credit"), text


def test_thanking_somebody_for_what_they_did_is_fine(names) -> None:
    assert (
        names(
            "## Result\nA colleague built the queue; I designed the change. Errors fell by 40 percent.\n", "over-credit"
        )
        == []
    )


@pytest.mark.parametrize(
    ("gone", "name"),
    [
        ("Situation", "missing-situation"),
        ("Task", "missing-task"),
        ("Action", "missing-action"),
        ("Result", "missing-result"),
    ],
)
def test_a_part_that_is_missing_is_named(gone: str, name: str, names) -> None:
    parts = {
        "Situation": "Builds took 20 minutes.",
        "Task": "I had to halve that.",
        "Action": "I cut 3 steps.",
        "Result": "It takes 9 minutes.",
    }
    whole = "".join(f"## {title}\n{text}\n" for title, text in parts.items())
    assert not [found for found in names(whole) if found.startswith("missing")]
    without = "".join(f"## {title}\n{text}\n" for title, text in parts.items() if title != gone)
    assert [found for found in names(without) if found.startswith("missing")] == [name]
    empty = whole.replace(parts[gone], "")
    assert [found for found in names(empty) if found.startswith("missing")] == [name]


def test_a_story_of_four_minutes_is_too_long_and_says_which_part(catalogue) -> None:
    from upward.analysis.lint.runner import lint_records
    from upward.model.corpus import MemoryCorpus
    from upward.model.rule import Context
    from upward.text import record_reader

    from ..conftest import TODAY

    text = "## Situation\n" + "The shop was slow. " * 110 + "\n## Action\n" + "I measured it. " * 40
    record = record_reader.parse_record("note.md", text, {}, otherwise="story")
    context = Context(MemoryCorpus.of([record]), TODAY, catalogue.kinds, catalogue.rubrics)
    found = lint_records([record], [catalogue.rules["too-long-spoken"]], context)
    assert "4.0 minutes" in found[0].message
    assert "The Situation alone takes 189 s" in found[0].message


def test_slots_are_questions_still_open(names) -> None:
    assert names("{{why: Why did it matter?}}\n", "unfilled-slot") == ["unfilled-slot"]
    assert names("Text.\n\n```yaml\nhost: {{name: x}}\n```\n", "unfilled-slot") == []


def test_a_misspelt_key_has_a_safe_fix_and_an_own_key_is_only_noted(names) -> None:
    assert names("---\nkind: question\ntitle: x\nlevl: mid\nmine: y\nx-own: z\n---\n", "unknown-key") == [
        "unknown-key",
        "unknown-key",
    ]


def test_links_must_lead_to_the_right_kind(names) -> None:
    assert names("---\nkind: rehearsal\ndate: 2026-01-01\nstory: example-question\n---\n", "broken-link") == [
        "broken-link"
    ]


def test_evidence_that_stood_out_and_is_told_nowhere_is_found_in_a_logbook(upward, logbook) -> None:
    import json

    text = "---\ntitle: x\ndate: 2026-01-05\nsignificance: '0.80'\n---\n"
    (logbook / "evidence" / "big.md").write_text(text)
    found = json.loads(upward("check", "--select", "orphaned-evidence", "--output-format", "json")[1])
    assert [row["filename"] for row in found] == ["evidence/big.md"]
    (logbook / "stories" / "y.md").write_text("---\ntitle: y\nevidence: [big]\n---\n")
    assert upward("check", "--select", "orphaned-evidence")[0] == 0


def test_mined_drafts_are_one_line_until_they_are_asked_for(upward, logbook) -> None:
    text = "---\ntitle: x\ndate: 2026-01-05\nsignificance: '0.80'\n---\n\n{{why: Why did it matter?}}\n"
    for name in ("big", "bigger"):
        (logbook / "evidence" / f"{name}.md").write_text(text)
    code, said, _ = upward("check")
    assert (code, said.splitlines()[0]) == (0, "All checks passed.")
    assert "Not counted: open questions in 2 pieces of mined evidence" in said
    assert upward("check", "evidence", "--output-format", "concise")[1].count("unfilled-slot") == 2
    assert upward("check", "--select", "unfilled-slot")[0] == 1


def test_an_old_story_a_book_begun_long_ago_and_a_day_to_come_are_found(names) -> None:
    assert names("---\ntitle: x\ndate: 2019-01-01\n---\n", "stale-record") == ["stale-record"]
    assert names("---\nkind: reading\ntitle: x\nstate: done\nstarted: 2020-01-01\n---\n", "stale-record") == []
    assert names("---\nkind: evidence\ntitle: x\ndate: 2027-01-01\n---\n", "impossible-date") == ["impossible-date"]


def test_labels_within_a_line_part_a_story(names) -> None:
    story = (
        "S: The import, with 40 files, was late. T: Have it by six, within 3 weeks. A: I split it although the DBA was "
        "against it. R: Other teams took it over as their standard. L: I ask the DBA first now.\n"
    )
    found = names(story)
    assert "missing-task" not in found
    # The numbers of the Situation and the Task measure no result.
    assert "no-metric" in found
    assert "no-metric" not in names(story.replace("as their standard", "within 2 weeks"))


def test_versions_years_and_tickets_measure_nothing(names) -> None:
    for told in ("Version 4.2 is still in use since 2024.", "Since #4312 it is still in use.", "It went live in 2025."):
        found = names(f"Action: I wrote it, but no one helped.\nResult: {told}\n")
        assert {"no-metric", "vague-outcome"} & set(found)


def test_an_acronym_explained_later_is_explained(names) -> None:
    text = "# Plan\n## For stakeholders\nThe {} is late: see SLO (service level objective).\n"
    assert "unexplained-acronym" in names(text.format("QZX"))
    assert "unexplained-acronym" not in names(text.format("SLO"))
