"""One pass over a log: whose commits are whose, what brought each in, whom the author helped; then their own changes.

Measured on large histories, reading metadata costs a twentieth of what the diffs cost, so
the diffs are asked for only where they are wanted: the author's own commits, and those of others
that came in with the same merge, since a share of lines is a share of all of them.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from upward.analysis.history.commit_messages import people_of, squash_number
from upward.analysis.history.credit import Tally, lines_of
from upward.analysis.history.efforts import PersonHistory
from upward.analysis.history.hidden_work import Contribution
from upward.analysis.history.log_parsing import text
from upward.analysis.identities.people import Mailmap, similar_identities
from upward.importers.git._commits import NAMING, commit_of, is_within
from upward.importers.git._mainline import Mainline
from upward.importers.git._people import HistoryAuthor, Identities, aliases, first_dates, tenures, unknown_author
from upward.model.effort import Commit, FileChange, Identity, Person, RawCommit
from upward.model.errors import SourceError
from upward.model.importer import ImportQuery
from upward.model.ports import Git

# A merge has at least so many parents.
MERGE = 2
_REVIEWS = {"reviewer": "reviewed", "tester": "tested"}
MOST_REVERTS = MOST_SPOKEN = 20_000
# So many of others' commits are looked at for a share of the lines of what came in with one merge.
MOST_BESIDE = 400


@dataclass(slots=True)
class _Reading:
    """What one pass gathers."""

    who: Identities
    mine: list[tuple[RawCommit, HistoryAuthor]] = field(default_factory=list)
    brought: dict[str, str] = field(default_factory=dict)
    merges: dict[str, RawCommit] = field(default_factory=dict)
    # What others wrote of what each merge brought in.
    beside: defaultdict[bytes, list[tuple[bytes, HistoryAuthor]]] = field(default_factory=lambda: defaultdict(list))
    # Merges that the person asked for made, on a line.
    merged: dict[bytes, RawCommit] = field(default_factory=dict)
    helped: list[Contribution] = field(default_factory=list)
    # The first commit of each other author, as far as it was read, and the part the author had in it.
    first: dict[str, tuple[RawCommit, str, bytes] | None] = field(default_factory=dict)
    # By the hash of author, moment and subject: its place among the author's commits.
    seen: dict[int, int] = field(default_factory=dict)
    reverts: list[RawCommit] = field(default_factory=list)
    # Commits of others whose messages name people.
    spoken: list[tuple[RawCommit, HistoryAuthor]] = field(default_factory=list)


def read_history(git: Git, query: ImportQuery) -> tuple[PersonHistory, Person, tuple[str, ...]]:
    """Read a repository; give it with the person whose work was wished for, and who looks like them.

    Raises SourceError, naming those who did commit, where the wished-for author did not, or none was named.
    """
    mailmap = Mailmap.of(text(git.blob(".mailmap")))
    wanted = frozenset(name.lower().strip() for name in query.authors if name.strip())
    # The user may ask by an address that the mailmap retired.
    wanted |= {mailmap.person("", name)[1].lower() for name in wanted}
    found = _Reading(Identities(wanted, mailmap, query.everyone))
    changes = dict(git.changes(_pass(git, query, found)))
    people = [each for each in found.who.by_person.values() if each.mine]
    if not people:
        raise unknown_author(found.who.authors(), query.authors, git.name)
    main = max(people, key=lambda each: (each.commits, each.key))
    found.seen.clear()
    mine = list(_mine(found, query, changes))
    history = PersonHistory(
        repo=git.name,
        mine=tuple(mine),
        brought=found.brought,
        merges={oid: commit_of(raw, found.who) for oid, raw in found.merges.items()},
        tallies=_tallies(git, found, mine),
        helped=tuple(each for each in _helped(found, query) if f"git:{each.oid}" not in query.known_origins),
        newcomers=_newcomers(found, query),
        attributes=text(git.blob(".gitattributes")) if mine else "",
        files=git.files() if mine else frozenset(),
        own=frozenset() if query.everyone else frozenset(each.key for each in people),
        tenures=tenures(found.who),
        reverts=tuple(commit_of(raw, found.who) for raw in found.reverts),
        uncounted=git.uncounted | git.boundary,
        brief=query.brief,
    )
    known = [Identity(each.name, each.email) for each in found.who.authors()]
    own = {Identity(each.name, each.email) for each in people}
    looks = tuple(f"{each.name} <{each.email}>" for each in similar_identities(own, known) if each not in own)
    return history, Person(main.name, main.email), looks


def _mine(found: _Reading, query: ImportQuery, changes: dict[str, tuple[FileChange, ...]]) -> Iterator[Commit]:
    """Yield the commits with what they changed; what git said of them is let go, since a message is long."""
    found.mine.reverse()
    while found.mine:
        raw, _ = found.mine.pop()
        oid = raw.oid.decode()
        if f"git:{oid}" not in query.known_origins:
            yield commit_of(raw, found.who, changes.pop(oid, ()))


def unnamed_author(git: Git) -> SourceError:
    """Ask whose work is meant, naming those who committed."""
    who = Identities(frozenset(), Mailmap.of(text(git.blob(".mailmap"))))
    for raw in git.log():
        who.of(raw.name, raw.email).commits += 1
    return unknown_author(who.authors(), (), git.name)


def _pass(git: Git, query: ImportQuery, found: _Reading) -> Iterator[str]:
    """Go over the log once, and yield the commits whose changes are wanted."""
    line = Mainline({git.head.encode()})
    who = found.who
    # All names of the people asked for: a message with none of these names none of them.
    addresses: list[bytes] = [each.encode() for each in who.wanted if "@" in each]
    for raw in git.log():
        merge = line.merge_of(raw)
        author = who.of(raw.name, raw.email)
        author.commits += 1
        author.oldest = raw.when
        author.newest = author.newest or raw.when
        if b"everts " in raw.message and len(found.reverts) < MOST_REVERTS:
            found.reverts.append(raw)
        if author.mine or _co_authored(raw, addresses, who):
            if wanted := _own(raw, author, merge, line, found, query, git.boundary):
                yield wanted
            continue
        if merge:
            found.beside[merge].append((raw.oid, author))
        _noticed(raw, author, merge, addresses, found, query)


def _co_authored(raw: RawCommit, addresses: list[bytes], who: Identities) -> bool:
    """Whether a message names the person asked for as a co-author."""
    if not addresses or b"o-" not in raw.message:
        return False
    lowered = raw.message.lower()
    if not any(address in lowered for address in addresses):
        return False
    named = people_of(text(raw.message))
    return any(part == "co-author" and who.is_wanted(Person(name, email)) for part, name, email in named)


def _own(
    raw: RawCommit,
    author: HistoryAuthor,
    merge: bytes,
    line: Mainline,
    found: _Reading,
    query: ImportQuery,
    boundary: frozenset[str],
) -> str:
    """Keep a commit of the author's own; give its hash where its changes are wanted."""
    oid = sys.intern(raw.oid.decode())
    is_merge = b" " in raw.parents
    if is_merge and raw.oid in line.live and not found.who.everyone:
        found.merged[raw.oid] = raw
    if merge and merge in line.live:
        # One text for all that came in with it.
        found.brought[oid] = name = sys.intern(merge.decode())
        found.merges.setdefault(name, line.live[merge])
    if is_merge or not is_within(raw, query):
        return ""
    if not _keep(raw, author, found, merged=bool(merge)):
        return ""
    # A shallow history's last commit would show the whole tree as added; what it changed is not in the clone.
    return "" if oid in boundary or f"git:{oid}" in query.known_origins else oid


