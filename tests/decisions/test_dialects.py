"""Decisions in the dialects people keep them in: nothing is lost on the way there and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upward.analysis.decisions.adr_dialects import DIALECTS, Adr, format_adr, parse_adr, same, with_status

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


@pytest.mark.parametrize("name", [*ALL, "crlf"])
def test_what_is_not_changed_stays_byte_for_byte(name: str) -> None:
    text = {**ALL, "crlf": CRLF}[name]
    adr = parse_adr(text)
    assert format_adr(adr, adr.dialect) == text


@pytest.mark.parametrize("name", ["nygard", "log4brains", "madr"])
@pytest.mark.parametrize("to", DIALECTS)
def test_there_and_back_says_the_same(name: str, to: str) -> None:
    adr = parse_adr(ALL[name])
    assert adr.dialect == name
    there = parse_adr(format_adr(adr, to))
    assert there.dialect == to
    assert (there.title, there.number, there.date) == (adr.title, adr.number, adr.date)
    assert same(adr, there)
    back = parse_adr(format_adr(there, name))
    assert same(adr, back)
    assert "Sales bring ten times the orders." in back.body


def test_what_one_dialect_has_no_place_for_is_kept() -> None:
    there = format_adr(parse_adr(MADR), "nygard")
    assert "peak" in there
    assert "Deciders: Ada Example, Grace Example" in there
    back = format_adr(parse_adr(there), "madr")
    assert "importance: must" in back
    assert "<!-- front matter" not in back


words = st.text("abc üß.,'\"é-0", min_size=1, max_size=20).map(str.strip).filter(lambda text: text.strip("-., ") != "")


@given(title=words, status=words, body=st.lists(words, max_size=4), number=st.sampled_from(["", "12"]))
def test_any_record_survives_every_dialect(title: str, status: str, body: list[str], number: str) -> None:
    sections = "\n\n".join(
        f"## {heading}\n\n{text}"
        for heading, text in zip(("Context", "Drivers", "Decision", "More"), body, strict=False)
    )
    adr = Adr("", title, number, status, "2026-02-03", "", sections, "")
    for dialect in DIALECTS:
        found = parse_adr(format_adr(adr, dialect))
        assert same(adr, found), dialect
        for other in DIALECTS:
            assert same(found, parse_adr(format_adr(found, other))), (dialect, other)


@pytest.mark.parametrize("name", ["nygard", "log4brains", "madr"])
def test_a_new_status_touches_nothing_else(name: str) -> None:
    text = ALL[name]
    changed = with_status(text, "deprecated")
    assert parse_adr(changed).status == "deprecated"
    old = parse_adr(text).status
    assert changed.replace("deprecated", old) == text


def test_a_decision_is_converted_on_the_command_line(
    tmp_path: Path, upward: Callable[..., tuple[int, str, str]]
) -> None:
    (tmp_path / "0007.md").write_text(NYGARD, "utf-8")
    code, out, _ = upward("decide", "convert", "0007.md", "--to", "madr", "--format", "json")
    found = json.loads(out)
    assert (code, found["from"], found["text"].splitlines()[0]) == (0, "nygard", "---")
    assert (tmp_path / "0007.md").read_text("utf-8") == NYGARD


def test_keys_without_values_are_lost_on_no_way() -> None:
    bare = "---\nstatus:\ndate: \ndecision-makers: \nconsulted: \ninformed: \n---\n\n# Store carts\n\n## Context and Problem Statement\n\nWords.\n"
    one = parse_adr(bare)
    for first in DIALECTS:
        for second in DIALECTS:
            again = parse_adr(format_adr(parse_adr(format_adr(one, first)), second))
            assert same(one, again), (first, second)
