"""The derived index: the other implementation of `Corpus`, for logbooks of thousands.

Everything in it comes from the files. It is brought up to date whenever it is opened,
and rebuilt when it is missing, of another version, or damaged.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from upward import __version__
from upward.model.record import Problem, Record, Section
from upward.model.span import Span
from upward.store.logbook.files import MARK, FileCorpus, RecordFolders, is_writable
from upward.store.logbook.folder import Stamp
from upward.store.logbook.full_text import FullText, close_with
from upward.text.frontmatter import plain_values

T = TypeVar("T")
FILE = f"{MARK}/index.sqlite3"
FORMAT = 2
# A file that changed this shortly before it was read may change again within one tick of
# the file system's clock and keep its stamp; it is read again next time. In nanoseconds.
RACY = 100_000_000
# How long an index that another process holds is waited for, in seconds; then the files are read.
PATIENCE = 3.0


@dataclass(slots=True, weakref_slot=True)
class IndexedCorpus:
    """A corpus that answers from SQLite; falls back to the files when SQLite can't."""

    shelf: RecordFolders
    _database: sqlite3.Connection | None = field(default=None)
    _files: FileCorpus | None = field(default=None)
    _kept: dict[str | None, Sequence[Record]] = field(default_factory=dict)

    def records(self, kind: str | None = None) -> Sequence[Record]:
        """Give the records of one kind, or all, ordered by path."""
        # Rules ask for all stories once a record; the rows can't change under an index that is open.
        if kind not in self._kept:
            self._kept[kind] = self._records(kind)
        return self._kept[kind]

    def _records(self, kind: str | None) -> Sequence[Record]:
        where, values = ("WHERE kind = ?", (kind,)) if kind is not None else ("", ())
        return self._ask(
            lambda database: [_record(row) for row in database.execute(f"{_SELECT} {where} ORDER BY path", values)],
            lambda files: files.records(kind),
        )

    def named(self, ident: str) -> Sequence[Record]:
        """Give the records with that id."""
        return self._ask(
            lambda database: [
                _record(row) for row in database.execute(f"{_SELECT} WHERE id = ? ORDER BY path", (_blob(ident),))
            ],
            lambda files: files.named(ident),
        )

    def search(self, words: str, limit: int = 20) -> Sequence[Record]:
        """Give the records that hold all the words, best first."""
        return self._ask(lambda database: _search(database, words, limit), lambda files: files.search(words, limit))

    def refresh(self) -> int:
        """Bring the index up to date; give the number of files that were read."""
        if self._database is None:
            self._database = self._open()
        if self._database is None:
            return 0
        self._kept.clear()
        return _update(self._database, self.shelf)

    def close(self) -> None:
        """Let go of the database."""
        self._files = None
        self._let_go()

    def _let_go(self) -> None:
        self._kept.clear()
        if self._database is not None:
            self._database.close()
            self._database = None

    def _ask(self, index: Callable[[sqlite3.Connection], T], files: Callable[[FileCorpus], T]) -> T:
        """Answer from the index; where it is damaged, rebuild it once, and else ask the files."""
        # Once the index could not be had, the files answer until it is closed: each question would wait for it again.
        for _ in range(2 if self._files is None else 0):
            try:
                if self._database is None:
                    self.refresh()
                if self._database is not None:
                    return index(self._database)
            except (sqlite3.DatabaseError, _DamagedError) as error:
                if self._discard(error):
                    break
        if self._files is None:
            self._files = FileCorpus(self.shelf)
        return files(self._files)

    def _discard(self, error: Exception) -> bool:
        """Delete an index that is damaged; whether another process holds it, which is left alone."""
        self._let_go()
        if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            sys.stderr.write("The index is locked by another process; the files are read instead.\n")
            return True
        with suppress(OSError):
            for suffix in ("", "-wal", "-shm"):
                (self.shelf.folder.root / (FILE + suffix)).unlink(missing_ok=True)
        return False

    def _open(self) -> sqlite3.Connection | None:
        path = self.shelf.folder.root / FILE
        if path.is_symlink() or path.parent.is_symlink() or not is_writable(path.parent):
            return None
        database = connect(path, _fingerprint(self.shelf))
        close_with(self, database)
        return database


def connect(path: Path, fingerprint: str) -> sqlite3.Connection:
    """Open the database, with empty tables where it is new or was made by another version."""
    database = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("BEGIN IMMEDIATE")
        if _made_by(database) != fingerprint:
            for table in ("about", "words", "records"):
                database.execute(f"DROP TABLE IF EXISTS {table}")
            database.execute("CREATE TABLE about (fingerprint TEXT)")
            database.execute(
                "CREATE TABLE records (number INTEGER PRIMARY KEY, path BLOB UNIQUE, id BLOB, kind TEXT, "
                "stamp TEXT, text BLOB, rest TEXT, sum INTEGER)"
            )
            database.execute("CREATE INDEX by_id ON records(id)")
            FullText(database).create()
            database.execute("INSERT INTO about VALUES (?)", (fingerprint,))
        database.execute("COMMIT")
    except sqlite3.Error:
        database.close()
        raise
    return database