def _keep(raw: RawCommit, author: HistoryAuthor, found: _Reading, *, merged: bool) -> bool:
    """Keep the author's own commit, a change only once: cherry-picked or rebased, it may be there twice.

    Such twins share their author, the moment they were written and their subject, and were committed at different
    times. The one that tells more stays: that came in with a pull request, or says more; of equals, the first.
    """
    subject = raw.message.partition(b"\n")[0]
    key = hash((raw.email, raw.when, subject.partition(b" (#")[0]))
    place = found.seen.get(key)
    if place is not None and found.mine[place][0].committed != raw.committed and subject:
        twin = found.mine[place][0]
        if _tells(raw, merged=merged) < _tells(twin, merged=twin.oid.decode() in found.brought):
            return False
        found.mine[place] = (raw, author)
        return True
    found.seen[key] = len(found.mine)
    found.mine.append((raw, author))
    return True


def _tells(raw: RawCommit, *, merged: bool) -> tuple[bool, int]:
    return merged or bool(squash_number(text(raw.message.partition(b"\n")[0]))), len(raw.message)


def _noticed(
    raw: RawCommit, author: HistoryAuthor, merge: bytes, addresses: list[bytes], found: _Reading, query: ImportQuery
) -> None:
    """Look whether the person asked for reviewed, tested, applied or merged a commit of another person."""
    if found.who.everyone:
        return
    part = "merged" if merge in found.merged else ""
    if any(key in raw.message for key in NAMING):
        lowered = raw.message.lower()
        if len(found.spoken) < MOST_SPOKEN and author.sort == "person":
            found.spoken.append((raw, author))
        if any(address in lowered for address in addresses):
            named = people_of(text(raw.message))
            parts = [said for said, name, email in named if found.who.is_wanted(Person(name, email))]
            part = next((_REVIEWS[each] for each in parts if each in _REVIEWS), part)
    applied = raw.committer_email != raw.email and found.who.of(raw.committer, raw.committer_email).mine
    part = part or ("applied" if applied else "")
    # Commits come newest first: what is here last was first.
    found.first[author.key] = (raw, part, merge) if part and part != "tested" and author.sort == "person" else None
    if part and part != "merged" and author.sort == "person" and b" " not in raw.parents and is_within(raw, query):
        found.helped.append(Contribution(raw.oid.decode(), commit_of(raw, found.who), part, author.person))


