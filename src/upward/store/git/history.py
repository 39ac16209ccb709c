"""A history at nearly the speed of git: metadata in one pass, changes of the commits asked for, both kept.

git works on its core while Python takes apart what it said before; with more cores,
contiguous runs of commits go to as many git processes, since neighbours share objects.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from upward.analysis.history import log_parsing
from upward.model.effort import RawCommit
from upward.model.errors import SourceError
from upward.store.executor import cpu_count
from upward.store.git.history_cache import HistoryCache
from upward.store.git.numstat import STALL, Changes, NumstatReader, copied
from upward.store.git.repository import Repository

MOST_BLOB = 1024 * 1024
MOST_BLOBS = 16 * 1024 * 1024
# The names of all files of the largest repositories there are, in bytes.
MOST_NAMES = 64 * 1024 * 1024


@dataclass(slots=True)
class GitHistory:
    """A repository's history. Without `cache` nothing is kept; `workers` is how many git processes may run."""

    repository: Repository
    cache: Path | None = None
    workers: int = field(default_factory=cpu_count)
    # How long git may be silent between two commits; in seconds.
    stall: float = STALL
    _segments: HistoryCache | None = None
    _uncounted: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The repository's name."""
        return self.repository.name

    @property
    def head(self) -> str:
        """The commit to read from; empty where nothing was committed yet."""
        return self.repository.head

    @property
    def boundary(self) -> frozenset[str]:
        """The commits at which a shallow history is cut off."""
        return self.repository.boundary

    @property
    def uncounted(self) -> frozenset[str]:
        """The commits whose changes were asked for and could not be read."""
        return frozenset(self._uncounted)

    def _kept(self) -> HistoryCache | None:
        if self._segments is None and self.cache is not None:
            # A history that was deepened has other commits behind the same head.
            reader = f"{len(self.boundary)} {hash_of(self.boundary)}"
            self._segments = HistoryCache.of(self.cache, self.repository.theirs.resolve(), reader)
        return self._segments

    def log(self) -> Iterator[RawCommit]:
        """Yield every commit behind the head, children before parents; what was read before comes from the cache."""
        kept = self._kept()
        if kept is None or not kept.head:
            yield from self._fresh(kept, [])
            return
        if kept.head != self.head and not self._continues(kept.head):
            # Rewritten: what is behind the old head is not this history.
            kept.head, kept.nonces = "", []
            yield from self._fresh(kept, [])
            return
        if kept.head != self.head:
            yield from self._fresh(kept, [f"^{kept.head}"])
            names = kept.nonces[1:]
        else:
            names = list(kept.nonces)
        for name, nonce in names:
            try:
                yield from log_parsing.records(kept.read(name), nonce)
            except ValueError as error:
                kept.forget()
                raise SourceError(
                    f"The cache of {self.name} is damaged", why=str(error), next_step="run this again"
                ) from error

    def _continues(self, old: str) -> bool:
        try:
            return self.repository.run(["rev-list", "--count", old, f"^{self.head}"]).strip() == b"0"
        except SourceError:
            return False

    def _fresh(self, kept: HistoryCache | None, without: Sequence[str]) -> Iterator[RawCommit]:
        nonce = secrets.token_hex(16)
        command = [
            "log", "--topo-order", "--no-show-signature", "--encoding=UTF-8", "--date=raw", "--no-mailmap",
            f"--format={log_parsing.form(nonce)}", self.head, *without,
        ]  # fmt: skip
        writer = kept.writer() if kept is not None else None
        done = False
        try:
            yield from log_parsing.records(copied(self.repository.stream(command), writer), nonce)
            done = True
        finally:
            if writer is not None and not done:
                writer.drop()
        if writer is not None and kept is not None:
            with suppress(OSError):
                writer.close()
                kept.head, kept.nonces = self.head, [(writer.name, nonce), *(kept.nonces if without else [])]
                kept.save()

    def changes(self, oids: Iterable[str]) -> Iterator[Changes]:
        """Yield these commits with what they changed, renames followed; where objects are missing, paths alone.

        Of a giant history they are taken as they come, so that differences of the first are
        worked out while the log behind `oids` is still being read.
        """
        kept = self._kept()
        known = kept.known() if kept is not None else {}
        held: dict[str, None] = {}

        def missing() -> Iterator[str]:
            for oid in oids:
                if oid in known:
                    held[oid] = None
                else:
                    yield oid

        yield from self._numbered(missing(), kept)
        if kept is None:
            return
        for name in dict.fromkeys(known[oid] for oid in held):
            try:
                yield from (each for each in log_parsing.changes(kept.read(name)) if each[0] in held)
            except ValueError as error:
                kept.forget()
                raise SourceError(
                    f"The cache of {self.name} is damaged", why=str(error), next_step="run this again"
                ) from error

    def _numbered(self, oids: Iterator[str], kept: HistoryCache | None) -> Iterator[Changes]:
        writer = kept.writer() if kept is not None else None
        whole: list[str] = []
        try:
            yield from NumstatReader(self.repository, self.workers, self.stall, self._uncounted).of(oids, writer, whole)
            if kept is not None and writer is not None and whole:
                kept.keep_changes(writer, whole)
                writer = None
        finally:
            if writer is not None:
                writer.drop()

    def blob(self, path: str) -> bytes:
        """Give a file as it is at the head, at most a mebibyte of it; empty where there is none."""
        chunks = self.repository.stream(["cat-file", "--batch"], f"{self.head}:{path}\n".encode())
        found = b""
        # A file of theirs may be a small object that unpacks to gigabytes: stop reading, and git stops.
        for chunk in chunks:
            found += chunk
            if len(found) > MOST_BLOB:
                return b""
        line, _, rest = found.partition(b"\n")
        return rest[:-1] if line.split()[-2:-1] == [b"blob"] else b""

    def blobs(self, places: Sequence[tuple[str, str]]) -> list[bytes]:
        """Give small files as they are at a commit, by commit and path, from one process; empty for none."""
        readable = [(oid, path) for oid, path in places if "\n" not in path]
        feed = "".join(f"{oid}:{path}\n" for oid, path in readable).encode("utf-8", "surrogateescape")
        raw = bytearray()
        # What is behind a name may unpack to gigabytes: stop reading, and git stops.
        for chunk in self.repository.stream(["cat-file", "--batch"], feed) if readable else ():
            raw += chunk
            if len(raw) > MOST_BLOBS:
                break
        found: dict[tuple[str, str], bytes] = {}
        at = 0
        for place in readable:
            end = raw.find(b"\n", at)
            words = bytes(raw[at:end]).split()
            if end < 0:
                break
            at = end + 1
            if words[-2:-1] in ([b"blob"], [b"tree"]):
                size = int(words[-1])
                found[place] = bytes(raw[at : at + size]) if words[-2] == b"blob" else b""
                at += size + 1
        return [found.get(place, b"") for place in places]

    def files(self) -> frozenset[str]:
        """Give the names of all files at the head."""
        found = bytearray()
        try:
            for chunk in self.repository.stream(["ls-tree", "-r", "-z", "--name-only", "--full-tree", self.head]):
                found += chunk
                if len(found) > MOST_NAMES:
                    return frozenset()
        except SourceError:
            return frozenset()
        return frozenset(found.decode("utf-8", "replace").split("\0"))


def hash_of(names: frozenset[str]) -> str:
    """Give a short digest of a set of names."""
    import hashlib

    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()[:16]
