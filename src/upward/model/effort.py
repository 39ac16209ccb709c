"""Efforts: episodes of related work found in a history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple


# A raw commit is a tuple of bytes: of a million commits, hardly any is ever looked at.
class RawCommit(NamedTuple):
    """A commit as git prints it: names as recorded, dates as seconds and offset."""

    oid: bytes
    parents: bytes
    name: bytes
    email: bytes
    when: bytes
    committer: bytes
    committer_email: bytes
    committed: bytes
    message: bytes


# Why the lines of some commits are not known.
UNREADABLE = "could not be read"


class Identity(NamedTuple):
    """A name and an e-mail address under which someone commits; either may be empty."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person and the part they had: author, co-author, reviewer, merger.

    `share` is that of an effort's lines which they wrote, from 0 to 1.
    """

    name: str
    email: str
    part: str = "author"
    share: float = 0.0


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
    # What sort of work it is: work on the code itself, or some of what no list of commits shows.
    kind: str = "work"
    # What a squashed commit says it is made of.
    parts: tuple[str, ...] = ()
    # Which commits were put together, and why.
    links: tuple[tuple[str, str, str], ...] = ()
    # Of the files touched, the share that is still there; None where that is not known.
    survives: float | None = None
    # Days from the first commit to the merge; None where no merge brought it in.
    days_to_merge: float | None = None
    # The part of the person asked for (author, co-author, reviewer, merger), and their share of the lines.
    part: str = "author"
    share: float = 1.0
    # The addresses that are theirs, in lower case; without any, all that is counted is the work of all authors.
    mine: frozenset[str] = frozenset()
    # Why it was done, in the words of the merge or the commits; the notes for users that it adds, as commit and path.
    why: str = ""
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def started(self) -> datetime:
        """When the first commit was written."""
        return min(commit.when for commit in self.commits)

    @property
    def ended(self) -> datetime:
        """When the last commit was written."""
        return max(commit.when for commit in self.commits)

    @property
    def written(self) -> tuple[Commit, ...]:
        """The commits that the person asked for wrote."""
        if not self.mine:
            return self.commits
        return tuple(
            commit for commit in self.commits if (commit.author.email or commit.author.name).lower() in self.mine
        )

    @property
    def files(self) -> int:
        """How many different files were touched."""
        return len({change.path for commit in self.commits for change in commit.changes})

    @property
    def added(self) -> int:
        """Lines that the person asked for added."""
        return sum(change.added or 0 for commit in self.written for change in commit.changes)

    @property
    def deleted(self) -> int:
        """Lines that the person asked for deleted."""
        return sum(change.deleted or 0 for commit in self.written for change in commit.changes)


# A tuple: of a history of all authors there are tens of thousands, and they are kept between two runs.
class EffortSummary(NamedTuple):
    """An effort as it is shown and printed; dates are in ISO 8601, `links` are commit, commit and reason."""

    repo: str
    title: str
    author: str
    author_email: str
    part: str
    share: float
    people: Sequence[tuple[str, str, str, float]]
    commits: Sequence[str]
    refs: Sequence[str]
    started: str
    ended: str
    score: float
    because: Sequence[str]
    together: Sequence[str]
    kind: str
    parts: Sequence[str]
    survives: float | None
    days_to_merge: float | None
    links: Sequence[tuple[str, str, str]]
    areas: Sequence[str]
    files: int
    added: int
    deleted: int
    # Whether the person asked for wrote any of its commits, and whether the lines of any are known.
    written: bool
    counted: bool

    @classmethod
    def of(cls, effort: Effort) -> EffortSummary:
        """Sum up an effort."""
        days = [commit.when for commit in effort.commits]
        written = effort.written
        changes = [change for commit in written for change in commit.changes]
        added, deleted = (sum(change.added or 0 for change in changes), sum(change.deleted or 0 for change in changes))
        return cls(
            effort.repo, effort.title, effort.author.name, effort.author.email, effort.part, effort.share,
            [(each.name, each.email, each.part, each.share) for each in effort.people],
            [commit.oid for commit in effort.commits], effort.refs, min(days).isoformat(),
            max(days).isoformat(),
            effort.score, effort.because, effort.together, effort.kind, effort.parts, effort.survives,
            effort.days_to_merge, effort.links, effort.areas, effort.files, added, deleted, bool(written),
            any(change.added is not None for commit in effort.commits for change in commit.changes),
        )  # fmt: skip

    def row(self) -> dict[str, Any]:
        """Give the effort as `mine --format jsonl` prints it; the keys are a stable interface."""
        made: dict[str, Any] = {
            key: list(value) if isinstance(value, tuple) else value for key, value in self._asdict().items()
        }
        del made["written"], made["counted"]
        made["people"] = [
            {"name": name, "email": email, "part": part, "share": share} for name, email, part, share in self.people
        ]
        made["links"] = [{"from": one, "to": other, "because": because} for one, other, because in self.links]
        return made

    @classmethod
    def of_row(cls, row: Mapping[str, Any], *, written: bool, counted: bool) -> EffortSummary:
        """Give the effort that a row was made of."""
        people = [(each["name"], each["email"], each["part"], each["share"]) for each in row["people"]]
        links = [(each["from"], each["to"], each["because"]) for each in row["links"]]
        plain = {**row, "people": people, "links": links, "written": written, "counted": counted}
        return cls._make(plain[name] for name in cls._fields)


@dataclass(frozen=True, slots=True)
class Moment:
    """One commit of an episode: what it is there for, such as `reverted` or `fixed`."""

    commit: Commit
    role: str


@dataclass(frozen=True, slots=True)
class Episode:
    """A turn of events in an author's work that could be told as a story, and what it rests on.

    `themes` are ids of the story themes it could serve; `score` only orders episodes of one kind.
    """

    repo: str
    kind: str
    title: str
    themes: tuple[str, ...]
    moments: tuple[Moment, ...]
    people: tuple[Person, ...]
    because: tuple[str, ...]
    score: float

    @property
    def started(self) -> datetime:
        """When the first commit was written."""
        return min(moment.commit.when for moment in self.moments)

    @property
    def ended(self) -> datetime:
        """When the last commit was written."""
        return max(moment.commit.when for moment in self.moments)
