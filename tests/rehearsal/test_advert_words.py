"""An advert asks for what its tasks and requirements say: not for what it denies, offers, or says about its own selection."""

from __future__ import annotations

import pytest

from upward.analysis.rehearsal.advert import asked_text, likely_questions, read_advert
from upward.analysis.rehearsal.advert_subjects import subjects
from upward.catalogue.catalogue import Catalogue

ADVERT = """Backend Engineer

Blue Heron Freight is recruiting a backend engineer in Porto. The hiring process takes two weeks.

Your tasks
- Own the tariff engine and its customs documents, written in Elixir with PostgreSQL
- Raise the bar for tests, and communicate clearly with non-technical colleagues
- You do not need to have mentored anyone. There are no incidents at night, and on-call is not part of the job.
"""


def labels(text: str) -> set[str]:
    return {item.label for item in read_advert(text).labels}


def test_what_is_denied_or_about_the_selection_is_not_asked_for() -> None:
    found = labels(ADVERT)
    assert not {"hire-and-develop-the-best", "mentorship", "failure-recovery"} & found
    assert {"ownership", "insist-on-the-highest-standards", "cross-team-collaboration", "earn-trust"} <= found
    assert "hire-and-develop-the-best" in labels("You help with hiring and grow engineers on your team.")


@pytest.mark.parametrize(
    ("text", "company"),
    [
        (ADVERT, "Blue Heron Freight"),
        ("Backend Engineer - Payments\n\nAbout Blue Heron: we ship. At Blue Heron you own payments. Payments matter.", "Blue Heron"),
        ("Engineer\n\nHeron Tools GmbH\n\nYou write tools.", "Heron Tools"),
        ("Engineer\n\nAbout You\n\nAbout You: you write tools.", ""),
    ],
)  # fmt: skip
def test_the_company_is_who_hires_and_not_a_field_of_the_title(text: str, company: str) -> None:
    assert read_advert(text).company == company


def test_questions_about_hiring_come_only_where_the_advert_asks_for_it(catalogue: Catalogue) -> None:
    bank = catalogue.rubrics["question-bank"].questions

    def asked(text: str) -> str:
        return " ".join(each.text for each, _ in likely_questions(read_advert(text), bank, "senior", 40))

    alone = "You mentor developers. You lead the design."
    assert "hired" not in asked(alone)
    assert "hired" in asked(f"{alone} You take part in hiring and interview candidates.")


def test_the_subjects_of_an_advert_are_found_in_the_stories() -> None:
    stories = {"tariff": "I rewrote the tariff table in Postgres.", "other": "I wrote the mail service."}
    found = {each.name: each.stories for each in subjects(asked_text(ADVERT), "Blue Heron Freight", stories)}
    assert found["tariff"] == ("tariff",)
    assert found["PostgreSQL"] == ("tariff",)
    assert found["Elixir"] == ()
    assert not {"Heron", "Porto", "Backend"} & set(found)
