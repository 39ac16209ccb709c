"""Named patterns give what `re` gives, in one pass."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from upward.text.named_patterns import NamedPatterns

PATTERNS = {
    "fix": re.compile(r"(?i)^(?:fix|bug)|\bfix(?:e[sd])?\b(?!.*\b(?:typo|docs?)\b)"),
    "line": re.compile(r"^Add", re.MULTILINE),
    "case": re.compile(r"CVE-\d"),
}


@given(st.lists(st.sampled_from(["fix", "Fixes", "the docs", "typo", "Add", "\n", " ", "CVE-1", "cve-1", "é", "x"])))
def test_one_pass_finds_what_each_pattern_finds(words: list[str]) -> None:
    text = "".join(words)
    expected = {name for name, pattern in PATTERNS.items() if pattern.search(text)}
    assert NamedPatterns(PATTERNS).found(text) == expected


def test_what_follows_decides_where_a_pattern_looks_ahead() -> None:
    found = NamedPatterns(PATTERNS).found
    assert found("we fix the parser") == {"fix"}
    assert found("we fix a typo") == frozenset()
