"""Efforts: episodes of related work found in a history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody and the part they had: author, co-author, reviewer, committer."""

    name: str
    email: str
    part: str = "author"


@dataclass(frozen=True, slots=True)
class FileChange:
    """Lines added and deleted in one file; both None for a binary file."""

    path: str
    added: int | None
    deleted: int | None


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit as git tells it; `when` is the author's date with its offset."""

    oid: str
    parents: tuple[str, ...]
    author: Person
    committer: Person
    when: datetime
    message: str
    people: tuple[Person, ...] = ()
    refs: tuple[str, ...] = ()
    changes: tuple[FileChange, ...] = ()

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.split("\n", 1)[0].strip()


@dataclass(frozen=True, slots=True)
class Effort:
    """Commits of one person that belong together, how much they matter, and why."""

    repo: str
    title: str
    author: Person
    people: tuple[Person, ...]
    commits: tuple[Commit, ...]
    refs: tuple[str, ...]
    areas: tuple[str, ...]
    score: float
    because: tuple[str, ...]
    together: tuple[str, ...] = ()

    @property
    def started(self) -> datetime:
        """When the first commit was written."""
        return min(commit.when for commit in self.commits)

    @property
    def ended(self) -> datetime:
        """When the last commit was written."""
        return max(commit.when for commit in self.commits)

    @property
    def files(self) -> int:
        """How many different files were touched."""
        return len({change.path for commit in self.commits for change in commit.changes})

    @property
    def added(self) -> int:
        """Lines added."""
        return sum(change.added or 0 for commit in self.commits for change in commit.changes)

    @property
    def deleted(self) -> int:
        """Lines deleted."""
        return sum(change.deleted or 0 for commit in self.commits for change in commit.changes)
