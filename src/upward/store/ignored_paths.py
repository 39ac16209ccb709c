"""Which files a walk leaves out: those that git ignores, and those that the setting `exclude` names.

`.gitignore` files count as git counts them (gitignore(5)): each for its own folder and what is below, the deepest and
the last pattern decides, and nothing below an ignored folder comes back. A user's global file is not read.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pathspec import GitIgnoreSpec

from upward.store.bounded_file import read_bounded

GITIGNORE, GIT, INFO = ".gitignore", ".git", ".git/info/exclude"
# A list of patterns is a page.
MOST_BYTES = 256 * 1024


class Patterns(NamedTuple):
    """Patterns in the syntax of `.gitignore`, and the folder that they are relative to."""

    folder: str
    spec: GitIgnoreSpec


@dataclass(frozen=True, slots=True)
class IgnoredPaths:
    """The patterns that hold in one folder, from the outermost to its own."""

    lists: tuple[Patterns, ...] = ()

    @classmethod
    def above(cls, folder: str) -> IgnoredPaths:
        """Give what git ignores in a folder that a person named, by the lists of the folders above it.

        A pattern that ignores this very folder does not count: it was named.
        """
        made = cls()
        for each in _above(folder):
            made = made.within(each)
        return cls() if made.ignores(folder, is_folder=True) else made

    def within(self, folder: str) -> IgnoredPaths:
        """Give what holds in a folder, with its own lists; a repository of its own starts without them."""
        is_repository = os.path.lexists(f"{folder}/{GIT}")
        names = (INFO, GITIGNORE) if is_repository else (GITIGNORE,)
        found = [Patterns(folder, spec) for name in names if (spec := _read(f"{folder}/{name}")) is not None]
        return IgnoredPaths((*(() if is_repository else self.lists), *found))

    def ignores(self, path: str, *, is_folder: bool) -> bool:
        """Whether git ignores a file or folder by the patterns of the folders above it."""
        for patterns in reversed(self.lists):
            decided = _decided(patterns, path, is_folder=is_folder)
            if decided is not None:
                return decided
        return False


def _above(folder: str) -> list[str]:
    """Give the folders above, from the repository's own on; none without a repository, or in its first folder."""
    above = [folder, *map(str, Path(folder).parents)]
    root = next((number for number, each in enumerate(above) if os.path.lexists(f"{each}/{GIT}")), 0)
    return above[1 : root + 1][::-1]


def excluded(path: str, patterns: Sequence[str], folders: Sequence[str], *, is_folder: bool = False) -> bool:
    """Whether a path matches one of the patterns of `exclude`, relative to one of the folders that hold it."""
    return bool(patterns) and any(
        _decided(Patterns(folder, _spec(tuple(patterns))), path, is_folder=is_folder) for folder in folders
    )


@lru_cache(maxsize=64)
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    return GitIgnoreSpec.from_lines(patterns)


def _decided(patterns: Patterns, path: str, *, is_folder: bool) -> bool | None:
    """Give what the last pattern that matches says; None where none does, or the path is not in the folder."""
    base = patterns.folder.rstrip("/") + "/"
    if not path.startswith(base):
        return None
    return patterns.spec.check_file(path[len(base) :] + ("/" if is_folder else "")).include


def _read(path: str) -> GitIgnoreSpec | None:
    """Read a list of patterns; one that is not there or can't be read ignores nothing, as in git."""
    try:
        text = read_bounded(path, MOST_BYTES).decode("utf-8", "surrogateescape")
    except OSError:
        return None
    return GitIgnoreSpec.from_lines(text.splitlines())
