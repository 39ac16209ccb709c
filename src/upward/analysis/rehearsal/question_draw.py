"""Which questions a mock interview asks: of the level, not met before, for the company, and where one is weak."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence

from upward.model.rubric import Question, Rubric

# What makes a question likelier to be drawn, in points. Chosen so that a question met before comes only when
# nothing new is left, and that the company's wishes count more than the person's weak themes.
_NEW, _COMPANY, _WEAK, _REPEATED_LABEL = 10.0, 2.0, 1.0, 3.0
# Which rubric says what a company looks for; other companies are asked all questions of the level.
_COMPANY_RUBRICS = {"amazon": "amazon-principles", "google": "google-attributes", "meta": "meta-values"}
_PRINCIPLES = "amazon-principles"


def draw_questions(
    bank: Sequence[Question],
    level: str,
    number: int,
    *,
    already: Collection[str] = (),
    wanted: Collection[str] = (),
    weak: Collection[str] = (),
    seed: str = "",
) -> list[Question]:
    """Draw questions of a level, each on other labels than those before it as far as there are any.

    `already` holds the texts met before, `wanted` the labels a company looks for, `weak` those one has no story for.
    Equal ones are ordered by `seed`, so that a draw can be made again.
    """
    pool = [question for question in bank if question.level == level] or list(bank)
    # Not for secrets: the same seed must give the same draw.
    random.Random(seed).shuffle(pool)  # noqa: S311
    met = {plain_question(text) for text in already}
    drawn: list[Question] = []
    covered: set[str] = set()

    def points(question: Question) -> float:
        labels = labels_of(question)
        return (
            _NEW * (plain_question(question.text) not in met)
            + _COMPANY * bool(labels & set(wanted))
            + _WEAK * bool(labels & set(weak))
            - _REPEATED_LABEL * len(labels & covered) / max(1, len(labels))
        )

    while pool and len(drawn) < number:
        best = max(pool, key=points)
        pool.remove(best)
        drawn.append(best)
        covered |= labels_of(best)
    return drawn


def labels_of(question: Question) -> set[str]:
    """Give the principles and themes a question of the bank is about."""
    return {*question.principles, *question.themes}


def company_labels(company: str, rubrics: Mapping[str, Rubric]) -> set[str]:
    """Give the principles a company looks for; empty for a company whose list upward does not have."""
    name = _COMPANY_RUBRICS.get(company.strip().lower(), "")
    rubric = rubrics.get(name)
    if rubric is None:
        return set()
    if name == _PRINCIPLES:
        return {criterion.id for criterion in rubric.criteria}
    return {like for criterion in rubric.criteria for like in criterion.like}


def plain_question(text: str) -> str:
    """Give a question's text for comparison: lower case, without the mark at its end."""
    return " ".join(text.lower().split()).strip(" ?.!")
