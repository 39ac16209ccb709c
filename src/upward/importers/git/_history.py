"""One pass over a log: whose commits are whose, what brought each in, whom one helped; then the changes of one's own.

Measured on large histories, reading metadata costs a twentieth of what the diffs cost, so
the diffs are asked for only where they are wanted. Nothing is kept of commits that nobody
asked about: a million of them need no more memory than a thousand.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from upward.analysis.history.commit_messages import people_of, references
from upward.analysis.history.efforts import PersonHistory
from upward.analysis.history.hidden_work import Contribution
from upward.analysis.history.log_parsing import moment, text
from upward.analysis.identities.people import Mailmap, identity_kind, similar_identities, with_identity_kind
from upward.model.effort import Commit, Person, RawCommit
from upward.model.errors import SourceError
from upward.model.importer import ImportQuery
from upward.model.ports import Git

# A merge has at least so many parents.
MERGE = 2
_SHOWN = 6
MOST_LIVE = 4096
_REVIEWS = {"reviewer": "reviewed", "tester": "tested"}


@dataclass(slots=True)
class _Line:
    """The first-parent line, followed from the head as commits come children first, and what each merge brought in."""

    next: bytes
    place: int = 0
    pending: dict[bytes, tuple[int, bytes]] = field(default_factory=dict)
    # The merges that something still to come may have come in with.
    live: dict[bytes, RawCommit] = field(default_factory=dict)

    def merge_of(self, raw: RawCommit) -> bytes:
        """Give the merge that brought a commit in; empty for one on the line itself."""
        parents = raw.parents.split()
        if raw.oid == self.next:
            self.pending.pop(raw.oid, None)
            self.next = parents[0] if parents else b""
            self.place += 1
            if parents[1:]:
                self._remember(raw)
            for parent in parents[1:]:
                # An older merge comes later, and is the one that brought it in.
                self.pending[parent] = (self.place, raw.oid)
            return b""
        found = self.pending.pop(raw.oid, None)
        if found is not None:
            for parent in parents:
                if found[0] >= self.pending.get(parent, (0, b""))[0]:
                    self.pending[parent] = found
        return found[1] if found else b""

    def _remember(self, merge: RawCommit) -> None:
        if len(self.live) >= MOST_LIVE:
            needed = {oid for _, oid in self.pending.values()}
            self.live = {oid: raw for oid, raw in self.live.items() if oid in needed}
        self.live[merge.oid] = merge._replace(message=merge.message[:2048])


@dataclass(slots=True)
class _Reading:
    """What one pass gathers."""

    wanted: frozenset[str]
    mailmap: Mailmap
    everyone: bool = False
    authors: Counter[tuple[str, str]] = field(default_factory=Counter)
    who: dict[tuple[bytes, bytes], tuple[str, str, bool]] = field(default_factory=dict)
    mine: list[Commit] = field(default_factory=list)
    brought: dict[str, str] = field(default_factory=dict)
    merges: dict[str, Commit] = field(default_factory=dict)
    helped: list[Contribution] = field(default_factory=list)
    # The first commit of everybody else, as far as it was read, and whether one had a part in it.
    first: dict[str, Contribution | None] = field(default_factory=dict)
    # By author, moment and subject: when it was committed, and its place among one's own.
    seen: dict[tuple[bytes, bytes, bytes], tuple[bytes, int]] = field(default_factory=dict)

    def identity(self, name: bytes, email: bytes) -> tuple[str, str, bool]:
        """Give who somebody is by the mailmap, and whether they are the one wished for."""
        known = self.who.get((name, email))
        if known is None:
            said = text(name).strip(), text(email).strip()
            person = self.mailmap.person(*said)
            asked = self.wanted & {each.lower() for each in (*said, *person)}
            whose = bool(asked) or (self.everyone and identity_kind(Person(*person)) == "person")
            known = self.who[name, email] = (person[0] or person[1], person[1], whose)
        return known


def read_history(git: Git, wish: ImportQuery) -> tuple[PersonHistory, Person, tuple[str, ...]]:
    """Read a repository; give it with the person whose work was wished for, and who looks like them.

    Raises SourceError, naming those who did commit, where the wished-for author did not.
    """
    mailmap = Mailmap.of(text(git.blob(".mailmap")))
    asked = [name.lower().strip() for name in wish.authors if name.strip()]
    wanted = frozenset(asked) if asked or wish.everyone else _most(git, mailmap)
    # Somebody may ask by an address that the mailmap retired.
    wanted |= {mailmap.person("", name)[1].lower() for name in wanted}
    found = _Reading(wanted, mailmap, wish.everyone)
    changes = dict(git.changes(_pass(git, wish, found)))
    people = {(name, email) for name, email, mine in found.who.values() if mine}
    if not people:
        raise _nobody(found.authors, wish.authors, git.name)
    name, email = max(sorted(people), key=lambda key: found.authors[key])
    mine = [commit for commit in found.mine if f"git:{commit.oid}" not in wish.known_origins]
    history = PersonHistory(
        repo=git.name,
        mine=tuple(replace(commit, changes=changes.get(commit.oid, ())) for commit in mine),
        brought=found.brought,
        merges=found.merges,
        helped=tuple(each for each in found.helped if f"git:{each.oid}" not in wish.known_origins),
        newcomers={
            key: each for key, each in found.first.items() if each and f"git:{each.oid}" not in wish.known_origins
        },
        attributes=text(git.blob(".gitattributes")) if mine else "",
        files=git.files() if mine else frozenset(),
    )
    looks = tuple(
        f"{who} <{address}>"
        for who, address in similar_identities(people, found.authors)
        if (who, address) not in people
    )
    return history, Person(name, email), looks


def _most(git: Git, mailmap: Mailmap) -> frozenset[str]:
    """Give the address of whoever committed most, where nobody was asked for; bots don't count."""
    count: Counter[str] = Counter()
    known: dict[tuple[bytes, bytes], str] = {}
    for raw in git.log():
        key = (raw.name, raw.email)
        if key not in known:
            name, email = mailmap.person(text(raw.name), text(raw.email))
            known[key] = email.lower() if identity_kind(Person(name, email)) == "person" else ""
        count[known[key]] += 1
    del count[""]
    if not count:
        raise SourceError(f"{git.name} has no commits yet", next_step="commit something, then mine it")
    return frozenset({count.most_common(1)[0][0]})


