"""Notes to check: records of a logbook, and Markdown files anywhere, read one at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from upward.model.errors import SourceError
from upward.model.record import Record
from upward.store.logbook.folder import MOST_BYTES, Folder
from upward.text import record_reader

SUFFIXES = (".md", ".markdown")


class Note(NamedTuple):
    """A record under the path it is shown by, and the folder and path it is written back to; "" for nowhere."""

    record: Record
    root: str
    path: str

    @property
    def folder(self) -> Folder:
        """The folder it is written to."""
        return Folder(Path(self.root))


def files(paths: Sequence[str], here: Path) -> Iterator[str]:
    """Give the files that the paths name, folders with all Markdown below them; hidden ones are passed over.

    Raises SourceError for a path that is not there.
    """
    for name in paths:
        path = str(here / Path(name).expanduser())
        if os.path.isdir(path):
            yield from _below(path)
        elif os.path.isfile(path):
            yield path
        else:
            raise SourceError(f"{name} does not exist", next_step="check the path")


def _below(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path)
        elif entry.name.endswith(SUFFIXES) and entry.is_file():
            yield entry.path


def loose(path: str, shown: str, kinds: Mapping[str, str]) -> Note:
    """Read a file outside of any logbook; raises SourceError where it can't be."""
    try:
        # A file object costs as much again as the reading of a short note.
        file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | os.O_CLOEXEC)
        try:
            raw = os.read(file, min(os.fstat(file).st_size, MOST_BYTES) + 1)
        finally:
            os.close(file)
    except OSError as error:
        why = error.strerror or ""
        raise SourceError(f"{shown} can't be read", why=why, next_step="give yourself the right to read it") from error
    root, _, name = path.rpartition("/")
    return Note(as_note(raw, shown, kinds), root or "/", name)


def as_note(raw: bytes, shown: str, kinds: Mapping[str, str]) -> Record:
    """Read bytes as a note: of the kind its folder or front matter tells, else a story."""
    *_, folder, name = ("", *shown.split("/"))
    path = f"{folder}/{name}" if folder in kinds else name
    return record_reader.record(path, record_reader.decoded(raw), kinds, otherwise="story", shown=shown)


def shown(path: str, here: Path) -> str:
    """Give a path as the user sees it: relative to where they are, with forward slashes."""
    base = f"{here}/"
    return path.removeprefix(base)


def beside(file: Path) -> Folder:
    """Give the folder that a loose file stands in."""
    return Folder(file.parent)
