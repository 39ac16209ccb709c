"""Notes on commits after a squash or rebase: which moved on to the new commit, and which stayed behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NotedCommit:
    """A commit as far as it matters here; `refs` are those of the notes it has."""

    oid: str
    author: str
    message: str
    refs: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The first line of the message."""
        return self.message.split("\n", 1)[0].strip()


@dataclass(frozen=True, slots=True)
class ReplacedNote:
    """A note in `ref` on `old`, which `new` replaced: same author and title, or the title in a squashed message."""

    old: str
    new: str
    title: str
    ref: str
    is_lost: bool


def replaced_notes(here: Sequence[NotedCommit], elsewhere: Sequence[NotedCommit]) -> list[ReplacedNote]:
    """Give the notes on commits that are not part of the history, whose replacement in it has one, too, or has none."""
    found = []
    for old in elsewhere:
        new = next((each for each in here if old.title and _replaces(each, old)), None)
        if new is not None:
            found += [ReplacedNote(old.oid, new.oid, old.title, ref, ref not in new.refs) for ref in old.refs]
    return found


def _replaces(new: NotedCommit, old: NotedCommit) -> bool:
    same = new.author == old.author and new.title == old.title
    # Forges list the titles of what they squash, a line each.
    rest = new.message.partition("\n")[2]
    squashed = any(line.strip().lstrip("*- ").strip() == old.title for line in rest.splitlines())
    return same or squashed
