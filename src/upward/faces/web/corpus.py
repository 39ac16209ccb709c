"""The logbook's records in memory, brought up to date file by file: a third way to read the same files."""

from __future__ import annotations

import gc
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from upward.model.errors import NoLogbookError
from upward.model.record import Record
from upward.store.config import FILE as SETTINGS
from upward.store.logbook.files import MARK, RecordFolders
from upward.store.logbook.folder import Folder, Stamp
from upward.store.logbook.index import IndexedCorpus
from upward.store.logbook.proposals import BELOW as PROPOSALS

# What is not a record and still changes what a screen shows, with the ending of its files.
_BESIDE = ((PROPOSALS, ".json"), (f"{MARK}/rubrics", ".yaml"), (f"{MARK}/rules", ".toml"))


# From this many changed files on, the index is asked: it holds what was parsed before.
MANY = 200
# So many files are looked at without a pause: requests are answered meanwhile.
STRIDE = 250


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The records as they stood at one moment; `version` grows with every change."""

    version: int
    by_path: Mapping[str, Record]
    by_kind: Mapping[str, Sequence[Record]]
    by_id: Mapping[str, Sequence[Record]]
    all: Sequence[Record]

    @classmethod
    def of(cls, version: int, by_path: Mapping[str, Record]) -> Snapshot:
        """Order the records."""
        ordered = [by_path[path] for path in sorted(by_path)]
        kinds: dict[str, list[Record]] = defaultdict(list)
        ids: dict[str, list[Record]] = defaultdict(list)
        for record in ordered:
            kinds[record.kind].append(record)
            ids[record.id].append(record)
        return cls(version, by_path, kinds, ids, ordered)


@dataclass
class LiveCorpus:
    """A corpus that answers from memory; `refresh` reads what changed on the disk.

    Words are searched in the index, through `full_text`, which gives records as they stand in the files.
    """

    root: Path
    kinds: Mapping[str, str]
    full_text: Callable[[str, int], Sequence[Record]] = lambda _words, _limit: ()
    _stamps: dict[str, Stamp] = field(default_factory=dict)
    _beside: tuple[object, ...] = ()
    _now: Snapshot = field(default_factory=lambda: Snapshot.of(0, {}))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def snapshot(self) -> Snapshot:
        """What is known now."""
        return self._now

    @property
    def version(self) -> int:
        """A number that grows with every change."""
        return self._now.version

    def modified(self, path: str) -> int:
        """When a record's file was changed last, in nanoseconds since 1970; 0 where there is none."""
        stamp = self._stamps.get(path)
        return stamp.modified if stamp is not None else 0

    def changed(self, pause: Callable[[], object]) -> bool:
        """Whether anything changed on the disk; pauses between files, so that others may work meanwhile.

        Raises NoLogbookError where the logbook is gone.
        """
        folders, held, count = self._folders(), self._stamps, 0
        for count, (path, stamp) in enumerate(folders.stamps(), start=1):
            if held.get(path) != stamp:
                return True
            if count % STRIDE == 0:
                pause()
        return count != len(held) or self._stamps_beside() != self._beside or not self._now.version

    def _folders(self) -> RecordFolders:
        if not (self.root / MARK).is_dir():
            raise NoLogbookError(
                f"The logbook {self.root} is gone",
                why="its folder was moved, renamed or deleted",
                next_step="move it back, or stop the server and run `upward serve` in the new folder",
            )
        return RecordFolders(Folder(self.root), self.kinds)

    def reread(self, path: str) -> None:
        """Read one record that may have changed just now; raises NoLogbookError, and OSError where it is gone."""
        with self._lock:
            folders, status = self._folders(), (self.root / path).lstat()
            record = folders.load(path)
            old = self._now.by_path.get(path)
            if record is None or old is None:
                raise FileNotFoundError(path)
            # The stamp is older than the text: what is written meanwhile is seen at the next look.
            self._stamps = {**self._stamps, path: Stamp.of(status)}
            if record.text != old.text:
                self._now = Snapshot.of(self._now.version + 1, {**self._now.by_path, path: record})

    def refresh(self) -> bool:
        """Read what changed; whether anything did. Raises NoLogbookError where the logbook is gone."""
        with self._lock:
            folders = self._folders()
            stamps = dict(folders.stamps())
            changed = [path for path, stamp in stamps.items() if self._stamps.get(path) != stamp]
            gone = self._stamps.keys() - stamps.keys()
            beside = self._stamps_beside()
            if not changed and not gone and beside == self._beside and self._now.version:
                return False
            held = {path: record for path, record in self._now.by_path.items() if path not in gone}
            known = self._indexed(folders) if len(changed) >= MANY else {}
            for path in changed:
                # The index was brought up to date after the stamps were taken: it is as new as they are, or newer.
                record = known.get(path) or folders.load(path)
                if record is None:
                    held.pop(path, None)
                    stamps.pop(path, None)
                else:
                    held[path] = record
            self._stamps, self._beside = stamps, beside
            self._now = Snapshot.of(self._now.version + 1, held)
            if known:
                # Thousands of records stay as they are: looking through them again for what can be freed would hold
                # every request up for a tenth of a second, many times a minute.
                gc.collect()
                gc.freeze()
            return True

    @staticmethod
    def _indexed(folders: RecordFolders) -> Mapping[str, Record]:
        """Give all records from the index, which keeps them parsed."""
        index = IndexedCorpus(folders)
        try:
            return {record.path: record for record in index.records()}
        finally:
            index.close()

    def _stamps_beside(self) -> tuple[object, ...]:
        folder = Folder(self.root)
        found: list[object] = [pair for below, suffix in _BESIDE for pair in folder.walk(below, suffix)]
        settings = self.root / SETTINGS
        found.append(Stamp.of(settings.stat()) if settings.is_file() else None)
        return tuple(found)

    def records(self, kind: str | None = None) -> Sequence[Record]:
        """Give the records of one kind, or all, ordered by path."""
        return self._now.all if kind is None else self._now.by_kind.get(kind, ())

    def named(self, ident: str) -> Sequence[Record]:
        """Give the records with that id."""
        return self._now.by_id.get(ident, ())

    def search(self, words: str, limit: int = 20) -> Sequence[Record]:
        """Give the records that hold all the words, best first."""
        return self.full_text(words, limit)
