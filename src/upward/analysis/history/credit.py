"""Whose work an effort is: who wrote most of it, the part the person asked for had, and each author's share of lines.

Lines are those of `git log --numstat -M`, counted for a commit's git author: which of them a co-author wrote, no
history says, and a committer or the person who merged wrote none of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from upward.model.effort import Commit, Person

# One merge that brings in more than this is a line of work of many people, and no piece of work of one.
MOST_COMMITS = 120
MOST_AUTHORS = 6
# Unless one of them made nearly all of its commits: then it is a large pull request.
OWN_SHARE = 0.8
_ORDER = {"author": 0, "co-author": 1, "reviewer": 2, "tester": 3, "merger": 4, "signer": 5}
_CONTRIBUTED = frozenset({"co-author", "reviewer", "merger"})


@dataclass(slots=True)
class Tally:
    """The lines and commits that each person wrote of something, by lower-case address."""

    lines: Counter[str] = field(default_factory=Counter)
    commits: Counter[str] = field(default_factory=Counter)
    who: dict[str, Person] = field(default_factory=dict)

    def add(self, person: Person, lines: int) -> None:
        """Count one commit."""
        key = key_of(person)
        self.lines[key] += lines
        self.commits[key] += 1
        self.who.setdefault(key, person)

    def main(self, mine: frozenset[str] = frozenset()) -> str:
        """Give who wrote most: by lines, then by commits; of equals, one of `mine`."""
        return max(self.commits, key=lambda key: (self.lines[key], key in mine, self.commits[key], key), default="")

    def share(self, key: str) -> float:
        """Give an author's share of the lines, from 0 to 1; of no lines at all, their share of the commits."""
        counted = self.lines if self.lines.total() else self.commits
        return counted[key] / counted.total() if counted.total() else 0.0

    @property
    def is_line_of_work(self) -> bool:
        """Whether so many people and commits are in it that it is an integration of many pieces of work."""
        total = self.commits.total()
        is_own = max(self.commits.values(), default=0) >= OWN_SHARE * total
        return len(self.commits) > MOST_AUTHORS or (total > MOST_COMMITS and not is_own)


@dataclass(frozen=True, slots=True)
class Credit:
    """Who wrote most, the part and share of the person asked for, and all people."""

    author: Person
    part: str
    share: float
    people: tuple[Person, ...]


def key_of(person: Person) -> str:
    """Give the key that identifies a person."""
    return (person.email or person.name).lower()


def is_same(one: Person, other: Person) -> bool:
    """Tell whether two are one person: by address, by a full name, or by a login made of the other's name."""
    if key_of(one) == key_of(other):
        return True
    name, theirs = one.name.casefold().split(), other.name.casefold().split()
    if len(name) > 1 and len(theirs) > 1:
        return name == theirs
    return (len(name) > 1 and _is_login(other, name)) or (len(theirs) > 1 and _is_login(one, theirs))


def _is_login(person: Person, name: Sequence[str]) -> bool:
    """Whether who has no full name is called, or has an address, like a full name: `ada lovelace` as `alovelace7`."""
    local = person.email.casefold().partition("@")[0].rpartition("+")[2]
    logins = {re.sub(r"[^a-z]", "", each) for each in (person.name.casefold(), local)}
    first, last = (re.sub(r"[^a-z]", "", each) for each in (name[0], name[-1]))
    return bool(first and last) and not logins.isdisjoint({first + last, first[0] + last})


def lines_of(commit: Commit) -> int:
    """Give the lines a commit added and deleted."""
    return sum((change.added or 0) + (change.deleted or 0) for change in commit.changes)


def credit(
    commits: Sequence[Commit], whole: Tally | None, mine: frozenset[str], merges: Sequence[Commit] = ()
) -> Credit:
    """Credit an effort of these commits; `whole` counts what came in with the same merge, others' commits too."""
    own = Tally()
    for commit in commits:
        own.add(commit.author, lines_of(commit))
    shared = whole if whole is not None and whole.commits.total() >= own.commits.total() else own
    main = own.main(mine)
    people: dict[str, Person] = {}
    for key in sorted(shared.commits, key=lambda key: (-shared.share(key), key)):
        person = shared.who[key]
        part = person.part if person.part in {"bot", "tool"} else "author" if key == main else "co-author"
        people[key] = Person(person.name, person.email, part, round(shared.share(key), 3))
    named = [*(each for commit in commits for each in commit.people), *map(_merger, merges)]
    # Full names first: a first name or a login may be one of theirs.
    for person in sorted(named, key=lambda each: -len(each.name.split()[:2])):
        # Who merges their own work under another address is not another person.
        known = [*own.who.values(), *people.values()]
        if key_of(person) in mine or not any(is_same(person, each) for each in known):
            people.setdefault(key_of(person), person)
    part = "author" if main in mine else _part(commits, mine, own)
    listed = sorted(people.values(), key=lambda each: (-each.share, _ORDER.get(each.part, 9), each.name))
    return Credit(own.who[main], part, round(sum(shared.share(key) for key in mine), 3), tuple(listed))


def _merger(merge: Commit) -> Person:
    who = merge.author
    return Person(who.name, who.email, who.part if who.part in {"bot", "tool"} else "merger")


def _part(commits: Sequence[Commit], mine: frozenset[str], own: Tally) -> str:
    if mine & own.commits.keys():
        return "co-author"
    parts = {each.part for commit in commits for each in commit.people if key_of(each) in mine}
    return next((part for part in ("co-author", "reviewer", "merger") if part in parts & _CONTRIBUTED), "reviewer")
