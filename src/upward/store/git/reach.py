"""Which folders reading a repository leads to: its git folder, the one that worktrees share, borrowed objects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from upward.store.bounded_file import read_bounded

# Files that name another folder are a line or a few.
MOST_BYTES = 64 * 1024
# Alternates of alternates: git itself gives up after five.
MOST_DEPTH = 5


def git_folders(path: Path) -> Iterator[Path]:
    """Yield the real folders that git would read from for a working tree or bare repository at `path` or above it."""
    for folder in (path, *path.parents):
        dot = folder / ".git"
        if dot.exists() or dot.is_symlink():
            yield from _folders(_followed(dot, folder, "gitdir:") if dot.is_file() else dot)
            return
        if (folder / "HEAD").is_file() and (folder / "objects").is_dir():
            yield from _folders(folder)
            return


def _folders(git: Path) -> Iterator[Path]:
    git = git.resolve()
    yield git
    shared = _followed(git / "commondir", git, "") if (git / "commondir").is_file() else git
    yield shared
    for name in ("objects", "refs", "packed-refs", "HEAD", "shallow"):
        yield (shared / name).resolve()
    yield from _borrowed(shared / "objects", 0)


def _followed(file: Path, base: Path, prefix: str) -> Path:
    text = _text(file).split("\n")[0].removeprefix(prefix).strip()
    return (base / text).resolve()


def _borrowed(objects: Path, depth: int) -> Iterator[Path]:
    file = objects / "info" / "alternates"
    if depth > MOST_DEPTH or not file.is_file():
        return
    for line in _text(file).splitlines():
        if line and not line.startswith("#"):
            other = (objects / line).resolve()
            yield other
            yield from _borrowed(other, depth + 1)


def _text(file: Path) -> str:
    try:
        return read_bounded(file, MOST_BYTES).decode("utf-8", "surrogateescape")
    except OSError:
        return ""
