"""Reading and writing the files of one folder, durably and never outside it.

A write goes to a temporary file in the same folder, is flushed to the disk, and is
renamed over the old file: a reader, or a crash, sees the old bytes or the new ones.
Paths are walked one component at a time without following links, so that nothing under
the folder can lead a write out of it.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from upward.model.errors import RecordChangedError, UnsafePathError, WriteError
from upward.text.record_reader import decode_text, encode_text, text_digest

MOST_BYTES = 4 * 1024 * 1024
TEMPORARY = ".~upward-"
LOCK = ".upward/lock"
# A temporary file that is older than this, in seconds, was left by a run that was killed.
STALE = 3600
# How long a lock of another process is waited for, in seconds.
PATIENCE = 10.0


class Stamp(NamedTuple):
    """What tells that a file changed, without reading it."""

    size: int
    modified: int
    changed: int
    inode: int

    @classmethod
    def of(cls, status: os.stat_result) -> Stamp:
        """Take the stamp from what `stat` says."""
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder whose files are read and written by paths relative to it."""

    root: Path

    def walk(self, below: str, suffix: str = ".md") -> Iterator[tuple[str, Stamp]]:
        """Give the regular files below a sub-folder, ordered by path; links and hidden ones are passed over."""
        try:
            with os.scandir(self.root / below) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):
            return
        except PermissionError as error:
            raise WriteError(
                f"{below} can't be read",
                why=str(error.strerror),
                next_step="change its permissions so that you can read it",
            ) from error
        for entry in found:
            path = f"{below}/{entry.name}"
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from self.walk(path, suffix)
            elif entry.name.endswith(suffix) and entry.is_file(follow_symlinks=False):
                yield path, Stamp.of(entry.stat(follow_symlinks=False))

    def read(self, path: str, most: int = MOST_BYTES) -> bytes:
        """Give a file's bytes, one more than `most` at the most.

        Raises FileNotFoundError, and UnsafePathError for a link or what is not a regular file.
        """
        with self._parent(path) as (parent, name):
            handle = _open(name, os.O_RDONLY | os.O_NONBLOCK, parent, path)
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise UnsafePathError(f"{path} is not a regular file", next_step="move it out of the logbook")
            # A buffer of `most` bytes for each small file would cost more than reading it.
            return file.read(min(status.st_size, most) + 1)

    def exists(self, path: str) -> bool:
        """Whether something is at that path."""
        return os.path.lexists(self.root / path)

    def create(self, path: str, text: str) -> None:
        """Write a file that is not there yet; raises RecordChangedError where it is."""
        self._write(path, text, None)

    def replace(self, path: str, text: str, expected: str, *, lock: bool = True) -> None:
        """Write over a file whose digest is still `expected`; raises RecordChangedError where it isn't.

        Without `lock`, for a file outside of any logbook, other writers are not kept out.
        """
        self._write(path, text, expected, lock=lock)

    def _write(self, path: str, text: str, expected: str | None, *, lock: bool = True) -> None:
        held = self.lock() if lock else contextlib.nullcontext()
        try:
            with held, self._parent(path, make=lock) as (parent, name):
                self._swap(parent, name, path, encode_text(text), expected)
        except OSError as error:
            raise _refused(path, error) from error

    def require_unchanged(self, path: str, expected: str) -> None:
        """Do nothing where a file's digest is `expected`; raises RecordChangedError where it isn't, or it is gone."""
        with self._parent(path) as (parent, name):
            self._check(parent, name, path, expected)

    def remove(self, path: str) -> None:
        """Delete a file of upward's own; one that is gone already stays gone."""
        try:
            with self.lock(), self._parent(path) as (parent, name), contextlib.suppress(FileNotFoundError):
                os.unlink(name, dir_fd=parent)
        except OSError as error:
            raise _refused(path, error) from error

    def write_artefact(self, path: str, text: str | bytes) -> None:
        """Write a file whatever it held, without this folder becoming a logbook: for what is exported.

        Raises UnsafePathError where a link, device, pipe or folder is there: only a regular file is replaced.
        """
        try:
            with self._parent(path) as (parent, name):
                mode = _replaceable(parent, name, path)
                _sweep(parent)
                _place(parent, name, encode_text(text) if isinstance(text, str) else text, mode, fresh=False)
        except OSError as error:
            raise _refused(path, error) from error

    def _swap(self, parent: int, name: str, path: str, raw: bytes, expected: str | None) -> None:
        mode = self._check(parent, name, path, expected)
        # We hold the lock, so whatever temporary file is here was left by a process that died.
        for stale in os.listdir(parent):
            if stale.startswith(TEMPORARY):
                os.unlink(stale, dir_fd=parent)
        _place(parent, name, raw, mode, fresh=expected is None)

    def _check(self, parent: int, name: str, path: str, expected: str | None) -> int:
        """Refuse a write over what its author has not seen; give the mode that the file should have."""
        try:
            handle = _open(name, os.O_RDONLY | os.O_NONBLOCK, parent, path)
        except FileNotFoundError:
            if expected is None:
                return 0o644
            raise RecordChangedError(
                f"{path} is gone", why="it was deleted or renamed since it was read", next_step="run the command again"
            ) from None
        with os.fdopen(handle, "rb") as file:
            if expected is None:
                raise RecordChangedError(f"{path} already exists", next_step="choose another title, or edit that file")
            if text_digest(decode_text(file.read())) != expected:
                why = "another program changed it in the meantime"
                raise RecordChangedError(
                    f"{path} changed since it was read", why=why, next_step="run the command again"
                )
            return stat.S_IMODE(os.fstat(handle).st_mode)

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other writers of this folder out."""
        with self._parent(LOCK, make=True) as (parent, name):
            handle = _open(name, os.O_RDWR | os.O_CREAT, parent, LOCK)
        try:
            _wait_for(handle)
            yield
        finally:
            os.close(handle)

    @contextlib.contextmanager
    def _parent(self, path: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
        """Open the folder that holds `path`, following no link below the root."""
        *folders, name = _components(path)
        handle = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            for number, folder in enumerate(folders):
                so_far = "/".join(folders[: number + 1])
                if make:
                    with contextlib.suppress(FileExistsError):
                        os.mkdir(folder, dir_fd=handle)
                inner = _open(folder, os.O_RDONLY | os.O_DIRECTORY, handle, so_far)
                os.close(handle)
                handle = inner
            yield handle, name
        finally:
            os.close(handle)


def _wait_for(handle: int) -> None:
    """Take the lock; one that another process holds is waited for, with a sentence. Raises WriteError in the end."""
    begun, said = time.monotonic(), False
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() - begun > PATIENCE:
                raise WriteError(
                    "The logbook is locked by another process",
                    why=f"it was still locked after {PATIENCE:.0f} s; nothing was changed",
                    next_step="stop the other command, or run this one again",
                ) from None
            if not said and time.monotonic() - begun > 1:
                said = True
                sys.stderr.write("Waiting for another process that writes to the logbook …\n")
            time.sleep(0.02)
        else:
            return


def _place(parent: int, name: str, raw: bytes, mode: int, *, fresh: bool) -> None:
    """Put bytes under a name in one step: the old file, or nothing, or all of the new one is ever there."""
    temporary = f"{TEMPORARY}{os.urandom(6).hex()}"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode, dir_fd=parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fchmod(handle, mode)
            os.fsync(handle)
        if fresh:
            # A link fails where the name is taken; a rename would write over it.
            os.link(temporary, name, src_dir_fd=parent, dst_dir_fd=parent, follow_symlinks=False)
        else:
            os.rename(temporary, name, src_dir_fd=parent, dst_dir_fd=parent)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary, dir_fd=parent)
    os.fsync(parent)


def _replaceable(parent: int, name: str, path: str) -> int:
    """Give the mode of the regular file that a write replaces; that of a new file where nothing is there."""
    try:
        held = os.stat(name, dir_fd=parent, follow_symlinks=False)
    except FileNotFoundError:
        return 0o644
    if not stat.S_ISREG(held.st_mode):
        raise UnsafePathError(
            f"{path} is not a regular file", why="it would be replaced", next_step="name another file"
        )
    return stat.S_IMODE(held.st_mode)


def _sweep(parent: int) -> None:
    """Delete temporary files of runs that were killed."""
    with contextlib.suppress(OSError):
        for name in os.listdir(parent):
            if name.startswith(TEMPORARY):
                held = os.stat(name, dir_fd=parent, follow_symlinks=False)
                if stat.S_ISREG(held.st_mode) and time.time() - held.st_mtime > STALE:
                    os.unlink(name, dir_fd=parent)


def _components(path: str) -> list[str]:
    components = path.split("/")
    if not path or any(part in {"", ".", ".."} or "\0" in part for part in components):
        raise UnsafePathError(f"{path!r} is not a path inside the logbook", next_step="name a file of the logbook")
    return components


def _open(name: str, flags: int, folder: int, path: str) -> int:
    try:
        return os.open(name, flags | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644, dir_fd=folder)
    except OSError as error:
        # Linux says ENOTDIR where a link stands for a folder, ELOOP where it stands for a file.
        if error.errno == errno.ELOOP or (error.errno == errno.ENOTDIR and flags & os.O_DIRECTORY):
            why = "a link could lead out of the logbook"
            raise UnsafePathError(
                f"{path} is a link, or not a folder", why=why, next_step="put a real file or folder there"
            ) from None
        raise


_NEXT = {
    errno.ENOSPC: "free some space and run the command again",
    errno.EDQUOT: "free space in your disk quota and run the command again",
    errno.EROFS: "choose a logbook on a disk that can be written",
    errno.EACCES: "change the folder's permissions so that you can write to it, or choose another logbook",
    errno.EPERM: "change the folder's permissions so that you can write to it, or choose another logbook",
}


def _refused(path: str, error: OSError) -> WriteError:
    next_step = _NEXT.get(error.errno or 0, "fix the cause and run the command again")
    return WriteError(
        f"{path} could not be written; nothing was changed", why=error.strerror or str(error), next_step=next_step
    )
