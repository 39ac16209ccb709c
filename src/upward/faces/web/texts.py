"""Texts that come back from a browser: every line that was not changed keeps its bytes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_SURROGATE = re.compile("[\ud800-\udfff]")


def rejoin(old: str, new: str) -> str:
    """Give the new text with the line ends and undecodable bytes of the old one wherever a line stayed the same.

    A browser gives every line end as LF and shows bytes that are not UTF-8 as U+FFFD.
    """
    if "\r" not in old and not _SURROGATE.search(old):
        return new
    was = lines(old)
    ending = "\r\n" if old.count("\r\n") * 2 > len(was) else "\n"
    now = lines(new)
    made: list[str] = []
    matcher = difflib.SequenceMatcher(
        None, [_seen(line) for line in was], [_seen(line) for line in now], autojunk=False
    )
    for what, i, j, k, end in matcher.get_opcodes():
        if what == "equal":
            made += was[i:j]
        else:
            made += [line[:-1] + ending if line.endswith("\n") else line for line in now[k:end]]
    return "".join(made)


def lines(text: str) -> list[str]:
    """Cut a text into lines with their ends, which may be LF, CRLF or CR."""
    return [line for line in _LINES.findall(text) if line]


def _seen(line: str) -> str:
    body = line.rstrip("\r\n")
    return _SURROGATE.sub("\ufffd", body) + ("\n" if body != line else "")


class Line(NamedTuple):
    """A line of a difference: `add`, `del`, `at` (where), or empty for one that stays."""

    what: str
    text: str


def difference(before: str, after: str, context: int = 1) -> list[Line]:
    """Give the difference of two texts, a line a row."""
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=context)
    return list(_rows(found))


def _rows(found: Iterator[str]) -> Iterator[Line]:
    for number, line in enumerate(found):
        if number > 1:
            yield Line({"+": "add", "-": "del", "@": "at"}.get(line[:1], ""), line)


class Hunk(NamedTuple):
    """A place at which two texts part: the lines of each, or the same lines in both."""

    same: bool
    mine: str
    theirs: str


def hunks(mine: str, theirs: str) -> Sequence[Hunk]:
    """Give where two texts agree and where they part, in order; together they are each text."""
    a, b = lines(mine), lines(theirs)
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    return [Hunk(what == "equal", "".join(a[i:j]), "".join(b[k:end])) for what, i, j, k, end in matcher.get_opcodes()]
