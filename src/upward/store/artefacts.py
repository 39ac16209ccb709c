"""Files that a person names as evidence: their hashes, and their bytes in chunks, however large they are."""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from upward.model.errors import SourceError

CHUNK_BYTES = 1024 * 1024
# More than this is not read, packed or not: 64 GiB of text is no log of a single incident.
MOST_BYTES = 64 * 1024**3


def file_digest(here: Path, name: str) -> str:
    """Give the SHA-256 of a file in hexadecimal; raises SourceError where it cannot be read."""
    found = hashlib.sha256()
    for chunk in _chunks(here, name, packed=False):
        found.update(chunk)
    return found.hexdigest()


def file_chunks(here: Path, name: str) -> Iterator[bytes]:
    """Yield a file's bytes, unpacked where it is gzip; raises SourceError where it cannot be read."""
    yield from _chunks(here, name, packed=True)


def file_lines(here: Path, name: str, most: int = 64 * CHUNK_BYTES) -> Iterator[str]:
    """Yield a file's lines as text; one longer than `most` bytes is cut there."""
    # The pieces of a line that goes on: joined once, so that a line of gigabytes is read in linear time.
    rest: list[bytes] = []
    length = 0
    for chunk in file_chunks(here, name):
        first, *lines = chunk.split(b"\n")
        if length < most:
            rest.append(first[: most - length])
            length += len(rest[-1])
        if lines:
            yield b"".join(rest).decode("utf-8", "replace")
            *whole, last = lines
            yield from (line.decode("utf-8", "replace") for line in whole)
            rest, length = [last], len(last)
    if length:
        yield b"".join(rest).decode("utf-8", "replace")


def _opened(path: Path) -> int:
    """Open a file, device or pipe; a named pipe that nothing writes into is empty and is not waited for."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    os.set_blocking(handle, True)
    return handle


def _chunks(here: Path, name: str, *, packed: bool) -> Iterator[bytes]:
    path = Path("/dev/stdin") if name == "-" else here / Path(name).expanduser()
    # A device such as /dev/zero never ends; standard input may be a terminal.
    if path.is_dir() or not path.exists() or (name != "-" and path.is_char_device()):
        raise SourceError(f"{name} is not a file", next_step="check the path")
    try:
        # Also a pipe, which cannot be read twice: its beginning is looked at without taking it.
        with os.fdopen(_opened(path), "rb") as file:
            is_packed = packed and file.peek(2)[:2] == b"\x1f\x8b"
            with cast("BinaryIO", gzip.open(file)) if is_packed else file as opened:
                left = MOST_BYTES
                while left > 0 and (chunk := opened.read(min(CHUNK_BYTES, left))):
                    left -= len(chunk)
                    yield chunk
    except (OSError, EOFError, zlib.error) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"{name} can't be read", why=why, next_step="check the file") from error
