"""The same incident, told to each reader in words they know, with the same numbers and a clear ask."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upward.analysis.messages.readability import reading_grade
from upward.analysis.messages.terms import unknown_terms

SOURCE = "example-incident"


def findings(upward, message: str) -> list[tuple[str, str]]:
    found = json.loads(upward("explain", "check", message, "--format", "json")[1])["findings"]
    return [(each["rule"], each["message"]) for each in found]


def written(upward, audience: str, ask: str, more: str = "") -> str:
    made = json.loads(upward("explain", SOURCE, "--for", audience, "--format", "json")[1])
    body = f"---\n\n## What happened\n\n{more or 'Orders were rejected for 52 minutes.'}\n\n## What we need by when\n\n{ask}\n"
    path = Path(made["path"])
    path.write_text(path.read_text("utf-8").rsplit("---\n", 1)[0] + body, "utf-8")
    return str(made["id"])


@pytest.mark.parametrize("audience", ["finance", "support", "director", "customer"])
def test_a_skeleton_holds_the_sources_facts_and_asks_the_rest(logbook, upward, audience) -> None:
    code, out, _ = upward("explain", SOURCE, "--for", audience, "--format", "json")
    made = json.loads(out)
    assert code == 0
    assert "was over after 52 min." in made["text"]
    assert "412 of 3,900 orders were rejected" in made["text"]
    assert len(made["open"]) == 4
    assert ("unfilled-slot" in {rule for rule, _ in findings(upward, made["id"])}) is True


def test_what_it_costs_us_and_the_choices_are_for_those_who_decide(logbook, upward) -> None:
    def text(audience: str) -> str:
        asked = ("explain", "example-concern", "--for", audience, "--dry-run", "--format", "json")
        return str(json.loads(upward(*asked)[1])["text"])

    assert "6 hours a month" in text("finance")
    assert "6 hours a month" not in text("customer")
    assert "A gauge of the minutes" not in text("customer")
    assert "what changes, or is wrong" in text("director")


@pytest.mark.parametrize("source", ["example-decision", "example-concern"])
def test_decisions_and_concerns_are_explained_too(logbook, upward, source) -> None:
    assert upward("explain", source, "--for", "finance", "--dry-run")[0] == 0


def test_a_story_is_refused_with_what_can_be_explained(logbook, upward) -> None:
    code, _, error = upward("explain", "example-crisis")
    assert (code, "explain a decision, incident or concern" in error) == (2, True)


def test_a_number_that_the_source_does_not_have_is_found_and_one_that_agrees_is_not(logbook, upward) -> None:
    message = written(
        upward, "finance", "Please approve 2 days by Friday.", "About 412 orders failed within 50 minutes."
    )
    said = dict(findings(upward, message))
    assert said["number-not-in-source"].startswith("'50 minutes' is not in example-incident")
    other = written(upward, "finance", "Please approve it by Friday.", "About 413 orders failed, 412 of 3,901.")
    numbers = [said for rule, said in findings(upward, other) if rule == "number-not-in-source"]
    assert [each.split("'")[1] for each in numbers] == ["413 orders", "412 of 3,901"]
    fine = written(upward, "director", "Please decide by Friday.", "412 of 3,900 orders failed within 52 minutes.")
    assert findings(upward, fine) == []


def test_every_version_is_found_when_a_number_of_the_source_is_corrected(logbook, upward) -> None:
    said = "412 of 3,900 orders failed within 52 minutes."
    versions = [written(upward, audience, "Please decide by Friday.", said) for audience in ("finance", "customer")]
    assert all("number-not-in-source" not in dict(findings(upward, each)) for each in versions)
    source = Path(f"incidents/{SOURCE}.md")
    source.write_text(source.read_text("utf-8").replace("412", "415"), "utf-8")
    for each in versions:
        assert dict(findings(upward, each))["number-not-in-source"].startswith("'412 of 3,900 orders'")


def test_the_same_duration_in_another_unit_agrees(logbook, upward) -> None:
    message = written(upward, "director", "Please decide by Friday.", "It took 0.87 hours.")
    assert "number-not-in-source" not in dict(findings(upward, message))


@pytest.mark.parametrize(
    ("ask", "rule"),
    [
        ("We keep you informed.", "no-ask"),
        ("Please approve two days.", "no-ask"),
        ("Nothing is needed from you.", None),
        ("Please approve by Friday, 29 May.", None),
    ],
)
def test_an_ask_says_what_and_by_when(logbook, upward, ask, rule) -> None:
    assert [name for name, _ in findings(upward, written(upward, "director", ask)) if name == "no-ask"] == [
        rule
    ] * bool(rule)


def test_terms_and_acronyms_are_named_with_plain_words() -> None:
    text = "The SLO was missed after a rollback. The service level (SLA) held. A KPI fell. The rollback took long."
    assert [(term.word, term.plain) for term in unknown_terms(text)] == [
        ("SLO", ""),
        ("rollback", "going back to the old version"),
    ]


def test_the_grade_tells_short_sentences_from_long_ones() -> None:
    short = reading_grade("We had a bad setting. It is right now. " * 6)
    long = reading_grade(
        "Notwithstanding precautionary configuration validation, authorisation procedures deteriorated " * 5 + "."
    )
    assert short is not None
    assert long is not None
    assert short < 3
    assert long > 20
    assert reading_grade("Too short.") is None


@given(st.text(max_size=400))
def test_no_text_raises(text: str) -> None:
    list(unknown_terms(text))
    reading_grade(text)


def test_a_reader_who_does_not_name_the_ask_is_written_down_as_such(logbook, upward) -> None:
    message = written(upward, "director", "Please decide by Friday.")
    asked = ("--reader", "director", "--words", "you fixed something")
    assert upward("explain", "back", message, *asked)[0] == 2
    code, out, _ = upward("explain", "back", message, *asked, "--understood", "no")
    assert (code, "did not name the request" in out) == (1, True)
    code, out, _ = upward("explain", "back", message, *asked, "--understood", "yes", "--evidence", "--format", "json")
    assert code == 0
    assert Path(f"evidence/{json.loads(out)['evidence']}.md").is_file()


DECISION = """---
status: accepted
date: 2026-06-01
---

