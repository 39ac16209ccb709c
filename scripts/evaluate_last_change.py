"""How often the last change before an incident is its cause, on reverts in histories of services that others published.

A commit that says "This reverts commit X" names what caused a fault, and X. It is counted where X is younger than three
days, so that the fault was noticed in operation. What is not known is the onset: the revert's own time stands for it, which
makes the guess harder, since changes between the onset and the revert count as "last", too. Only faults that a change caused
and a revert ended can show.

    python scripts/evaluate_last_change.py path/to/repository.git …

A component is the folder (two levels) of which a change touched most files. Guesses: components in the order of their last
change, components by how many changes of the last 30 days touched them, and a component of these at random.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from upward.analysis.statistics import wilson_interval

_REVERTS = re.compile(r"This reverts commit ([0-9a-f]{7,40})")
MOST_SECONDS = 3 * 86_400
RECENT_SECONDS = 30 * 86_400


class Change(NamedTuple):
    """A commit of the first-parent history: seconds since 1970, the commit it reverts ("" for none), its component."""

    oid: str
    at: int
    reverts: str
    component: str


def component_of(paths: Sequence[str]) -> str:
    """Give the folder, two levels deep, of most of the paths."""
    folders = Counter("/".join(path.split("/")[:-1][:2]) or "." for path in paths)
    return min(folders, key=lambda name: (-folders[name], name)) if folders else ""


def changes(repository: Path) -> Iterator[Change]:
    """Yield what was merged, oldest first."""
    form = "--format=%x00%H%x01%ct%x01%B%x02"
    command = [
        "git",
        "-C",
        str(repository),
        "log",
        "--first-parent",
        "-m",
        "--no-renames",
        "--name-only",
        "--reverse",
        form,
        "HEAD",
    ]
    raw = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "replace")
    for entry in raw.split("\0")[1:]:
        head, _, rest = entry.partition("\x02")
        oid, at, message = head.split("\x01", 2)
        found = _REVERTS.search(message)
        yield Change(
            oid, int(at), found[1] if found else "", component_of([line for line in rest.splitlines() if line])
        )


def places(history: Sequence[Change], drawn: random.Random) -> Iterator[tuple[int, int, int]]:
    """Yield the rank of the cause by each guess, for every revert of a young commit."""
    known: dict[str, Change] = {}
    for at, each in enumerate(history):
        cause = known.get(each.reverts[:7]) if each.reverts else None
        if cause and cause.oid.startswith(each.reverts) and cause.component and 0 <= each.at - cause.at <= MOST_SECONDS:
            earlier = [change for change in reversed(history[:at]) if each.at - change.at <= RECENT_SECONDS]
            components = [change.component for change in earlier if change.component]
            last = list(dict.fromkeys(components))
            often = [name for name, _ in Counter(components).most_common()]
            shuffled = sorted(set(components))
            drawn.shuffle(shuffled)
            yield last.index(cause.component), often.index(cause.component), shuffled.index(cause.component)
        known[each.oid[:7]] = each


def main(paths: Sequence[str]) -> None:
    """Print AC@1 and AC@3 of each guess."""
    drawn = random.Random(1)
    found = []
    for path in paths:
        own = list(places(list(changes(Path(path))), drawn))
        print(f"{path}: {len(own)} reverts")
        found += own
    for number, name in enumerate(("last change", "most changed", "at random")):
        for k in (1, 3):
            hits = sum(each[number] < k for each in found)
            low, high = wilson_interval(hits, len(found))
            print(f"{name:<14} AC@{k} {hits}/{len(found)} = {hits / len(found):.2f} [{low:.2f}, {high:.2f}]")


if __name__ == "__main__":
    main(sys.argv[1:])
