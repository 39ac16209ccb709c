"""Whose work was asked for, and who in a history they are."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from upward.analysis.history.log_parsing import moment, text
from upward.analysis.identities.people import Mailmap, identity_kind
from upward.model.effort import Identity, Person
from upward.model.errors import SourceError

_SHOWN = 6
# Below this similarity of two names, one is hardly a slip of the other.
_CLOSE = 0.75
_LEAST = 3


@dataclass
class HistoryAuthor:
    """One name and address as the mailmap gives it, and how much there is of it; `newest` and `oldest` as raw dates."""

    name: str
    email: str
    mine: bool
    sort: str
    commits: int = 0
    newest: bytes = b""
    oldest: bytes = b""

    @cached_property
    def key(self) -> str:
        """The key that identifies a person."""
        return (self.email or self.name).lower()

    @cached_property
    def person(self) -> Person:
        """The person, as a bot or a tool where they are one."""
        return Person(self.name, self.email, "author" if self.sort == "person" else self.sort)

    @cached_property
    def committer(self) -> Person:
        """The person as who put commits into the history."""
        return Person(self.name, self.email, "merger")


@dataclass(slots=True)
class Identities:
    """All authors in a history, by raw name and address."""

    wanted: frozenset[str]
    mailmap: Mailmap
    everyone: bool = False
    known: dict[tuple[bytes, bytes], HistoryAuthor] = field(default_factory=dict)
    by_person: dict[Identity, HistoryAuthor] = field(default_factory=dict)
    _by_alias: dict[str, HistoryAuthor | None] = field(default_factory=dict)
    _indexed: int = 0
    _counted: int = -1
    _names: frozenset[str] = frozenset()

    def of(self, name: bytes, email: bytes) -> HistoryAuthor:
        """Give who a raw name and address is."""
        found = self.known.get((name, email))
        if found is None:
            said = text(name).strip(), text(email).strip()
            mapped = self.mailmap.person(*said)
            person = Identity(mapped.name or mapped.email, mapped.email)
            if person not in self.by_person:
                sort = identity_kind(Person(*person))
                named = self.wanted & {*(each.lower() for each in (*said, *mapped)), *aliases(*mapped)}
                mine = bool(named) or (self.everyone and sort == "person")
                self.by_person[person] = HistoryAuthor(*person, mine, sort)
            found = self.known[name, email] = self.by_person[person]
            found.mine = found.mine or bool(self.wanted & {each.lower() for each in said})
        return found

    def is_wanted(self, person: Person) -> bool:
        """Whether a person named in a message is who was asked for."""
        if not person.email:
            return person.name.casefold() in self.names()
        mapped = self.mailmap.person(person.name, person.email)
        return bool(self.wanted & {person.email.lower(), mapped.email.lower()})

    def names(self) -> frozenset[str]:
        """Give what a line without an address may call the people asked for: their names, handles and local parts."""
        if len(self.by_person) != self._counted:
            self._counted = len(self.by_person)
            mine = [each for each in self.by_person.values() if each.mine]
            spoken = {alias for each in mine for alias in aliases(each.name, each.email) if "@" not in alias}
            local = {name.partition("@")[0] for name in self.wanted}
            self._names = frozenset(name for name in {*spoken, *local} if len(name) > _LEAST)
        return self._names

    def resolved(self, name: str) -> Identity:
        """Give the name and address of the one person who is called so; the name alone for none or several."""
        for each in list(self.by_person.values())[self._indexed :]:
            for alias in aliases(each.name, each.email):
                # Several who are called so are none.
                self._by_alias[alias] = None if alias in self._by_alias else each
        self._indexed = len(self.by_person)
        only = self._by_alias.get(name.casefold())
        return Identity(only.name, only.email) if only is not None else Identity(name, "")

    def authors(self) -> list[HistoryAuthor]:
        """Give those who wrote commits, most first."""
        return sorted(
            (each for each in self.by_person.values() if each.commits), key=lambda each: (-each.commits, each.key)
        )


def unknown_author(authors: Sequence[HistoryAuthor], wanted: Sequence[str], repo: str) -> SourceError:
    """Say that none of those asked for committed, and who did."""
    people = [each for each in authors if each.sort == "person"]
    if not people:
        return SourceError(f"{repo} has no commits yet", next_step="commit something, then mine it")
    likely = [f"{each.name} <{each.email}>" for each in _likely(wanted, people)][:3]
    listed = ", ".join(f"{each.name} <{each.email}>" for each in people[:_SHOWN])
    more = f" and {len(people) - _SHOWN} more" if len(people) > _SHOWN else ""
    step = f"did you mean {' or '.join(likely)}?" if likely else "give an address or a name with --author"
    if not wanted:
        what = f"Whose work in {repo}? No author was given, and none of your addresses is known"
        return SourceError(what, why=f"authors there: {listed}{more}", next_step=f"{step}, or --everyone for all")
    return SourceError(
        f"No commits by {' or '.join(wanted)} in {repo}", why=f"authors there: {listed}{more}", next_step=step
    )


def _likely(wanted: Iterable[str], people: Sequence[HistoryAuthor]) -> Iterator[HistoryAuthor]:
    """Yield people whose name or login is nearly what was asked for; the domain of an address says nothing."""
    seen: set[str] = set()
    for name in wanted:
        words = _words(name)
        for each in people:
            theirs = _words(each.name) | _words(each.email)
            is_close = words & theirs or any(difflib.get_close_matches(word, theirs, 1, _CLOSE) for word in words)
            if is_close and each.key not in seen:
                seen.add(each.key)
                yield each


def _words(said: str) -> set[str]:
    local = said.lower().partition("@")[0]
    found = {word for word in re.findall(r"[^\W\d_]+", local) if len(word) >= _LEAST} | {re.sub(r"\W+", "", local)}
    return found - {"", "mail", "info", "github", "users", "noreply", "dev", "the", "root", "admin"}


_NOREPLY = re.compile(r"(?:\d+\+)?(?P<handle>[\w-]+)@users\.noreply\.")


def aliases(name: str, email: str) -> frozenset[str]:
    """Give what a person is known by in lower case: the name, the address, and the handle in a forge's address.

    A handle is the name of who has no other one.
    """
    match = _NOREPLY.match(email)
    found = {name.casefold(), email.casefold(), match["handle"].casefold() if match else ""}
    return frozenset(found - {""})


def tenures(identities: Identities) -> Mapping[str, tuple[str, int, bytes, bytes]]:
    """Give, by address, name, number of commits, and the newest and the oldest date as git prints them.

    Addresses under one name or handle are one person's: each of them has the numbers of all.
    """
    people = [each for each in identities.by_person.values() if each.commits and each.sort == "person"]
    groups: dict[str, list[HistoryAuthor]] = {}
    for each in people:
        known = aliases(each.name, each.email)
        joined = [one for group in {id(groups[a]): groups[a] for a in known if a in groups}.values() for one in group]
        whole = [*joined, each]
        groups |= dict.fromkeys((alias for one in whole for alias in aliases(one.name, one.email)), whole)
    made = {}
    for each in people:
        same = groups[each.name.casefold()]
        newest = max((one.newest for one in same), key=moment)
        oldest = min((one.oldest for one in same), key=moment)
        made[each.key] = each.name, sum(one.commits for one in same), newest, oldest
    return made


def first_dates(identities: Identities) -> Mapping[str, datetime]:
    """Give when each name, address and handle was first seen; those of the person asked for were always there."""
    found: dict[str, datetime] = {}
    for each in identities.by_person.values():
        date = datetime.min.replace(tzinfo=UTC) if each.mine else moment(each.oldest)
        if each.mine or each.commits:
            for alias in aliases(each.name, each.email):
                found[alias] = min(date, found.get(alias, date))
    return found