# Where to keep webhook keys

## Context and Problem Statement

Keys pile up.

## Considered Options

- Redis with expiry
- A table in Postgres

## Decision Outcome

Chosen option: "Redis with expiry", because it is fastest.

### Consequences

We run one more Redis.
"""


def test_a_heading_below_a_section_is_no_part_of_its_sentence(logbook, upward) -> None:
    Path("decisions/keys.md").write_text(DECISION, "utf-8")
    text = json.loads(upward("explain", "keys", "--for", "finance", "--dry-run", "--format", "json")[1])["text"]
    assert "because it is fastest.\n" in text
    assert "Consequences" not in text
    assert "- Redis with expiry\n- A table in Postgres" in text
    assert text.index("We run one more Redis.") < text.index("## The choices")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We keep them in Redis or DynamoDB.", ["Redis", "DynamoDB"]),
        ("The dedupe table has an expiry.", ["dedupe", "expiry"]),
        ("We use Rust and Python.", ["Rust", "Python"]),
        ("Rust eats the bridge; customers react.", []),
        ("Set `retries` in shop/web/settings.toml, not max_pool.", ["`retries`", "shop/web/settings.toml", "max_pool"]),
        ("Kafka, which passes messages on, was slow. Kafka is back.", []),
        ("Our cache (a copy kept for speed) was empty.", []),
        ("You can pay by PayPal on your iPhone.", []),
    ],
)
def test_names_of_technologies_and_code_are_unknown_terms_unless_they_are_explained(text, words) -> None:
    assert [term.word for term in unknown_terms(text)] == words
