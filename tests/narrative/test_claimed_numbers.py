"""Which numbers of a story are claims: what a listener could doubt, and nothing else; the same for every verb."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from upward.analysis.narrative.claims import claims_of, open_result_claims
from upward.analysis.narrative.story_text import parse_story
from upward.model.corpus import MemoryCorpus
from upward.text import record_reader

Upward = Callable[..., tuple[int, str, str]]


def claimed(text: str) -> list[str]:
    record = record_reader.parse_record("note.md", text, {}, otherwise="story")
    return [claim.text for claim in claims_of(parse_story(record), MemoryCorpus.of([record])) if claim.kind == "number"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        # Counting words, also where a line ends behind them.
        ("I considered two ways, and one\ndata engineer helped us for three nights.", []),
        ("Of the fourteen services we moved eleven services.", ["fourteen services", "eleven services"]),
        ("There have been zero wrong invoices since.", ["zero wrong invoices"]),
        # A worded time is a claim where it was measured or compared.
        ("I sat with them for two days, and after ten minutes they agreed.", []),
        ("A search takes around four seconds on average.", ["four seconds"]),
        ("We switched over two weeks early.", ["two weeks"]),
        # The steps of a rollout, and shares that are none.
        ("We rolled it out behind a flag, 5% -> 50% -> 100%.", []),
        ("We went 1 % → 10 % → 100 % within a day.", []),
        ("I rolled it out to 5%, then 25%, and then 100% of the traffic.", []),
        ("After we rolled it out, errors fell by 30% and latency by 12%.", ["30%", "12%"]),
        ("Errors fell 12% -> 4% within 3 weeks.", ["12%", "4%", "3 weeks"]),
        # Settings, and a setting whose change is the result.
        ("We load them in batches of 500 with a 7 day TTL, since it gives up after 10.", []),
        ("I cut the timeout from 30 seconds to 5 seconds.", ["30 seconds", "5 seconds"]),
        # The period of a measurement, and what would have been.
        ("It takes 40 minutes, measured from the log over the following 8 weeks.", ["40 minutes"]),
        ("A batch that fails would leave 500 customers without an invoice instead of one.", []),
        # Days of a date.
        ("We had to switch by 31 December 2024, and on March 3 we did.", []),
    ],
)
def test_a_number_is_a_claim_only_where_a_listener_could_doubt_it(text: str, numbers: list[str]) -> None:
    assert claimed(text) == numbers


def test_a_date_between_them_does_not_part_two_numbers_that_are_compared() -> None:
    record = record_reader.parse_record(
        "n.md", "Tickets fell from 310 in January to 4 in April.", {}, otherwise="story"
    )
    found = claims_of(parse_story(record), MemoryCorpus.of([record]))
    after = next(claim.quantity for claim in found if claim.text == "4")
    assert after is not None
    assert after.baseline is not None
    assert after.baseline.value == 310


STORY = """---
title: Cutting the billing run
date: 2025-06
---

## Situation

The run took 6 hours 10 minutes, and two mornings a month it was late.

## Task

I was to bring it under two hours by the end of March.

## Action

I considered two ways and chose batches of 500, although the finance lead disagreed.

## Result

Since 18 March 2025 the run takes 40 minutes on average, measured over the following eight
weeks. Tickets fell from 310 in January to 4 in April.

## Learning

I measure before I believe an explanation; two days of profiling have paid since.
"""


def test_check_claims_and_grill_name_the_same_claims(upward: Upward, tmp_path: Path) -> None:
    assert upward("init")[0] == 0
    (tmp_path / "stories").mkdir(exist_ok=True)
    (tmp_path / "stories/run.md").write_text(STORY)
    rows = json.loads(upward("claims", "run", "--format", "json")[1])
    stated = [row["text"] for row in rows if row["part"] == "result" and row["standing"] == "stated"]
    assert stated == ["40 minutes", "310", "4"]
    assert "ask first about “40 minutes”, “310 in January to 4”." in upward("claims", "run")[1]
    found = upward("check", "--select", "unproven-claim", "stories/run.md")[1]
    assert '2 claims of the Result are only stated: "40 minutes", "310 in January to 4".' in found
    asked = json.loads(upward("grill", "run", "--show", "--format", "json")[1])["open"]
    named = {each["question"].split("“")[1].split("”")[0] for each in asked if each["id"].startswith("number-")}
    # Of these grill asks what the story does not say the measure of.
    assert named == {"310 in January to 4"}


def test_without_labels_the_sentence_with_the_outcome_is_asked_about_first() -> None:
    text = (
        "Payment webhooks timed out all the time, and 5-6% of them failed. I put a queue in front of the ledger and made"
        " the handler idempotent, although the team wanted a longer timeout, which took me 30 days. After that failures"
        " went down to 0.1% for the whole quarter, and finance no longer corrects bookings by hand."
    )
    record = record_reader.parse_record("n.md", text, {}, otherwise="story")
    story = parse_story(record)
    found = claims_of(story, MemoryCorpus.of([record]))
    assert [claim.text for claim in found] == ["5-6%", "30 days", "0.1%"]
    assert [claim.text for claim in open_result_claims(story, found)] == ["0.1%"]


def test_a_story_in_another_language_has_no_claims_and_says_why(upward: Upward, tmp_path: Path) -> None:
    assert upward("init")[0] == 0
    (tmp_path / "stories").mkdir(exist_ok=True)
    (tmp_path / "stories/rechnungen.md").write_text(
        "# Rechnungen\n\nWir mussten alle Rechnungen bis zum 31. Dezember umstellen. Es gab rund 12.000 Rechnungen im Monat,"
        " und ich habe mit dem Team die Prüfung geschrieben, die 18 % der Fehler gefunden hat.\n"
    )
    code, out, _ = upward("claims", "rechnungen")
    assert (code, "Not checked (German): the rules about claims work on English text only." in out) == (0, True)
    assert json.loads(upward("claims", "rechnungen", "--format", "json")[1]) == []
    # What is exported does not pass unread numbers off as shown.
    assert "all numbers" in upward("export", "resume")[1]
