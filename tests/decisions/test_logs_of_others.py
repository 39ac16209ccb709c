"""Logs of others: statuses and links as their authors wrote them, and nothing asked that only upward's records have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from upward.analysis.decisions.adr_options import chosen_option, considered_options, is_same_option
from upward.analysis.decisions.adr_status import AdrRelation, AdrStatus, is_decision, is_named, status_of
from upward.text import record_reader


def record(text: str, name: str = "0001-x.md") -> Any:
    return record_reader.parse_record(name, text, {}, otherwise="decision")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("---\nstatus: approved\n---\n# A\n", "approved"),
        ("# A\n\n**Status**: Accepted\n**Date**: 2026-01-05\n", "Accepted"),
        ("# A\n\n- **Status**: Accepted\n", "Accepted"),
        ("# A\n\n* Status: ✅ Accepted\n", "✅ Accepted"),
        ("# A\n\nStatus\n------\n\nAccepted\n", "Accepted"),
        ("# A\n\n## Status: Accepted\n", "Accepted"),
        ("# A\n\n## Status\n\n[Accepted](https://example.com/states)\n", "[Accepted](https://example.com/states)"),
        ("# A\n\n| Status | Accepted |\n|---|---|\n| Date | 2026-01-05 |\n", "Accepted"),
        ("# A\n\n| Status | Date |\n|---|---|\n| Accepted | 2026-01-05 |\n", "Accepted"),
        ("# A\n\n- Status: accepted\n\n## Context\n\n```yaml\nstatus: on hold\n```\n", "accepted"),
        ("# A\n\n## Context\n\n```yaml\nstatus: on hold\n```\n", ""),
        ("# A\n\n## Context\n\n> Status: on hold\n", ""),
    ],
)
def test_a_status_is_found_where_it_stands_and_never_in_an_example(text: str, written: str) -> None:
    found = status_of(record(text))
    assert found.text == written
    assert not written or found.span.cut(text).strip("\"'") == written


@pytest.mark.parametrize(
    ("written", "meaning"),
    [
        ("✅ Accepted", AdrStatus.ACCEPTED),
        ("**Approved**", AdrStatus.ACCEPTED),
        ("Implemented", AdrStatus.ACCEPTED),
        ("[Accepted](https://example.com)", AdrStatus.ACCEPTED),
        ("Superceded by [x](0002-x.md)", AdrStatus.SUPERSEDED),
        ("partly superseded", AdrStatus.SUPERSEDED),
        ("on hold", AdrStatus.ON_HOLD),
        ("perhaps", None),
    ],
)
def test_the_words_of_many_teams_are_known(written: str, meaning: AdrStatus | None) -> None:
    assert status_of(record(f'---\nstatus: "{written}"\n---\n')).meaning() is meaning


def test_a_team_may_have_its_own_words() -> None:
    assert status_of(record("---\nstatus: blessed\n---\n")).meaning(["blessed"]) is AdrStatus.ACCEPTED


def test_the_first_line_is_the_status_and_a_links_target_counts() -> None:
    text = "# A\n\n## Status\n\nAccepted\n\nAmended by [Two Queues](0002-use-two-queues.md)\n\nSupersedes [3. Use cron](0003-use-cron.md)\n"
    found = status_of(record(text))
    assert found.text == "Accepted"
    assert found.relations == (
        AdrRelation("amended by", ("0002-use-two-queues",)),
        AdrRelation("supersedes", ("0003-use-cron",)),
    )


@pytest.mark.parametrize(
    ("target", "ident", "expected"),
    [
        ("0002-use-two-queues", "0002-use-two-queues", True),
        ("ADR-0003", "0003-use-a-bus", True),
        ("ADR 36", "0036-integration", True),
        ("../adr/0002-use-two-queues", "0002-use-two-queues", True),
        ("0002-use-one", "0002-use-two-queues", False),
        ("20200925-use-yarn", "20200925-use-prettier", False),
    ],
)
def test_a_target_names_a_record_by_its_file_or_by_its_number_alone(target: str, ident: str, expected: object) -> None:
    assert is_named(target, ident) is expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("README.md", "# ADRs\n"),
        ("template.md", "# Use yarn\n\n- Status: accepted\n"),
        ("0000-adr-template.md", "# X\n\n## Status\n\nAccepted\n"),
        ("x.md", "# X\n\n- Status: [draft | proposed | accepted | superseded by [xxx](yyyymmdd-xxx.md)]\n"),
        ("madr.md", '---\nstatus: "{proposed | rejected | accepted}"\n---\n# X\n'),
    ],
)
def test_an_index_or_a_template_is_no_decision(name: str, text: str) -> None:
    assert not is_decision(record(text, name))


@pytest.mark.parametrize(
    ("outcome", "options", "same"),
    [
        (
            'Chosen option: "[Postgres](https://example.com/pg)", because x.',
            "* [Postgres](https://example.com/pg)\n* MySQL",
            True,
        ),
        ("**Chosen option: Postgres**, because x.", "1. **Postgres** – known\n2. **MySQL** – cheap", True),
        ('Chosen option: "Postgres 17 with a replica", because x.', "* Postgres\n* MySQL", True),
        ('Chosen option: "Redis", because x.', "* Postgres\n* MySQL", False),
    ],
)
def test_the_chosen_option_is_one_of_the_considered(outcome: str, options: str, same: object) -> None:
    found = record(f"# A\n\n## Considered Options\n\n{options}\n\n## Decision Outcome\n\n{outcome}\n")
    chosen = chosen_option(found)
    assert chosen is not None
    assert len(considered_options(found)) == 2
    assert any(is_same_option(chosen.title, each) for each in considered_options(found)) is same


NYGARD = "# {0}. {1}\n\nDate: 2026-01-05\n\n## Status\n\n{2}\n\n## Context\n\nOrders arrive in `src/queue/` and `api/*.py`.\n\n## Decision\n\ny\n\n## Consequences\n\nz\n"


def log(folder: Path) -> Path:
    folder.mkdir()
    (folder / "README.md").write_text("# ADRs\n")
    (folder / "0001-use-a-queue.md").write_text(
        NYGARD.format(1, "Use a queue", "Accepted\n\nAmended by [Two](0002-use-two-queues.md)")
    )
    (folder / "0002-use-two-queues.md").write_text(NYGARD.format(2, "Use two queues", "Approved"))
    (folder / "20260925-use-yarn.md").write_text("# use-yarn\n\n- Status: accepted\n- Date: 2026-09-25\n")
    (folder / "20260925-use-prettier.md").write_text("# use-prettier\n\n- Status: accepted\n- Date: 2026-09-25\n")
    return folder


def test_a_sound_log_of_others_has_no_findings(tmp_path: Path, upward) -> None:
    log(tmp_path / "adr")
    code, out, _ = upward("decide", "check", "adr", "--format", "json")
    found = json.loads(out)
    assert (code, found["findings"], len(found["decisions"])) == (0, [], 4)


def test_a_successor_that_is_not_in_the_log_is_found(tmp_path: Path, upward) -> None:
    path = log(tmp_path / "adr") / "0003-gone.md"
    path.write_text(NYGARD.format(3, "Gone", "Superseded by [2. Use two queues](0009-use-nine.md)"))
    assert [
        each["message"] for each in json.loads(upward("decide", "check", "adr", "--format", "json")[1])["findings"]
    ] == ["No decision is called 0009-use-nine."]
    # By itself a file is no log.
    assert upward("decide", "check", "adr/0003-gone.md")[0] == 0


def test_superseding_links_both_ways_and_changes_nothing_else(tmp_path: Path, upward) -> None:
    folder = log(tmp_path / "adr")
    old, new = folder / "0001-use-a-queue.md", folder / "0002-use-two-queues.md"
    before = new.read_text()
    assert upward("decide", "supersede", "adr/0001-use-a-queue.md", "adr/0002-use-two-queues.md")[0] == 0
    assert "\nSuperseded by [2. Use two queues](0002-use-two-queues.md)\n" in old.read_text()
    assert new.read_text() == before.replace(
        "Approved\n", "Approved\n\nSupersedes [1. Use a queue](0001-use-a-queue.md)\n"
    )
    assert upward("decide", "check", "adr")[0] == 0


@pytest.mark.parametrize(
    ("file", "because"),
    [("src/queue/jobs.py", "names its folder src/queue/"), ("api/orders.py", "names api/*.py, which it matches")],
)
def test_the_decisions_about_a_file_are_those_that_name_its_path(
    tmp_path: Path, upward, file: str, because: str
) -> None:
    log(tmp_path / "adr")
    rows = json.loads(upward("decide", "explain", file, "--log", "adr", "--format", "json")[1])
    assert [row["id"] for row in rows] == ["0001-use-a-queue", "0002-use-two-queues"]
    assert because in rows[0]["because"]


def test_a_file_that_no_decision_names_has_none(tmp_path: Path, upward) -> None:
    log(tmp_path / "adr")
    code, _, err = upward("decide", "explain", "web/index.html", "--log", "adr")
    assert code == 1
    assert "No decision names web/index.html" in err


def test_the_log_is_a_table_that_other_forms_draw(tmp_path: Path, upward) -> None:
    log(tmp_path / "adr")
    rows = json.loads(upward("decide", "adr", "--format", "json")[1])
    assert [(row["id"], row["meaning"]) for row in rows][:2] == [
        ("0001-use-a-queue", "accepted"),
        ("0002-use-two-queues", "accepted"),
    ]
    assert upward("decide", "adr", "--format", "html", "--output", "log.html")[0] == 0
    assert "Use two queues" in (tmp_path / "log.html").read_text()


def test_a_form_that_is_not_read_is_named(tmp_path: Path, upward) -> None:
    (tmp_path / "0001.rst").write_text("Use a queue\n===========\n")
    code, _, err = upward("decide", "check", "0001.rst")
    assert code == 2
    assert "reStructuredText" in err


def test_a_day_behind_a_link_is_no_record() -> None:
    text = "# Old\n\n**Status:** Superseded by [ADR-0009](./0009-new.md) (2026-05-24)\n"
    found = status_of(record(text, "0007-old.md"))
    assert [relation.to for relation in found.relations] == [("0009-new",)]
