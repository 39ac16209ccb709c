"""Decisions in the dialects people keep them in: nothing is lost on the way there and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upward.analysis.decisions.adr_conversion import convert_adr, same_decision
from upward.analysis.decisions.adr_dialects import DIALECTS, parse_adr, with_status

NYGARD = """# 7. Use a queue

Date: 2026-02-03

## Status

Superseded by [9. Use a log](0009-use-a-log.md)

Accepted

## Context

Sales bring ten times the orders.

## Decision

We will use a queue.

## Consequences

More to run.
"""
LOG4BRAINS = """# Use a queue

- Status: accepted
- Date: 2026-02-03
- Deciders: Ada Example, Grace Example
- Tags: orders

Technical Story: SHOP-12

## Context and Problem Statement

Sales bring ten times the orders.

## Considered Options

- A queue
- Two shards

## Decision Outcome

Chosen option: "A queue", because it stands a sale.

### Positive Consequences

- It stands.
"""
MADR = """---
status: accepted
date: 2026-02-03
decision-makers: [Ada Example, Grace Example]
consulted: []
x-scenarios:
  - {id: peak, measure: 400 ms, importance: must}
---

# Use a queue

## Context and Problem Statement

Sales bring ten times the orders.

## Decision Outcome

Chosen option: "A queue".

### Consequences

* Good, because it stands.

<!-- a comment of theirs -->
"""
CRLF = LOG4BRAINS.replace("\n", "\r\n")
ALL = {"nygard": NYGARD, "log4brains": LOG4BRAINS, "madr": MADR, "bare": "# A title\n\nSome words.\n", "empty": ""}


TEXTS = {
    **ALL,
    "crlf": CRLF,
    "no end of line": MADR.rstrip(),
    "comment": MADR.replace("consulted: []", "nav_order: 7 # theirs"),
}
TEXTS |= {
    "fence": "# 5. Show\n\nDate: 2026-01-05\n\n## Status\n\nAccepted\n\n```\n## Status\nx\n```\n\n## Context\n\n```markdown\n## Decision\n```\n\n## Decision\n\nKeep it.\n",
    "front matter of a site": "---\nparent: Decisions\nnav_order: 7\n---\n# Use a queue\n\n## Context and Problem Statement\n\nWords.\n",
    "setext": "Use a log\n=========\n\nStatus\n------\n\nAccepted\n\nContext\n-------\n\nx\n\nDecision\n--------\n\ny\n",
    "earlier conversion": "# Use a queue\n\n## Status\n\nAccepted\n\n## Context\n\nWords.\n\n<!-- front matter:\n---\nparent: Decisions\n---\n-->\n",
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("way", [(one, other) for one in DIALECTS for other in DIALECTS])
def test_there_and_back_is_the_same_bytes(name: str, way: tuple[str, str]) -> None:
    text = TEXTS[name]
    there = convert_adr(convert_adr(text, way[0]), way[1])
    assert parse_adr(there).dialect == way[1]
    assert convert_adr(there, parse_adr(text).dialect) == text


@pytest.mark.parametrize("name", ["nygard", "log4brains", "madr"])
@pytest.mark.parametrize("to", DIALECTS)
def test_the_converted_record_says_the_same(name: str, to: str) -> None:
    adr = parse_adr(ALL[name])
    there = parse_adr(convert_adr(ALL[name], to))
    assert (adr.dialect, there.dialect) == (name, to)
    assert same_decision(adr, there)


def test_each_dialect_gets_its_own_headings_and_fields() -> None:
    there = convert_adr(MADR, "nygard")
    assert "## Status\n\naccepted\n\nDeciders: Ada Example, Grace Example\n" in there
    assert "## Decision\n" in there
    assert "## Consequences\n" in there
    assert convert_adr(NYGARD, "madr").startswith('---\nstatus: "Superseded by')


def test_an_edit_in_between_is_kept_on_the_way_back() -> None:
    there = (
        convert_adr(MADR, "nygard")
        .replace("Sales bring ten", "Sales bring twelve")
        .replace("\naccepted\n", "\ndeprecated\n")
    )
    back = convert_adr(there, "madr")
    assert back == MADR.replace("Sales bring ten", "Sales bring twelve").replace(
        "status: accepted", "status: deprecated"
    )


words = st.text("abc üß.,'\"é-0", min_size=1, max_size=20).map(str.strip).filter(lambda text: text.strip("-., ") != "")
LINES = st.lists(
    st.sampled_from(
        [
            "",
            "# T",
            "## Status",
            "## Context",
            "### Consequences",
            "Accepted",
            "- Status: x",
            "Date: 2026-01-01",
            "```",
            "---",
            "status: y",
            "> ## Decision",
            "Decision",
            "=====",
            "<!-- -->",
            "\t- a",
            "ü",
        ]
    ),
    max_size=14,
)


@given(
    lines=LINES, end=st.sampled_from(["\n", "\r\n"]), first=st.sampled_from(DIALECTS), second=st.sampled_from(DIALECTS)
)
def test_any_text_survives_every_way(lines: list[str], end: str, first: str, second: str) -> None:
    text = end.join(lines)
    own = parse_adr(text).dialect
    assert convert_adr(convert_adr(text, first), own) == text
    assert convert_adr(convert_adr(convert_adr(text, first), second), own) == text


@pytest.mark.parametrize("name", ["nygard", "log4brains", "madr"])
def test_a_new_status_touches_nothing_else(name: str) -> None:
    text = ALL[name]
    changed = with_status(text, "deprecated")
    assert parse_adr(changed).status == "deprecated"
    old = parse_adr(text).status
    assert changed.replace("deprecated", old, 1) == text


def test_a_decision_is_converted_on_the_command_line(
    tmp_path: Path, upward: Callable[..., tuple[int, str, str]]
) -> None:
    (tmp_path / "0007.md").write_text(NYGARD, "utf-8")
    code, out, _ = upward("decide", "convert", "0007.md", "--to", "madr", "--format", "json")
    found = json.loads(out)
    assert (code, found["from"], found["text"].splitlines()[0]) == (0, "nygard", "---")
    assert (tmp_path / "0007.md").read_text("utf-8") == NYGARD


def test_the_output_file_is_the_record_and_nothing_else(
    tmp_path: Path, upward: Callable[..., tuple[int, str, str]]
) -> None:
    (tmp_path / "0007.md").write_text(NYGARD, "utf-8")
    upward("decide", "convert", "0007.md", "--to", "madr", "--output", "7.md")
    upward("decide", "convert", "7.md", "--to", "nygard", "--output", "back.md")
    assert (tmp_path / "back.md").read_bytes() == NYGARD.encode()


def test_front_matter_that_is_there_stays_the_only_one_and_the_way_back_is_exact() -> None:
    text = f"---\nx-scenarios: [{{id: peak, measure: 400 ms, importance: must}}]\n---\n\n{NYGARD}"
    converted = convert_adr(text, "madr")
    assert converted.count("\n---\n") == 1
    head = converted.partition("\n---\n")[0]
    assert "x-scenarios" in head
    assert "date: 2026-02-03" in head
    assert convert_adr(converted, "nygard") == text
