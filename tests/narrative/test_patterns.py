"""Patterns: the one pass over all of them misses nothing that a search for one of them finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from upward.analysis.narrative.patterns import agency, confidential, design_docs, part_patterns
from upward.analysis.narrative.patterns.pattern import Pattern
from upward.text.pattern_search import compile_finder, compile_matcher

ALL = [
    each
    for room in (part_patterns, agency, design_docs, confidential)
    for each in vars(room).values()
    if isinstance(each, Pattern)
]


def held(pattern: Pattern) -> st.SearchStrategy[str]:
    """Give texts in which the pattern occurs."""
    return st.from_regex(
        re.compile(pattern.pattern, re.ASCII), alphabet=st.characters(max_codepoint=0x2FFF, codec="utf-8")
    )


@pytest.mark.parametrize("pattern", [pattern for pattern in ALL if pattern.prefilter], ids=lambda pattern: pattern.name)
def test_a_prefilter_occurs_wherever_its_pattern_does(pattern: Pattern) -> None:
    seen = compile_matcher((pattern.prefilter_regex,))

    @given(held(pattern))
    def holds(text: str) -> None:
        # The two engines differ in what is white space (a vertical tab).
        assume(next(compile_finder(pattern.pattern)(text, 0, len(text)), None))
        assert seen(text)

    holds()


@pytest.mark.parametrize("pattern", ALL, ids=lambda pattern: pattern.name)
def test_no_pattern_is_found_in_an_empty_text(pattern: Pattern) -> None:
    assert not compile_matcher((pattern.prefilter_regex,))("")
