"""From what git prints of a commit to a commit: its people, its references, and whether its day was asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from upward.analysis.history.commit_messages import people_of, references
from upward.analysis.history.log_parsing import moment, text
from upward.analysis.identities.people import with_identity_kind
from upward.importers.git._people import Identities
from upward.model.effort import Commit, FileChange, Person, RawCommit
from upward.model.importer import ImportQuery

# A message that names people has one of these: trailers, and lines such as `Reviewer: name`.
NAMING = (b"-by:", b"-By:", b"eviewer", b"eviewed by", b"uthor:", b"uthors:", b"air with", b"aired with")


def commit_of(raw: RawCommit, who: Identities, changes: tuple[FileChange, ...] = ()) -> Commit:
    """Give a commit as git printed it, with the people its message names."""
    author, committer = who.of(raw.name, raw.email), who.of(raw.committer, raw.committer_email)
    message = text(raw.message).strip("\n")
    people = [with_identity_kind(Person(name, address, part)) for part, name, address in _named(raw, message, who)]
    if committer.key != author.key and "noreply@github" not in committer.email:
        people.append(with_identity_kind(Person(committer.name, committer.email, "merger")))
    others = {
        (person.email or person.name).lower(): person
        for person in reversed(people)
        if person.email.lower() not in {author.email.lower(), text(raw.email).lower()}
    }
    return Commit(
        # Of one text: a commit is its child's parent.
        oid=sys.intern(raw.oid.decode()),
        parents=tuple(map(sys.intern, raw.parents.decode().split())),
        author=author.person,
        committer=committer.committer,
        when=moment(raw.when),
        message=message,
        people=tuple(others.values()),
        refs=references(message) if b"#" in raw.message or b"-" in raw.message else (),
        changes=changes,
    )


def _named(raw: RawCommit, message: str, who: Identities) -> Iterator[tuple[str, str, str]]:
    if any(key in raw.message for key in NAMING):
        for part, name, address in people_of(message):
            yield part, *((name, address) if address else who.resolved(name))


def is_within(raw: RawCommit, query: ImportQuery) -> bool:
    """Whether a commit was written within the days asked for."""
    if query.since is None and query.until is None:
        return True
    day = moment(raw.when).date()
    return (query.since is None or day >= query.since) and (query.until is None or day <= query.until)
