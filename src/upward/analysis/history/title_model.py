"""What the words of a title say about how much users will be told of it; weights learnt from release notes.

Maintainers grade their work where they write down, under headings, what changed. A word's weight is what it adds to
that grade; a word counts only where the notes of several projects have it, so that none is a project's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from upward.analysis.history.linear_model import Linear

# What the best notes are worth (a feature, or what breaks), and the least (packaging, documentation): 2 ** grade - 1.
BEST, LEAST = 7.0, 1.0
# What a title is worth whose words say nothing, and from where on they say much or little.
USUAL, MUCH, LITTLE = 3.2, 4.2, 2.2
MOST_WORDS = 40
# A title may be a line of megabytes, and the pattern for names would look at it again from each of its letters.
MOST_LETTERS = 600
_NAME = re.compile(r"``[^`]*``|`[^`]*`|[\w.]*[._/\d][\w./]*\w")
_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
_ENDING = re.compile(r"(?:ing|ed|es|s|e)$")
_SHORT = 4
# Stands for anything that only a program is called.
A_NAME = "Name"


def title_features(title: str) -> frozenset[str]:
    """Give what counts of a title: the stems of its words, and those of the first two once more, as beginnings."""
    found = list(_stems(title))
    return frozenset(found) | {f"^{found[0]}"} | {f"^{' '.join(found[:2])}"} if found else frozenset()


def _stems(title: str) -> Iterator[str]:
    for word in _WORD.findall(_NAME.sub(f" {A_NAME} ", title[:MOST_LETTERS]))[:MOST_WORDS]:
        yield word if word == A_NAME else _stem(word.lower())


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    return _ENDING.sub("", word) if len(word) > _SHORT else word


class TitleModel(Linear):
    """The model of what a note with these words would be worth to users."""

    __slots__ = ()
    FILE = "wording.json"

    def title_score(self, title: str) -> float:
        """Give what a note with these words would be worth to users, from LEAST to BEST."""
        return min(BEST, max(LEAST, self.total(dict.fromkeys(title_features(title), 1.0))))


@lru_cache(maxsize=1)
def shipped() -> TitleModel:
    """Give the model that comes with upward, read once."""
    return TitleModel.shipped()
