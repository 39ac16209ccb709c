"""What git prints of a history, parsed in bulk: no object a commit before a caller needs one.

Each record begins with a mark that is drawn for each run, so that no message can
look like the next one; fields end in NUL, which no name and no message can hold.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from upward.model.effort import FileChange, RawCommit

FIELDS = ("%H", "%P", "%an", "%ae", "%ad", "%cn", "%ce", "%cd", "%B")
# Of a message of megabytes, what matters is at its beginning.
_LAST = len(FIELDS) - 1
_NAMES = (2, 3, 5, 6)
# No person's commit touches as many files; a few small trees can stand for more than any disk holds.
MOST_ROWS = 250_000
MOST_MESSAGE = 256 * 1024
_OID_LENGTHS = frozenset({40, 64})
_HEX = frozenset(b"0123456789abcdef")


def form(nonce: str) -> str:
    """Give the format for `git log` with dates as `raw`."""
    return f"%x00{nonce}%x00{'%x00'.join(FIELDS)}"


def records(chunks: Iterable[bytes], nonce: str) -> Iterator[RawCommit]:
    """Yield the commits in what `git log` printed in that form; a record that is cut off is left out."""
    mark, tail = f"\0{nonce}\0".encode(), b""
    # Few people wrote most of a history: each name and address is kept once.
    names: dict[bytes, bytes] = {}
    for chunk in chunks:
        parts = (tail + chunk).split(mark)
        tail = parts.pop()
        for part in parts:
            fields = part.split(b"\0", _LAST)
            if len(fields) > _LAST:
                for place in _NAMES:
                    fields[place] = names.setdefault(fields[place], fields[place])
                yield RawCommit._make(fields)
    if tail and (found := _record(tail)) is not None:
        yield found


def _record(part: bytes) -> RawCommit | None:
    fields = part.split(b"\0", _LAST)
    return RawCommit._make(fields) if len(fields) > _LAST else None


def text(raw: bytes) -> str:
    """Give a name or message as text."""
    return raw[:MOST_MESSAGE].decode("utf-8", "replace")


def moment(raw: bytes) -> datetime:
    """Read `1767603600 +0100`; what is not a date of this era counts as the beginning of time."""
    seconds, _, offset = raw.partition(b" ")
    try:
        return datetime.fromtimestamp(int(seconds), _zone(offset))
    except (ValueError, OverflowError, OSError):
        return datetime(1970, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=1024)
def _zone(offset: bytes) -> timezone:
    sign = -1 if offset[:1] == b"-" else 1
    minutes = int(offset[-4:-2] or b"0") * 60 + int(offset[-2:] or b"0")
    return timezone(sign * timedelta(minutes=minutes)) if minutes < 24 * 60 else UTC


class TooManyFilesError(ValueError):
    """A commit that says it changed more files than anything real does."""


def changes(chunks: Iterable[bytes]) -> Iterator[tuple[str, tuple[FileChange, ...]]]:
    """Yield each commit with its changed files, from `diff-tree --stdin -z --numstat`; renames under the new name."""
    oid, rows = "", list[FileChange]()
    cells = _cells(chunks)
    for raw in cells:
        cell = raw[1:] if raw[:1] == b"\n" else raw
        added, tab, rest = cell.partition(b"\t")
        if not tab:
            if is_oid(cell):
                if oid:
                    yield oid, tuple(rows)
                oid, rows = cell.decode(), []
            continue
        deleted, _, path = rest.partition(b"\t")
        if not path:
            # A rename: an empty path, then the old name and the new one.
            next(cells, b"")
            path = next(cells, b"")
        # A file is changed again and again: its name is kept once.
        name = sys.intern(path.decode("utf-8", "replace"))
        rows.append(FileChange(name, _count(added), _count(deleted)))
        if len(rows) > MOST_ROWS:
            raise TooManyFilesError(oid)
    if oid:
        yield oid, tuple(rows)


def touched(chunks: Iterable[bytes], oid: str) -> tuple[FileChange, ...]:
    """Give the files that one commit touched, from `--name-only`; how many lines is not known."""
    rows = list[FileChange]()
    for raw in _cells(chunks):
        cell = raw[1:] if raw[:1] == b"\n" else raw
        if cell and (rows or cell != oid.encode()):
            rows.append(FileChange(cell.decode("utf-8", "replace"), None, None))
            if len(rows) > MOST_ROWS:
                raise TooManyFilesError(oid)
    return tuple(rows)


def _cells(chunks: Iterable[bytes]) -> Iterator[bytes]:
    tail = b""
    for chunk in chunks:
        parts = (tail + chunk).split(b"\0")
        tail = parts.pop()
        yield from parts
    if tail:
        yield tail


def is_oid(cell: bytes) -> bool:
    """Whether a cell is a commit's hash and nothing else."""
    return len(cell) in _OID_LENGTHS and _HEX.issuperset(cell)


def _count(raw: bytes) -> int | None:
    return int(raw) if raw.isdigit() else None
