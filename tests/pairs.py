"""Pairs of code for the checks of a review: a fault, and code like it in which nothing is to be told."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

import pytest

from upward.analysis.reviewing import spots

Pairs = Mapping[str, Sequence[tuple[str, str]]]


def told_apart(pairs: Pairs) -> pytest.MarkDecorator:
    """Hand a test each check, a fault that it tells of, and what looks like it."""
    cases = [(check, *pair) for check, of_check in pairs.items() for pair in of_check]
    names = [f"{each[0]}-{number}" for number, each in enumerate(cases)]
    return pytest.mark.parametrize(("check", "fault", "harmless"), cases, ids=names)


def told(code: str, *, is_test: bool = False) -> set[str]:
    """Give the checks that find something in a program."""
    return {spot.check for spot in spots(textwrap.dedent(code) + "\n", is_test=is_test)}
