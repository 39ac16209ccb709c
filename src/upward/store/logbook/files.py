"""A logbook on the disk, read file by file: the plain implementation of `Corpus`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from upward.model.errors import NoLogbookError
from upward.model.record import Problem, Record
from upward.model.span import Span
from upward.store.logbook.folder import MOST_BYTES, Folder, Stamp
from upward.text import record_reader

if TYPE_CHECKING:
    # A type alone; it brings SQLite, which few commands need.
    from upward.store.logbook.full_text import FullText

MARK = ".upward"


def find_logbook(start: Path) -> Path | None:
    """Give the logbook that holds `start`: the nearest folder upwards with `.upward/` in it."""
    for folder in (start, *start.parents):
        if (folder / MARK).is_dir():
            return folder
    return None


def require_logbook(folder: Path) -> Path:
    """Give `folder` where it is a logbook; raises NoLogbookError where it is not."""
    if (folder / MARK).is_dir():
        return folder
    if not folder.exists():
        why = "there is no such folder"
    else:
        why = "it is a file" if not folder.is_dir() else f"it has no {MARK} folder"
    raise NoLogbookError(
        f"{folder} is not a logbook", why=why, next_step=f"run `upward init {folder}` to create one there"
    )


@dataclass(frozen=True, slots=True)
class RecordFolders:
    """Where the records of a logbook stand: its folder, and which sub-folder holds which kind."""

    folder: Folder
    kinds: Mapping[str, str]

    def stamps(self) -> Iterator[tuple[str, Stamp]]:
        """Give every record's path and stamp, ordered by path."""
        for below in sorted(self.kinds):
            yield from self.folder.walk(below)

    def load(self, path: str) -> Record | None:
        """Read one record; None where it is gone."""
        try:
            raw = self.folder.read(path)
        except FileNotFoundError:
            return None
        except PermissionError:
            problem = Problem("unreadable", "The file can't be read: permission denied.", Span(0, 0))
            return record_reader.parse_record(path, "", self.kinds, problems=(problem,))
        if len(raw) > MOST_BYTES:
            most = MOST_BYTES // 1024 // 1024
            message = f"The file is larger than {most} MiB; only its beginning is read, and it is never written."
            problem = Problem("too-large", message, Span(0, 0))
            text = record_reader.decode_text(raw[: 16 * 1024])
            return record_reader.parse_record(path, text, self.kinds, problems=(problem,))
        return record_reader.parse_record(path, record_reader.decode_text(raw), self.kinds)


@dataclass(slots=True)
class FileCorpus:
    """The records as the files give them, read once when first asked for."""

    shelf: RecordFolders
    _read: tuple[Record, ...] | None = field(default=None)
    _words: FullText | None = field(default=None)

    def records(self, kind: str | None = None) -> Sequence[Record]:
        """Give the records of one kind, or all, ordered by path."""
        return [record for record in self._all() if kind in {None, record.kind}]

    def named(self, ident: str) -> Sequence[Record]:
        """Give the records with that id."""
        return [record for record in self._all() if record.id == ident]

    def search(self, words: str, limit: int = 20) -> Sequence[Record]:
        """Give the records that hold all the words, best first."""
        records = self._all()
        if self._words is None:
            from upward.store.logbook.full_text import FullText

            self._words = FullText.in_memory()
            for number, record in enumerate(records, start=1):
                self._words.put(number, record.title, record.text)
        order = {record.path: record for record in records}
        paths = {number: record.path for number, record in enumerate(records, start=1)}
        return [order[path] for path in self._words.best(words, limit, paths.__getitem__)]

    def _all(self) -> tuple[Record, ...]:
        if self._read is None:
            loaded = (self.shelf.load(path) for path, _ in self.shelf.stamps())
            self._read = tuple(record for record in loaded if record is not None)
        return self._read


def is_writable(folder: Path) -> bool:
    """Whether files can be made in a folder."""
    return os.access(folder, os.W_OK | os.X_OK)
