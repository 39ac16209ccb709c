"""Commits of an untrusted repository as data: messages, people, changed paths, notes; read in quarantine."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from upward.model.effort import Identity
from upward.store.git.repository import Repository

_PERSON = re.compile(rb"^(?P<name>.*?) ?<(?P<email>[^>]*)> (?P<when>-?\d+) [-+]\d{4}$")
# Where tools keep notes: git-ai in the first, Qwen Code in the other.
NOTES = ("refs/notes/ai", "refs/notes/ai-attribution")
# A message of megabytes has its trailers in its beginning or nowhere that matters.
MOST_MESSAGE = 256 * 1024
# Codecs of Python that no message is written in; some take quadratic time, and some always fail.
_NO_ENCODINGS = frozenset(
    {"punycode", "idna", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7", "mbcs", "oem"}
)
_HUNK = re.compile(r"@@ -\S+ \+\d+(?:,(\d+))? @@")
MOST_HELD = 1024 * 1024
# Commits read at a time: what git answers for them is held at once, some 2 KB each.
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class CommitData:
    """A commit as git keeps it, with the paths it changed against its only parent."""

    oid: str
    parents: tuple[str, ...]
    author: Identity
    committer: Identity
    day: date
    message: str
    paths: tuple[str, ...] = ()


def read_commits(repository: Repository, oids: Sequence[str]) -> Iterator[CommitData]:
    """Yield these commits, in order; of a merge no path is given, since it repeats what its parents changed."""
    for start in range(0, len(oids), BATCH):
        part = oids[start : start + BATCH]
        paths = _paths(repository, part)
        for oid, raw in zip(part, _objects(repository, part), strict=True):
            yield _parsed(oid, raw or b"", paths.get(oid, ()))


def _objects(repository: Repository, names: Sequence[str]) -> Iterator[bytes | None]:
    """Yield what git keeps under each name, None where there is nothing; in one process."""
    # git before 2.38 has no -z here: asked for only where a name holds a new line.
    odd = any("\n" in name for name in names)
    feed = "".join(f"{name}{chr(0) if odd else chr(10)}" for name in names).encode("utf-8", "surrogateescape")
    raw, at = repository.run(["cat-file", "--batch", *(["-z"] if odd else [])], feed) if names else b"", 0
    for _ in names:
        end = raw.index(b"\n", at)
        head, at = raw[at:end], end + 1
        if head.endswith((b" missing", b" ambiguous")):
            yield None
            continue
        size = int(head.split()[-1])
        yield raw[at : at + size]
        at += size + 1


def _parsed(oid: str, raw: bytes, paths: tuple[str, ...]) -> CommitData:
    head, _, body = raw.partition(b"\n\n")
    lines = head.split(b"\n")
    fields = {
        key: value
        for key, _, value in (line.partition(b" ") for line in lines)
        if key in {b"author", b"committer", b"encoding"}
    }
    encoding = fields.get(b"encoding", b"utf-8").decode("ascii", "replace")
    parents = tuple(line[7:].decode() for line in lines if line.startswith(b"parent "))
    author, _ = _person(fields.get(b"author", b""), encoding)
    committer, when = _person(fields.get(b"committer", b""), encoding)
    return CommitData(
        oid, parents, author, committer, when, _text(body[:MOST_MESSAGE], encoding), () if len(parents) > 1 else paths
    )


def _person(raw: bytes, encoding: str) -> tuple[Identity, date]:
    match = _PERSON.match(raw)
    if match is None:
        return Identity("", ""), date.min
    try:
        day = datetime.fromtimestamp(int(match["when"]), UTC).date()
    except (ValueError, OverflowError, OSError):
        day = date.min
    return Identity(_text(match["name"], encoding), _text(match["email"], encoding)), day


def _text(raw: bytes, encoding: str) -> str:
    if encoding.lower().replace("_", "-") in _NO_ENCODINGS:
        return raw.decode("utf-8", "replace")
    try:
        return raw.decode(encoding)
    except (LookupError, ValueError):
        return raw.decode("utf-8", "replace")


def _paths(repository: Repository, oids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Give the paths each commit changed; git answers in the order it was asked."""
    feed = "".join(f"{oid}\n" for oid in oids).encode()
    raw = repository.run(
        ["diff-tree", "--stdin", "-r", "-z", "--root", "--name-only", "--no-renames", "--no-ext-diff"], feed
    )
    found: dict[str, list[str]] = {}
    left, current = set(oids), ""
    for part in raw.decode("utf-8", "surrogateescape").split("\0"):
        # A file could be called like a commit, but hardly like one that was asked for and is still to come.
        if part in left:
            left.discard(part)
            current = part
            found[current] = []
        elif part and current:
            found[current].append(part)
    return {oid: tuple(paths) for oid, paths in found.items()}


def paths_of_merge(repository: Repository, oid: str) -> tuple[str, ...]:
    """Give the paths that a merge has otherwise than each of its parents, as where a conflict was resolved."""
    raw = repository.run(["diff-tree", "-c", "-r", "-z", "--name-only", "--no-commit-id", "--no-ext-diff", oid])
    return tuple(part for part in raw.decode("utf-8", "surrogateescape").split("\0") if part)


def added_lines(repository: Repository, oid: str, paths: Sequence[str]) -> Iterator[str]:
    """Yield the lines that a commit adds to these paths; none for a file that it only deletes, moves or shortens."""
    options = ("-r", "-p", "-U0", "-M", "--root", "--no-commit-id", "--no-ext-diff", "--no-textconv")
    left = 0
    for line in repository.run(["diff-tree", *options, oid, "--", *paths]).decode("utf-8", "replace").split("\n"):
        # Text of theirs can look like a header; the hunk's own count tells where it ends.
        if left and line.startswith("+"):
            left -= 1
            yield line[1:]
        elif match := _HUNK.match(line):
            left = int(match[1] or 1)


def contents(repository: Repository, oid: str, paths: Sequence[str]) -> Mapping[str, str]:
    """Give what changed files hold at a commit, those under a mebibyte only."""
    held = zip(paths, _objects(repository, [f"{oid}:{path}" for path in paths]), strict=True)
    return {path: raw.decode("utf-8", "replace") for path, raw in held if raw is not None and len(raw) <= MOST_HELD}


def paths_at(repository: Repository, oid: str) -> frozenset[str]:
    """Give the paths of all files at a commit."""
    raw = repository.run(["ls-tree", "-r", "-z", "--name-only", "--full-tree", oid])
    return frozenset(raw.decode("utf-8", "surrogateescape").split("\0")) - {""}


def read_notes(repository: Repository) -> Mapping[str, Sequence[str]]:
    """Give the notes tools left by the commit they are about; none where there are none."""
    found: dict[str, list[str]] = {}
    for ref in NOTES:
        for oid, text in notes_in(repository, ref).items():
            found.setdefault(oid, []).append(text)
    return found


def notes_in(repository: Repository, ref: str) -> Mapping[str, str]:
    """Give the notes of one reference, such as `refs/notes/ai`, by the commit they are about."""
    tip = repository.named(ref)
    if not tip:
        return {}
    raw = repository.run(["ls-tree", "-r", "-z", "--full-tree", tip]).decode("utf-8", "replace")
    rows = [line.partition("\t") for line in raw.split("\0") if line]
    blobs = {path.replace("/", ""): head.split()[2] for head, _, path in rows}
    held = _objects(repository, list(blobs.values()))
    return {oid: (text or b"").decode("utf-8", "replace") for oid, text in zip(blobs, held, strict=True)}
