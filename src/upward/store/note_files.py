"""Notes to check: records of a logbook, and Markdown files anywhere, read one at a time."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from upward.model.errors import SourceError
from upward.model.record import Problem, Record
from upward.model.span import Span
from upward.store.bounded_file import NotReadableError
from upward.store.ignored_paths import GIT, GITIGNORE, IgnoredPaths, excluded
from upward.store.logbook.folder import MOST_BYTES, Folder
from upward.text import record_reader
from upward.text.story_parts import story_parts

TOO_LARGE = "too-large"
# Of a file that is too large to be a note, in bytes: enough for its front matter and title.
BEGINNING = 16 * 1024
SUFFIXES = (".md", ".markdown")
# Folders of what others wrote or a tool made.
LEFT_OUT = frozenset({"node_modules", "__pycache__", "site-packages", "bower_components"})
# A text with so many labelled parts looks like a story.
MIN_PARTS = 2
# Folders in which decisions are kept, whatever the logbook's own is called.
DECISIONS = frozenset({"adr", "adrs", "decisions"})
_DECISION = re.compile(
    r"^#{1,3}\s+(?:considered options|decision outcome|decision drivers)\s*$"
    r"|^#{1,3}\s+status\s*$(?:.*\n)*?#{1,3}\s+decision\s*$",
    re.IGNORECASE | re.MULTILINE,
)


class Note(NamedTuple):
    """A record under the path it is shown by, and the folder and path it is written back to; "" for nowhere."""

    record: Record
    root: str
    path: str

    @property
    def folder(self) -> Folder:
        """The folder it is written to."""
        return Folder(Path(self.root))


# Files that hold no prose, whatever stands in them.
_NO_NOTES = frozenset({".toml", ".json", ".jsonl", ".yaml", ".yml", ".sqlite3", ".lock"})


def note_paths(
    paths: Sequence[str], here: Path, exclude: Sequence[str] = (), bases: Sequence[str] = ()
) -> Iterator[str]:
    """Give the files that the paths name, folders with all Markdown below them.

    Left out below a folder: what is hidden, other people's code, what git ignores, and what `exclude` names relative
    to the working folder or to one of `bases`. A file that is named itself is always given.

    Raises SourceError for a path that is not there.
    """
    for name in paths:
        path = os.path.normpath(str(here / Path(name).expanduser()))
        if os.path.isdir(path):
            yield from _below(path, IgnoredPaths.above(path), exclude, (path, str(here), *bases))
        elif os.path.isfile(path):
            if os.path.splitext(path)[1].lower() in _NO_NOTES:
                what = "settings" if path.endswith(".toml") else "data"
                raise SourceError(
                    f"{name} holds {what}, no text to check", next_step="name a Markdown file or a folder"
                )
            yield path
        else:
            raise SourceError(f"{name} does not exist", next_step="check the path")


def _below(folder: str, ignored: IgnoredPaths, exclude: Sequence[str], bases: Sequence[str]) -> Iterator[str]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    if any(entry.name in {GIT, GITIGNORE} for entry in found):
        ignored = ignored.within(folder)
    for entry in found:
        is_folder = entry.is_dir(follow_symlinks=False)
        if entry.name.startswith(".") or not (is_folder or entry.name.endswith(SUFFIXES)):
            continue
        if ignored.ignores(entry.path, is_folder=is_folder) or excluded(
            entry.path, exclude, bases, is_folder=is_folder
        ):
            continue
        if is_folder and entry.name not in LEFT_OUT:
            yield from _below(entry.path, ignored, exclude, bases)
        elif not is_folder and entry.is_file():
            yield entry.path


def read_loose_note(path: str, shown_path: str, kinds: Mapping[str, str], *, named: bool = True) -> Note:
    """Read a file outside of any logbook; raises SourceError where it can't be.

    A file that was not `named` itself, but found in a folder, is a story only where it looks like one.
    """
    try:
        # A file object costs as much again as the reading of a short note.
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            status = os.fstat(file)
            if not stat.S_ISREG(status.st_mode):
                raise NotReadableError(0, "it is not a regular file", path)
            raw = os.read(file, min(status.st_size, MOST_BYTES) + 1)
        finally:
            os.close(file)
    except OSError as error:
        why = error.strerror or ""
        raise SourceError(
            f"{shown_path} can't be read", why=why, next_step="check the path and its permissions"
        ) from error
    if named and b"\0" in raw[:BEGINNING]:
        raise SourceError(f"{shown_path} is not a text file", next_step="name a Markdown file")
    root, _, name = path.rpartition("/")
    if len(raw) <= MOST_BYTES:
        return Note(note_record(raw, shown_path, kinds, named=named), root or "/", name)
    record = note_record(raw[:BEGINNING], shown_path, kinds, named=named)
    message = f"The file is larger than {MOST_BYTES >> 20} MiB; only its beginning is read, and it is never written."
    return Note(
        replace(record, problems=(*record.problems, Problem(TOO_LARGE, message, Span(0, 0)))), root or "/", name
    )


def note_record(raw: bytes, shown_path: str, kinds: Mapping[str, str], *, named: bool = True) -> Record:
    """Read bytes as a note: of the kind its folder, front matter or headings tell, else a story.

    A file that was not `named` and looks like no record is of no kind: only the rules for any text read it.
    """
    *_, folder, name = ("", *shown_path.split("/"))
    path = f"{folder}/{name}" if folder in kinds else name
    text = record_reader.decode_text(raw)
    decision = folder in DECISIONS or ("#" in text and _DECISION.search(text) is not None)
    otherwise = "decision" if decision and "decision" in kinds.values() else "story"
    record = record_reader.parse_record(path, text, kinds, otherwise=otherwise, shown=shown_path)
    if (
        not named
        and record.kind == "story"
        and not record.fields
        and folder not in kinds
        and len(story_parts(record)) < MIN_PARTS
    ):
        return replace(record, kind="")
    return record


def shown_path(path: str, here: Path) -> str:
    """Give a path as the user sees it: relative to where they are, with forward slashes."""
    base = f"{here}/"
    return path.removeprefix(base)


def logbook_beside(file: Path) -> Folder:
    """Give the folder that a loose file stands in."""
    return Folder(file.parent)
