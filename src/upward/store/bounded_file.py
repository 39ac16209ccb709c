"""Files that are read whole: regular ones of a bounded size, so that a pipe, a device or a giant holds nothing up."""

from __future__ import annotations

import os
import stat
from pathlib import Path


class NotReadableError(OSError):
    """The path is not a regular file, or the file is too large; `strerror` says which."""


def read_bounded(path: Path | str, most: int) -> bytes:
    """Give a file's bytes; raises OSError, NotReadableError for what is not a regular file of at most `most` bytes."""
    # Without O_NONBLOCK opening a pipe waits for a writer.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise NotReadableError(0, "it is not a regular file", str(path))
        raw = file.read(most + 1)
    if len(raw) > most:
        raise NotReadableError(0, f"it is larger than {_size(most)}", str(path))
    return raw


def _size(most: int) -> str:
    return f"{most >> 20} MiB" if most >= 1 << 20 else f"{most >> 10} KiB"
