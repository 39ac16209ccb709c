"""Cues: the one pass over all of them never misses what looking for one of them finds."""

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


def held(cue: Pattern) -> st.SearchStrategy[str]:
    """Give texts that hold the cue, as its own pattern has it."""
    return st.from_regex(re.compile(cue.pattern, re.ASCII), alphabet=st.characters(max_codepoint=0x2FFF, codec="utf-8"))


@pytest.mark.parametrize("cue", [cue for cue in ALL if cue.hint], ids=lambda cue: cue.name)
def test_a_hint_is_there_wherever_its_cue_is(cue: Pattern) -> None:
    seen = compile_matcher((cue.loose,))

    @given(held(cue))
    def holds(text: str) -> None:
        # The two engines differ in what is white space (a vertical tab).
        assume(next(compile_finder(cue.pattern)(text, 0, len(text)), None))
        assert seen(text)

    holds()


@pytest.mark.parametrize("cue", ALL, ids=lambda cue: cue.name)
def test_no_cue_is_found_in_nothing(cue: Pattern) -> None:
    assert not compile_matcher((cue.loose,))("")
