"""Notes on commits after a squash or rebase: which stayed behind with a commit that was replaced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NotedCommit:
    """A commit as far as it matters here."""

    oid: str
    author: str
    message: str
    has_note: bool


@dataclass(frozen=True, slots=True)
class LostNote:
    """A note on `old`, which `new` replaced: same author and title, or the title in a squashed message."""

    old: str
    new: str
    title: str


def lost_notes(here: Sequence[NotedCommit], elsewhere: Sequence[NotedCommit]) -> list[LostNote]:
    """Give the notes on commits that are not part of the history, whose replacement in it has none."""
    found = []
    for old in elsewhere:
        title = old.message.split("\n", 1)[0].strip()
        if not title or not old.has_note:
            continue
        new = next((each for each in here if not each.has_note and _replaces(each, old, title)), None)
        if new is not None:
            found.append(LostNote(old.oid, new.oid, title))
    return found


def _replaces(new: NotedCommit, old: NotedCommit, title: str) -> bool:
    first, _, rest = new.message.partition("\n")
    same = new.author == old.author and first.strip() == title
    # Forges list the titles of what they squash, a line each.
    squashed = any(line.strip().lstrip("*- ").strip() == title for line in rest.splitlines())
    return same or squashed