def _helped(found: _Reading, query: ImportQuery) -> Iterator[Contribution]:
    """Yield reviews and what was applied, then merges of what others alone wrote."""
    yield from found.helped
    oids = {each.oid for each in found.helped}
    yield from (each for each in _reviewed_by_name(found, query) if each.oid not in oids)
    mine = set(found.brought.values())
    for oid, raw in found.merged.items():
        wrote = [each for _, each in found.beside.get(oid, ()) if each.sort == "person"]
        if wrote and oid.decode() not in mine and is_within(raw, query):
            main = max(wrote, key=lambda each: (sum(other is each for other in wrote), each.key))
            yield Contribution(oid.decode(), commit_of(raw, found.who), "merged", main.person)


def _reviewed_by_name(found: _Reading, query: ImportQuery) -> Iterator[Contribution]:
    """Yield what a line such as `Reviewer: name` says: what names are the author's is known after the whole log."""
    names = [name.encode() for name in found.who.names()]
    for raw, author in found.spoken:
        lowered = raw.message.lower()
        if b" " in raw.parents or not is_within(raw, query) or not any(name in lowered for name in names):
            continue
        named = [(part, name) for part, name, email in people_of(text(raw.message)) if not email]
        parts = [part for part, name in named if found.who.is_wanted(Person(name, "")) and part in _REVIEWS]
        if parts:
            commit = commit_of(raw, found.who)
            if raw.when == author.oldest:
                found.first[author.key] = raw, _REVIEWS[parts[0]], b""
            yield Contribution(commit.oid, commit, _REVIEWS[parts[0]], author.person)


def _newcomers(found: _Reading, query: ImportQuery) -> Mapping[str, Contribution]:
    """Give the first commits of others in which the author had a part, within the days asked for."""
    made = {}
    begun = first_dates(found.who)
    for key, first in found.first.items():
        if (
            first is not None
            and is_within(first[0], query)
            and f"git:{first[0].oid.decode()}" not in query.known_origins
        ):
            commit = commit_of(first[0], found.who)
            # Who committed before under another name or address, or is the person asked for, is no newcomer.
            if any(
                commit.when > begun.get(each, commit.when) for each in aliases(commit.author.name, commit.author.email)
            ):
                continue
            if first[1] == "merged" and _wrote_most(found, first[2]) != key:
                continue
            made[key] = Contribution(commit.oid, commit, first[1], commit.author)
    return made


def _wrote_most(found: _Reading, merge: bytes) -> str:
    """Give who wrote most commits of what a merge of the author's brought in: whose pull request it was."""
    wrote = [each for _, each in found.beside.get(merge, ())]
    return max(wrote, key=lambda each: (sum(other is each for other in wrote), each.key)).key if wrote else ""


def _tallies(git: Git, found: _Reading, mine: list[Commit]) -> Mapping[str, Tally]:
    """Count, for each merge that brought in work of the author's own, the lines of each author in it."""
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    for commit in mine:
        if merge := found.brought.get(commit.oid):
            tallies[merge].add(commit.author, lines_of(commit))
    others = {
        oid.decode(): (merge, identity)
        for merge in tallies
        for oid, identity in found.beside.get(merge.encode(), ())[:MOST_BESIDE]
    }
    counted: Mapping[str, tuple[FileChange, ...]] = dict(git.changes(others)) if others else {}
    for oid, (merge, identity) in others.items():
        lines = sum((change.added or 0) + (change.deleted or 0) for change in counted.get(oid, ()))
        tallies[merge].add(identity.person, lines)
    return tallies