def _pass(git: Git, wish: ImportQuery, found: _Reading) -> Iterator[str]:
    """Go over the log once, and yield the commits whose changes are wanted."""
    line = _Line(git.head.encode())
    # What anybody may be called by: a message that has none of these names nobody who was asked for.
    addresses: list[bytes] = [each.encode() for each in found.wanted if "@" in each]
    for raw in git.log():
        merge = line.merge_of(raw)
        name, email, mine = found.identity(raw.name, raw.email)
        found.authors[name, email] += 1
        lowered = raw.message.lower() if addresses and (b"-by:" in raw.message or b"-By:" in raw.message) else b""
        named = bool(lowered) and any(address in lowered for address in addresses)
        committed = (
            not found.everyone
            and raw.committer_email != raw.email
            and found.identity(raw.committer, raw.committer_email)[2]
        )
        if not mine and not named and not committed:
            found.first[email.lower()] = None
            continue
        commit = _commit(raw, found)
        if mine or any(_is(person, found) for person in commit.people if person.part == "co-author"):
            if _within(commit, wish):
                _keep(commit, raw, found)
                # A merge repeats what its parents changed. A shallow history's last commit would show the whole tree
                # as added; what it changed is not in the clone.
                if (
                    len(commit.parents) < MERGE
                    and commit.oid not in git.boundary
                    and f"git:{commit.oid}" not in wish.known_origins
                ):
                    yield commit.oid
                if merge:
                    found.brought[commit.oid] = merge.decode()
                    if merge in line.live:
                        found.merges.setdefault(merge.decode(), _commit(line.live[merge], found))
        else:
            _help(commit, found, wish, committed=committed)


def _keep(commit: Commit, raw: RawCommit, found: _Reading) -> None:
    """Keep one's own commit, a change only once: picked onto another branch, or rebased, it may have been merged twice.

    Such twins share their author, the moment they were written and their subject, and were
    committed at different times; the first that landed stays.
    """
    key = (raw.email, raw.when, raw.message.partition(b"\n")[0])
    twin = found.seen.get(key)
    if twin is not None and twin[0] != raw.committed and key[2]:
        found.mine[twin[1]] = commit
        return
    found.seen[key] = (raw.committed, len(found.mine))
    found.mine.append(commit)


def _help(commit: Commit, found: _Reading, wish: ImportQuery, *, committed: bool) -> None:
    parts = [person.part for person in commit.people if _is(person, found)]
    part = next((_REVIEWS[each] for each in parts if each in _REVIEWS), "merged" if committed else "")
    given = Contribution(commit.oid, commit, part) if part and identity_kind(commit.author) == "person" else None
    # Commits come newest first: what is here last was first.
    found.first[commit.author.email.lower()] = given if given and given.part != "tested" else None
    if given is not None and len(commit.parents) < MERGE and _within(commit, wish):
        found.helped.append(given)


def _is(person: Person, found: _Reading) -> bool:
    mapped = found.mailmap.person(person.name, person.email)
    return bool(found.wanted & {person.email.lower(), mapped[1].lower()})


def _commit(raw: RawCommit, found: _Reading) -> Commit:
    name, email, _ = found.identity(raw.name, raw.email)
    committer, committer_email, _ = found.identity(raw.committer, raw.committer_email)
    message = text(raw.message).strip("\n")
    people = [with_identity_kind(Person(who, address, part)) for part, who, address in people_of(message)]
    if committer_email.lower() != email.lower() and "noreply@github" not in committer_email:
        people.append(with_identity_kind(Person(committer, committer_email, "committer")))
    others = {
        (person.email or person.name).lower(): person
        for person in reversed(people)
        if person.email.lower() not in {email.lower(), text(raw.email).lower()}
    }
    return Commit(
        oid=raw.oid.decode(),
        parents=tuple(raw.parents.decode().split()),
        author=Person(name, email),
        committer=Person(committer, committer_email, "committer"),
        when=moment(raw.when),
        message=message,
        people=tuple(others.values()),
        refs=references(message),
    )


def _nobody(authors: Counter[tuple[str, str]], wanted: Sequence[str], repo: str) -> SourceError:
    if not authors:
        return SourceError(f"{repo} has no commits yet", next_step="commit something, then mine it")
    known = [each for (name, email), _ in authors.most_common() for each in (email, name)]
    by_lower = {each.lower(): each for each in reversed(known)}
    asked = [each.lower().strip() for each in wanted]
    near = [by_lower[hit] for each in asked for hit in difflib.get_close_matches(each, list(by_lower), n=2, cutoff=0.5)]
    listed = ", ".join(f"{name} <{email}>" for (name, email), _ in authors.most_common(_SHOWN))
    next_step = f"did you mean {' or '.join(dict.fromkeys(near))}?" if near else "give one of them with --author"
    return SourceError(
        f"Nobody called {' or '.join(wanted)} committed to {repo}", why=f"these did: {listed}", next_step=next_step
    )


def _within(commit: Commit, wish: ImportQuery) -> bool:
    day = commit.when.date()
    return (wish.since is None or day >= wish.since) and (wish.until is None or day <= wish.until)
