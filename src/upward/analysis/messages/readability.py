"""How hard a text is to read."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[.!?]+(?:\s|$)|\n\s*\n|\n(?=\s*[-*])")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_VOWELS = re.compile(r"[aeiouy]+")


def reading_grade(text: str) -> float | None:
    """Give the Flesch-Kincaid grade: school years to read it (Kincaid et al., 1975); None below thirty words."""
    words = _WORD.findall(text)
    if len(words) < 30:  # noqa: PLR2004 - fewer words say nothing about a style
        return None
    sentences = max(1, sum(bool(_WORD.search(part)) for part in _SENTENCE.split(text)))
    syllables = sum(map(_syllables, words))
    return round(0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59, 1)


def _syllables(word: str) -> int:
    """Count groups of vowels; a silent e at the end is none."""
    lower = word.lower()
    found = len(_VOWELS.findall(lower))
    return max(1, found - (lower.endswith("e") and not lower.endswith(("le", "ee")) and found > 1))
