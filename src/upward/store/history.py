"""A history at nearly the speed of git: metadata in one pass, changes of the commits asked for, both kept.

git works on its core while Python takes apart what it said before; with more cores,
contiguous runs of commits go to as many git processes, since neighbours share objects.
"""

from __future__ import annotations

import itertools
import os
import secrets
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from upward.analysis import history
from upward.analysis.history import TooManyFilesError
from upward.model.effort import FileChange, Raw
from upward.model.errors import SourceError
from upward.store.git import Repository
from upward.store.segments import Segments, Writer

# So many commits to a process: fewer waste what neighbours share, more leave cores waiting at the end.
LEAST, MOST = 512, 4096
# So many commits are listed before they are shared out; a longer history never stands in memory as a whole.
LISTED = 65_536
MOST_BLOB = 1024 * 1024
# Between two commits git is silent for milliseconds; seconds mean that one of them never ends. In seconds.
STALL = 15.0
SMALLER = (512, 32, 4, 1)
MOST_FAULTS = 500
# The names of all files of the largest repositories there are, in bytes.
MOST_NAMES = 64 * 1024 * 1024
MOST_DIFFS = 256 * 1024 * 1024
_COMMON = ("-r", "-z", "--root", "--always", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all")


_NUMBERED = ("diff-tree", "--stdin", "--numstat", "-M", *_COMMON)
Changes = tuple[str, tuple[FileChange, ...]]


def _fed(oids: Sequence[str]) -> bytes:
    return "".join(f"{oid}\n" for oid in oids).encode()


def cores() -> int:
    """Give how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(slots=True)
class History:
    """A repository's history. Without `cache` nothing is kept; `workers` is how many git processes may run."""

    repository: Repository
    cache: Path | None = None
    workers: int = field(default_factory=cores)
    # How long git may be silent between two commits; in seconds.
    stall: float = STALL
    _segments: Segments | None = None

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

    def _kept(self) -> Segments | None:
        if self._segments is None and self.cache is not None:
            # A history that was deepened has other commits behind the same head.
            reader = f"{len(self.boundary)} {hash_of(self.boundary)}"
            self._segments = Segments.of(self.cache, self.repository.theirs.resolve(), reader)
        return self._segments

    def log(self) -> Iterator[Raw]:
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
                yield from history.records(kept.read(name), nonce)
            except ValueError as error:
                kept.forget()
                raise SourceError(
                    f"What was kept of {self.name} is damaged", why=str(error), next_step="run this again"
                ) from error

    def _continues(self, old: str) -> bool:
        try:
            return self.repository.run(["rev-list", "--count", old, f"^{self.head}"]).strip() == b"0"
        except SourceError:
            return False

    def _fresh(self, kept: Segments | None, without: Sequence[str]) -> Iterator[Raw]:
        nonce = secrets.token_hex(16)
        command = [
            "log", "--topo-order", "--no-show-signature", "--encoding=UTF-8", "--date=raw", "--no-mailmap",
            f"--format={history.form(nonce)}", self.head, *without,
        ]  # fmt: skip
        writer = kept.writer() if kept is not None else None
        done = False
        try:
            yield from history.records(self._copied(self.repository.stream(command), writer), nonce)
            done = True
        finally:
            if writer is not None and not done:
                writer.drop()
        if writer is not None and kept is not None:
            with suppress(OSError):
                writer.close()
                kept.head, kept.nonces = self.head, [(writer.name, nonce), *(kept.nonces if without else [])]
                kept.save()

    @staticmethod
    def _copied(chunks: Iterator[bytes], writer: Writer | None) -> Iterator[bytes]:
        for chunk in chunks:
            if writer is not None:
                writer.add(chunk)
            yield chunk

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
                yield from (each for each in history.changes(kept.read(name)) if each[0] in held)
            except ValueError as error:
                kept.forget()
                raise SourceError(
                    f"What was kept of {self.name} is damaged", why=str(error), next_step="run this again"
                ) from error

    def _numbered(self, oids: Iterator[str], kept: Segments | None) -> Iterator[Changes]:
        writer = kept.writer() if kept is not None else None
        whole: list[str] = []
        try:
            if self.workers == 1:
                yield from self._one_stream(list(oids), writer, whole)
            else:
                yield from self._side_by_side(oids, writer, whole)
            if kept is not None and writer is not None and whole:
                kept.keep_changes(writer, whole)
                writer = None
        finally:
            if writer is not None:
                writer.drop()

    def _one_stream(self, oids: Sequence[str], writer: Writer | None, whole: list[str]) -> Iterator[Changes]:
        """Take apart what one git says while it says it; a second start would unpack again what neighbours share."""
        if not oids:
            return
        done = 0
        try:
            for each in history.changes(
                self._copied(self.repository.stream(_NUMBERED, _fed(oids), self.stall), writer)
            ):
                done += 1
                yield each
        except (SourceError, TooManyFilesError):
            if writer is not None:
                # What was copied ends in the middle of the commit that failed.
                writer.restart()
            yield from self._resumed(oids[done:])
            return
        whole += oids

    def _side_by_side(self, oids: Iterator[str], writer: Writer | None, whole: list[str]) -> Iterator[Changes]:
        with ThreadPoolExecutor(self.workers) as pool:
            waiting: deque[tuple[Sequence[str], Future[bytes]]] = deque()
            for part in self._parts(oids):
                waiting.append((part, pool.submit(self._diffs, part)))
                while waiting and (waiting[0][1].done() or len(waiting) > 4 * self.workers):
                    yield from self._finished(*waiting.popleft(), writer, whole)
            while waiting:
                yield from self._finished(*waiting.popleft(), writer, whole)

    def _parts(self, oids: Iterator[str]) -> Iterator[Sequence[str]]:
        """Yield contiguous runs of commits: of a short history one for each worker, of a giant as they come."""
        first = list(itertools.islice(oids, LISTED))
        size = max(LEAST, min(MOST, len(first) // (4 * self.workers)))
        if len(first) <= LEAST * self.workers:
            # What neighbours share is little, and a core that waits is half of the time.
            size = -(-len(first) // self.workers) or 1
        for start in range(0, len(first), size):
            yield first[start : start + size]
        while part := list(itertools.islice(oids, MOST)):
            yield part

    def _finished(
        self, part: Sequence[str], future: Future[bytes], writer: Writer | None, whole: list[str]
    ) -> Iterator[Changes]:
        try:
            raw = future.result()
        except (SourceError, TooManyFilesError):
            yield from self._resumed(part)
            return
        if writer is not None:
            writer.add(raw)
            whole += part
        yield from history.changes([raw])

    def _diffs(self, oids: Sequence[str]) -> bytes:
        found = bytearray()
        for chunk in self.repository.stream(_NUMBERED, _fed(oids), self.stall):
            found += chunk
            if len(found) > MOST_DIFFS:
                raise TooManyFilesError(oids[0])
        return bytes(found)

    def _resumed(self, oids: Sequence[str]) -> Iterator[Changes]:
        """Go on where git failed: past commits whose objects are missing, or that stand for more than any disk holds.

        git tells nobody where it was, so the next attempt is at fewer commits, until one is alone.
        """
        step, faults, done = SMALLER[0], 0, 0
        while done < len(oids):
            if faults > MOST_FAULTS:
                # A partial clone: hardly any commit can be counted.
                yield self._alone(oids[done])
                done += 1
                continue
            part, before = oids[done : done + step], done
            try:
                for each in history.changes(self.repository.stream(_NUMBERED, _fed(part), self.stall)):
                    done += 1
                    yield each
                step = SMALLER[0]
            except (SourceError, TooManyFilesError):
                if step > 1:
                    step = next(size for size in SMALLER if size < step)
                elif done == before:
                    faults += 1
                    yield self._alone(oids[done])
                    done += 1

    def _alone(self, oid: str) -> Changes:
        """Give a commit whose changes can't be counted: the files it touched, where the trees tell; else nothing."""
        command = ["diff-tree", "--stdin", "--name-only", "--no-renames", *_COMMON]
        with suppress(SourceError, TooManyFilesError):
            return next(history.touched(self.repository.stream(command, _fed([oid]), self.stall / 3)), (oid, ()))
        return oid, ()

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
