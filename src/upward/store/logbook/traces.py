"""What is left of a record that was removed: the index, files beside the records, commits of the logbook."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from upward.model.errors import SourceError
from upward.store.git.repository import open_repository
from upward.store.logbook.index import FILE

MOST_FILES = 20_000
MOST_BYTES = 4 * 1024 * 1024
# Their text is packed, so that it cannot be searched here.
PACKED = (".pdf", ".docx", ".apkg", ".zip", ".gz", ".parquet")
_LEFT_OUT = frozenset({".git", ".venv", "node_modules", "__pycache__"})


def discard_index(root: Path) -> None:
    """Delete the index with its freed pages and its log: it is made again from what is still there."""
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            (root / (FILE + suffix)).unlink(missing_ok=True)


def files_holding(root: Path, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Give the files of a folder that hold one of the names, and those that could not be searched."""
    wanted = [name.lower().encode() for name in names if name]
    found, closed = [], []
    for path in _files(root):
        if path.suffix.lower() in PACKED:
            closed.append(path.relative_to(root).as_posix())
            continue
        try:
            with path.open("rb") as file:
                held = file.read(MOST_BYTES).lower()
        except OSError:
            closed.append(path.relative_to(root).as_posix())
            continue
        if any(name in held for name in wanted):
            found.append(path.relative_to(root).as_posix())
    return found, closed


def _files(root: Path) -> Iterator[Path]:
    count = 0
    for folder, below, names in os.walk(root):
        below[:] = sorted(name for name in below if name not in _LEFT_OUT)
        for name in sorted(names):
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink() and count < MOST_FILES:
                count += 1
                yield path


def commits_holding(root: Path, path: str) -> int | None:
    """Give how many commits before HEAD changed a file of the logbook; None where it is in no repository."""
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), None)
    if top is None:
        return None
    try:
        repository = open_repository(top)
        if not repository.head:
            return 0
        place = (root / path).relative_to(top).as_posix()
        return len(repository.run(["rev-list", repository.head, "--", place]).split())
    except SourceError:
        return None
