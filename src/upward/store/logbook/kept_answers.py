"""What was worked out about a record, kept in the index by the record's text: an unchanged record costs nothing again.

It is a cache: whatever is wrong with it, the answers are computed again.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from upward.store.logbook.files import is_writable
from upward.store.logbook.index import FILE, PATIENCE

# After so many seconds of work what was learnt is written: a run that is stopped loses no more.
BEAT = 5.0
_TABLE = (
    "CREATE TABLE IF NOT EXISTS kept (subject TEXT, path BLOB, about TEXT, digest TEXT, answer TEXT, "
    "PRIMARY KEY (subject, path)) WITHOUT ROWID"
)


@dataclass(slots=True)
class KeptAnswers:
    """Answers of one subject by the record's path and digest; `about` is the digest of whatever else they depend on."""

    root: Path
    subject: str
    about: str
    _held: dict[str, tuple[str, str]] = field(default_factory=dict)
    _new: dict[str, tuple[str, str]] = field(default_factory=dict)
    _saved: float = field(default_factory=time.monotonic)

    def load(self) -> None:
        """Read what is kept."""
        with suppress(sqlite3.Error, UnicodeDecodeError), self._open() as database:
            rows = database.execute(
                "SELECT path, digest, answer FROM kept WHERE subject = ? AND about = ?", (self.subject, self.about)
            )
            self._held = {bytes(path).decode("utf-8", "surrogateescape"): (key, text) for path, key, text in rows}

    def known(self, path: str, digest: str) -> str | None:
        """Give what was answered for this text; None where it was not."""
        held = self._held.get(path)
        return held[1] if held is not None and held[0] == digest else None

    def learn(self, path: str, digest: str, answer: str) -> None:
        """Remember an answer; now and then all that are new are written."""
        self._held[path] = self._new[path] = digest, answer
        if time.monotonic() - self._saved > BEAT:
            self.save()

    def save(self) -> None:
        """Write what was learnt, and forget records that are gone; a disk that refuses costs the head start only."""
        self._saved = time.monotonic()
        if not self._new:
            return
        rows = [
            (self.subject, path.encode("utf-8", "surrogateescape"), self.about, digest, answer)
            for path, (digest, answer) in self._new.items()
        ]
        self._new = {}
        with suppress(sqlite3.Error), self._open() as database, database:
            database.execute(_TABLE)
            database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?)", rows)
            database.execute("DELETE FROM kept WHERE path NOT IN (SELECT path FROM records)")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Open the index that is there; raises sqlite3.Error where there is none that may be written."""
        path = self.root / FILE
        if path.is_symlink() or path.parent.is_symlink() or not path.is_file() or not is_writable(path.parent):
            raise sqlite3.OperationalError(f"{path} is not an index")
        with closing(sqlite3.connect(path, timeout=PATIENCE)) as database:
            yield database
