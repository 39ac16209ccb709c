"""A page: what a job has to say, apart from how it is drawn.

The set of blocks is closed, so that every renderer draws all of them. Text in a block
is plain: a renderer escapes it, and never reads mark-up out of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeAlias


class Tone(StrEnum):
    """How a note is meant."""

    PLAIN = "plain"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


class Heading(NamedTuple):
    """A heading of level 1 to 4."""

    text: str
    level: int = 2


class Prose(NamedTuple):
    """A paragraph."""

    text: str


class Items(NamedTuple):
    """A list."""

    items: tuple[str, ...]
    ordered: bool = False


class Table(NamedTuple):
    """Rows under named columns, all cells plain text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class FactList(NamedTuple):
    """Names with their values."""

    pairs: tuple[tuple[str, str], ...]


class Meter(NamedTuple):
    """A share from 0 to 1, with what it measures and what it comes to in words."""

    label: str
    value: float
    caption: str = ""


class BandChart(NamedTuple):
    """Rows from 0 to 1, each cut into stretches that belong to one of `names`, with a mark where one stands now.

    A row is its label, its stretches as (stop, number of the name) in order, and the place of the mark.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[float, int], ...], float], ...]


class Callout(NamedTuple):
    """A sentence that must not be overlooked."""

    text: str
    tone: Tone = Tone.PLAIN


class CodeBlock(NamedTuple):
    """Text shown letter for letter."""

    text: str


Block: TypeAlias = Heading | Prose | Items | Table | FactList | Meter | BandChart | Callout | CodeBlock


@dataclass(frozen=True, slots=True)
class Page:
    """A titled sequence of blocks."""

    title: str
    blocks: tuple[Block, ...] = ()


def visible(text: str) -> str:
    """Give a text without control characters: escape sequences in a record would drive a terminal."""
    # Most texts are fine, and asking that of the whole is a hundred times faster than of each character.
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "".join(character if character.isprintable() or character in "\n\t" else "\ufffd" for character in text)
