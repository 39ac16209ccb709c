"""An exporter: what writes records in another form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from upward.model.page import Block, Page
from upward.model.record import Record
from upward.model.rule import Context


class Reach(StrEnum):
    """Who will see what is exported."""

    MINE = "mine"
    SHARED = "shared"


class Exporter(NamedTuple):
    """Writes records in another form: a file's text by `write`, or a page by `page`, which any face can draw.

    `write` takes `records`, and `corpus` if it uses it.
    """

    name: str
    summary: str
    suffix: str
    kinds: tuple[str, ...]
    write: Callable[..., str] | None = None
    page: Callable[[Sequence[Record], Context], Page] | None = None
    # Which of the records it shows; the others are drafts, and are counted as left out.
    select: Callable[[Sequence[Record]], Sequence[Record]] | None = None
    # What is added to the page where it is asked for by name: `numbers`, the standing of every number.
    appendices: Mapping[str, Callable[[Sequence[Record], Context], Sequence[Block]]] = {}
