"""Names of commits and ranges such as main..feature, and where a shallow clone cannot tell what a range holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from upward.model.errors import SourceError, UsageError
from upward.store.git.repository import Repository

_REVISION = re.compile(r"(?P<name>[^\s~^:]+?)(?P<steps>(?:[~^]\d*)*)")
_HASH = re.compile(r"[0-9a-f]{7,64}")
# What git and forges give as the base of a branch that did not exist before.
NO_COMMIT = "0" * 40
_NOTHING = re.compile(r"0{40}(?:0{24})?")
# The tree without files, which git knows without an object: by SHA-1 and by SHA-256.
_EMPTY_TREE = {
    40: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    64: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
_DEEPEN = "fetch the whole history with `git fetch --unshallow` (in CI: `fetch-depth: 0`, `GIT_DEPTH: 0`)"


@dataclass(frozen=True, slots=True)
class CommitRange:
    """A range of commits: the commit it is compared with, where both lines of history parted, and its last commit.

    `base` is empty where the range begins with the first commit of all; `fork` is then the tree without files.
    """

    base: str
    fork: str
    head: str


def resolve_revision(repository: Repository, revision: str) -> str:
    """Give the commit that a name such as `main`, `v1.2`, `HEAD~3` or a hash stands for; raises UsageError."""
    match = _REVISION.fullmatch(revision)
    oid = repository.named(match["name"]) if match else ""
    if match is None or not oid:
        raise _unknown(repository, revision, "it has no commits" if not repository.head else "")
    try:
        repository.run(["cat-file", "-e", f"{oid}^{{commit}}"])
    except SourceError as error:
        if _HASH.fullmatch(match["name"]) and error.why.startswith("fatal: Not a valid object name"):
            raise _unknown(repository, revision, "no commit here has that hash") from error
        why = f"{match['name']} is {oid[:12]}, and git cannot read that commit: {error.why}"
        raise SourceError(
            f"{repository.name} is damaged", why=why, next_step="find what is missing with `git fsck`"
        ) from error
    try:
        found = repository.run(
            ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{oid}{match['steps']}^{{commit}}"]
        )
    except SourceError as error:
        raise _unknown(repository, revision, f"{match['name']} has fewer commits before it") from error
    return found.decode().strip()


def _unknown(repository: Repository, revision: str, why: str) -> UsageError:
    if repository.boundary:
        why, step = f"{why}{'; ' if why else ''}the clone is shallow", _DEEPEN
    else:
        step = "give a branch, a tag or a hash"
    return UsageError(f"{revision} is not a commit in {repository.name}", why=why, next_step=step)


def resolve_range(repository: Repository, revisions: str) -> CommitRange:
    """Give the ends of `BASE..HEAD` (or `BASE...HEAD`) and where they parted; of one commit, it and its parent.

    A base of zeros is no commit, as forges give it for a new branch. Raises UsageError where both ends have no commit
    in common, and SourceError where a shallow clone does not hold it.
    """
    base, dots, end = revisions.partition("..")
    head = resolve_revision(repository, (end.lstrip(".") if dots else base) or "HEAD")
    empty = _EMPTY_TREE[len(head)]
    if not dots:
        parents = repository.run(["rev-list", "--parents", "--max-count=1", head]).decode().split()[1:]
        return CommitRange(parents[0], parents[0], head) if parents else CommitRange("", empty, head)
    if _NOTHING.fullmatch(base):
        return CommitRange("", empty, head)
    first = resolve_revision(repository, base or "HEAD")
    try:
        fork = repository.run(["merge-base", first, head]).decode().split()[0]
    except SourceError as error:
        if error.why:
            raise
        if repository.boundary:
            raise _too_shallow(repository, f"the commit at which {revisions} begins is not in it") from error
        raise UsageError(
            f"{revisions} has no common history",
            why="its two ends share no commit",
            next_step="name a base from the same history",
        ) from error
    return CommitRange(first, fork, head)


def revisions_between(repository: Repository, revisions: str) -> list[str]:
    """Give the commits of `BASE..HEAD`, oldest first; of a single revision, that commit alone.

    Raises SourceError where one of them is the end of a shallow clone: what it changed is not known there.
    """
    found = resolve_range(repository, revisions)
    if ".." not in revisions:
        oids = [found.head]
    else:
        without = [f"^{found.base}"] if found.base else []
        oids = repository.run(["rev-list", "--reverse", "--topo-order", found.head, *without]).decode().split()
    _check_depth(repository, oids)
    return oids


def _check_depth(repository: Repository, oids: Sequence[str]) -> None:
    """Refuse a range with a commit whose parents are not in a shallow clone: it would seem to add every file."""
    for oid in oids:
        # git counts a commit at the cut as one without parents; what it keeps of the commit names them.
        if oid in repository.boundary and b"\nparent " in repository.run(["cat-file", "commit", oid]).split(b"\n\n")[0]:
            raise _too_shallow(repository, f"what {oid[:12]} changed cannot be told, since its parent is not in it")


def _too_shallow(repository: Repository, why: str) -> SourceError:
    return SourceError(f"The clone of {repository.name} is shallow", why=why, next_step=_DEEPEN)
