"""What commits changed, asked of as few git processes as there are cores, past commits that can't be counted."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

from upward.analysis.history import log_parsing
from upward.analysis.history.log_parsing import TooManyFilesError
from upward.model.effort import FileChange
from upward.model.errors import SourceError
from upward.store.git.history_cache import Writer
from upward.store.git.repository import Repository

# So many commits to a process: fewer waste what neighbours share, more leave cores waiting at the end.
LEAST, MOST = 512, 4096
# So many commits are listed before they are shared out; a longer history never stands in memory as a whole.
LISTED = 65_536
# Between two commits git is silent for milliseconds; seconds mean that one of them never ends. In seconds.
STALL = 15.0
SMALLER = (512, 32, 4, 1)
MOST_FAULTS = 500
MOST_DIFFS = 256 * 1024 * 1024
_COMMON = ("-r", "-z", "--root", "--always", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all")
_NUMBERED = ("diff-tree", "--stdin", "--numstat", "-M", *_COMMON)
Changes = tuple[str, tuple[FileChange, ...]]


def _fed(oids: Sequence[str]) -> bytes:
    return "".join(f"{oid}\n" for oid in oids).encode()


def copied(chunks: Iterator[bytes], writer: Writer | None) -> Iterator[bytes]:
    """Yield what git says, and keep a copy."""
    for chunk in chunks:
        if writer is not None:
            writer.add(chunk)
        yield chunk


@dataclass(frozen=True, slots=True)
class NumstatReader:
    """The differences of one repository's commits, by so many git processes at once."""

    repository: Repository
    workers: int
    stall: float
    # Where commits go whose changes could not be counted.
    uncounted: set[str] = field(default_factory=set)

    def of(self, oids: Iterator[str], writer: Writer | None, whole: list[str]) -> Iterator[Changes]:
        """Yield what commits changed; what was counted without a fault is kept, and its commits go into `whole`."""
        if self.workers == 1:
            yield from self._one_stream(list(oids), writer, whole)
        else:
            yield from self._side_by_side(oids, writer, whole)

    def _one_stream(self, oids: Sequence[str], writer: Writer | None, whole: list[str]) -> Iterator[Changes]:
        """Take apart what one git says while it says it; a second start would unpack again what neighbours share."""
        if not oids:
            return
        done = 0
        try:
            for each in log_parsing.changes(copied(self.repository.stream(_NUMBERED, _fed(oids), self.stall), writer)):
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
        """Yield contiguous runs of commits: one a worker of a short history, of a giant as they come."""
        first = list(itertools.islice(oids, LISTED))
        if len(first) <= LEAST * self.workers:
            # What neighbours share is little, and a core that waits is half of the time.
            size = -(-len(first) // self.workers) or 1
            yield from (first[start : start + size] for start in range(0, len(first), size))
            return
        while first:
            # Three quarters of what is left, then of what is left then: large parts, and small ones to end together.
            size = max(LEAST, min(MOST, 3 * len(first) // (4 * self.workers)))
            for start in range(0, size * self.workers, size):
                yield from filter(None, [first[start : start + size]])
            first = first[size * self.workers :]
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
        yield from log_parsing.changes([raw])

    def _diffs(self, oids: Sequence[str]) -> bytes:
        found = bytearray()
        for chunk in self.repository.stream(_NUMBERED, _fed(oids), self.stall):
            found += chunk
            if len(found) > MOST_DIFFS:
                raise TooManyFilesError(oids[0])
        return bytes(found)

    def _resumed(self, oids: Sequence[str]) -> Iterator[Changes]:
        """Go on where git failed: past commits whose objects are missing, or that stand for more than any disk holds.

        git does not tell where it was, so the next attempt is at fewer commits, until one is alone.
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
                for each in log_parsing.changes(self.repository.stream(_NUMBERED, _fed(part), self.stall)):
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
        self.uncounted.add(oid)
        command = ["diff-tree", "--stdin", "--name-only", "--no-renames", *_COMMON]
        with suppress(SourceError, TooManyFilesError):
            return oid, log_parsing.touched(self.repository.stream(command, _fed([oid]), self.stall / 3), oid)
        return oid, ()
