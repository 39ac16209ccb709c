"""The last changes before a moment: when each was committed, what it says, and which files it changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from upward.store.git.repository import Repository


class Change(NamedTuple):
    """A commit as a change that could have caused something."""

    oid: str
    at: datetime
    title: str
    paths: tuple[str, ...]


def changes_before(repository: Repository, moment: datetime, most: int) -> Iterator[Change]:
    """Yield the last `most` commits behind the head that were committed up to a moment, newest first."""
    if not repository.head:
        return
    options = (f"--until={int(moment.timestamp())}", f"--max-count={most}", "--name-only", "--no-renames")
    form = "--format=%x01%H%x02%ct%x02%s"
    raw = repository.run(["log", *options, form, "-m", "--first-parent", repository.head])
    for block in raw.decode("utf-8", "replace").split("\x01")[1:]:
        head, _, rest = block.partition("\n")
        oid, seconds, title = head.split("\x02", 2)
        paths = tuple(line for line in rest.splitlines() if line)
        yield Change(oid, datetime.fromtimestamp(int(seconds), UTC), title, paths)
