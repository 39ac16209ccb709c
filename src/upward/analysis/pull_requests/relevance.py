"""Which decisions and concerns the changed paths touch, each with what in its text says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import pathspec

from upward.analysis.pull_requests.named_code import named_code, reason
from upward.model.record import Record

_OVER = ("superseded", "deprecated", "rejected")


class Touched(NamedTuple):
    """A record that a change touches, with the changed path and what in the record names it."""

    record: Record
    path: str
    because: str


def touched_decisions(
    decisions: Sequence[Record], paths: Sequence[str], tree: Collection[str] = ()
) -> Iterator[Touched]:
    """Yield the decisions in force that name a changed file: its path, a glob, its module or its component.

    `tree` are all paths of the repository: a file's name alone counts where no other file is called so.
    """
    called = Counter(path.rpartition("/")[2] for path in tree)
    for record in decisions:
        if record.string("status").lower().startswith(_OVER):
            continue
        # A decision's own file names itself.
        others = [path for path in paths if path != record.path]
        found = next(
            (
                (path, said)
                for named in named_code(record)
                for path in others
                if (said := reason(named, path)) and (path == named.name or called[named.name] <= 1)
            ),
            None,
        )
        if found is not None:
            yield Touched(record, *found)


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
