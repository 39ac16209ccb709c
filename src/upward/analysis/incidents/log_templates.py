"""Messages grouped by template, in one pass and bounded memory.

A fixed-depth parse tree as in Drain (He et al., "Drain: An Online Log Parsing Approach with Fixed Depth Tree", ICWS
2017): messages are masked, then compared only with templates of the same length and first words. The library drain3
was not taken: its last release is of 2022 and pins its own dependencies to versions of 2021.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

WILDCARD = "<*>"
# Drain's default: at least this share of words must agree for a message to belong to a template.
MIN_SIMILARITY = 0.5
MOST_TEMPLATES = 2000
MOST_WORDS = 60
OTHER = "(messages beyond the first 2,000 templates)"
_MASKED = re.compile(
    r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b"  # a UUID
    r"|\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b"  # an address
    r"|\b0x[0-9a-fA-F]+\b|\b(?=[0-9a-fA-F]*\d)(?=[0-9a-fA-F]*[a-fA-F])[0-9a-fA-F]{7,}\b"  # hexadecimal
    r"|[-+]?\d+(?:[.,:]\d+)*"  # a number, with its unit left
)


@dataclass(slots=True)
class Template:
    """A message with what varies replaced, and an example of it."""

    words: list[str]
    example: str

    @property
    def text(self) -> str:
        """The template as one line."""
        return " ".join(self.words)


@dataclass(slots=True)
class TemplateTree:
    """Templates found so far. `add` gives the number of the template that a message belongs to."""

    templates: list[Template] = field(default_factory=list)
    _leaves: dict[tuple[int, str, str], list[int]] = field(default_factory=dict)

    def add(self, message: str) -> int:
        """Give a message's template by number; beyond `MOST_TEMPLATES`, the number of one that holds all the rest."""
        words = _MASKED.sub(WILDCARD, message).split()[:MOST_WORDS] or ["(empty)"]
        branch = (len(words), _key(words, 0), _key(words, 1))
        leaf = self._leaves.get(branch, [])
        best, similarity = -1, 0.0
        for number in leaf:
            found = _similarity(self.templates[number].words, words)
            if found > similarity:
                best, similarity = number, found
        if similarity >= MIN_SIMILARITY:
            held = self.templates[best].words
            for place, (known, word) in enumerate(zip(held, words, strict=True)):
                if known != word:
                    held[place] = WILDCARD
            return best
        if len(self.templates) >= MOST_TEMPLATES:
            return MOST_TEMPLATES
        self.templates.append(Template(words, message))
        self._leaves.setdefault(branch, []).append(len(self.templates) - 1)
        return len(self.templates) - 1

    def text(self, number: int) -> str:
        """Give a template's text by its number."""
        return self.templates[number].text if number < len(self.templates) else OTHER

    def example(self, number: int) -> str:
        """Give the first message that a template was made of."""
        return self.templates[number].example if number < len(self.templates) else ""


def _key(words: list[str], place: int) -> str:
    """Give a word as the tree branches by it: what holds a digit or a mask varies and is no branch of its own."""
    word = words[place] if place < len(words) else ""
    return WILDCARD if WILDCARD in word else word


def _similarity(template: list[str], words: list[str]) -> float:
    return sum(known in (word, WILDCARD) for known, word in zip(template, words, strict=True)) / len(words)
