"""Which decisions and concerns the changed paths touch, traced to the path that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pathspec

from upward.model.record import Record

# A path in a text: with a slash, or a file name with an ending.
_PATH = re.compile(r"(?<![\w/.:-])(?:[\w.@-]+/)+[\w.@-]*|(?<![\w/.:-])[\w@-]+\.[A-Za-z]\w{0,5}(?![\w/])")
_OVER = re.compile(r"(?i)^(?:superseded|deprecated|rejected)")
MIN_PATH = 4


class Touched(NamedTuple):
    """A record that a change touches, with the changed path and what in the record names it."""

    record: Record
    path: str
    because: str


def touched_decisions(decisions: Sequence[Record], paths: Sequence[str]) -> Iterator[Touched]:
    """Yield the decisions in force that name a changed file, or a folder above it."""
    for record in decisions:
        if _OVER.match(record.string("status")):
            continue
        named = sorted(
            {each.strip(".") for each in _PATH.findall(record.text) if len(each) >= MIN_PATH}, key=len, reverse=True
        )
        found = next(((path, name) for name in named for path in paths if _is_in(path, name)), None)
        if found is not None:
            yield Touched(record, found[0], f"it names {found[1]}")


def _is_in(path: str, name: str) -> bool:
    folder = name.rstrip("/")
    if "/" not in name:
        return path.rpartition("/")[2] == name
    return path == folder or path.startswith(f"{folder}/")


def touched_concerns(concerns: Sequence[Record], paths: Sequence[str]) -> Iterator[Touched]:
    """Yield the open concerns whose `paths` match a changed one."""
    for record in concerns:
        if record.string("status") == "closed":
            continue
        for pattern in record.strings("paths"):
            spec = pathspec.GitIgnoreSpec.from_lines([pattern])
            path = next((each for each in paths if spec.match_file(each)), None)
            if path is not None:
                yield Touched(record, path, f"its paths hold {pattern}")
                break