def _made_by(database: sqlite3.Connection) -> str:
    try:
        row = database.execute("SELECT fingerprint FROM about").fetchone()
    except sqlite3.OperationalError:
        return ""
    return str(row[0]) if row else ""


def _fingerprint(shelf: RecordFolders) -> str:
    made_of = [FORMAT, __version__, sorted(shelf.kinds.items()), sqlite3.sqlite_version]
    return hashlib.sha256(json.dumps(made_of).encode()).hexdigest()


def _update(database: sqlite3.Connection, shelf: RecordFolders) -> int:
    database.execute("BEGIN IMMEDIATE")
    try:
        with closing(database.execute("SELECT path, number, stamp FROM records")) as rows:
            held = {bytes(path).decode("utf-8", "surrogateescape"): (number, stamp) for path, number, stamp in rows}
        read = 0
        for path, stamp in shelf.stamps():
            number, old = held.pop(path, (None, ""))
            if old == _stamped(stamp):
                continue
            now = time.time_ns()
            record = shelf.load(path)
            if number is not None:
                _remove(database, number)
            if record is not None:
                racy = now - max(stamp.changed, stamp.modified) < RACY
                _insert(database, record, "" if racy else _stamped(stamp))
                read += 1
        for number, _ in held.values():
            _remove(database, number)
    except BaseException:
        with suppress(sqlite3.Error):
            database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")
    return read


def _stamped(stamp: Stamp) -> str:
    return f"{stamp.size} {stamp.modified} {stamp.changed} {stamp.inode}"


def _insert(database: sqlite3.Connection, record: Record, stamp: str) -> None:
    rest = _packed(record)
    text = _blob(record.text)
    row = (_blob(record.path), _blob(record.id), record.kind, stamp, text, rest, _sum(text, rest))
    cursor = database.execute(
        "INSERT INTO records(path, id, kind, stamp, text, rest, sum) VALUES (?, ?, ?, ?, ?, ?, ?)", row
    )
    FullText(database).put(int(cursor.lastrowid or 0), record.title, record.text)


def _remove(database: sqlite3.Connection, number: int) -> None:
    database.execute("DELETE FROM records WHERE number = ?", (number,))
    FullText(database).drop(number)


_SELECT = "SELECT path, id, kind, text, rest, sum FROM records"


class _DamagedError(Exception):
    """A row does not hold what was written."""


def _packed(record: Record) -> str:
    sections = [[item.title, item.level, *item.head, *item.body] for item in record.sections]
    problems = [[item.slug, item.message, *item.span] for item in record.problems]
    return json.dumps([plain_values(record.fields), record.body, sections, problems], separators=(",", ":"))


def _record(row: tuple[bytes, bytes, str, bytes, str, int]) -> Record:
    path, ident, kind, text, rest, total = row
    if _sum(text, rest) != total:
        raise _DamagedError
    fields, body, sections, problems = json.loads(rest)
    return Record(
        id=ident.decode("utf-8", "surrogateescape"),
        kind=kind,
        path=path.decode("utf-8", "surrogateescape"),
        text=text.decode("utf-8", "surrogateescape"),
        fields=fields,
        body=Span(*body),
        sections=tuple(Section(title, level, Span(a, b), Span(c, d)) for title, level, a, b, c, d in sections),
        problems=tuple(Problem(slug, message, Span(a, b)) for slug, message, a, b in problems),
    )


def _search(database: sqlite3.Connection, words: str, limit: int) -> list[Record]:
    def name(number: int) -> str:
        row: Any = database.execute("SELECT path FROM records WHERE number = ?", (number,)).fetchone()
        if row is None:
            raise _DamagedError
        return bytes(row[0]).decode("utf-8", "surrogateescape")

    paths = FullText(database).best(words, limit, name)
    return [_record(row) for path in paths for row in _one(database, path)]


def _one(database: sqlite3.Connection, path: str) -> Iterator[Any]:
    yield from database.execute(f"{_SELECT} WHERE path = ?", (_blob(path),))


def _blob(text: str) -> bytes:
    # As bytes: file names and texts are not always valid Unicode.
    return text.encode("utf-8", "surrogateescape")


def _sum(text: bytes, rest: str) -> int:
    return zlib.crc32(rest.encode(), zlib.crc32(text))
