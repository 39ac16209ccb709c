"""How many of the kinds of fault that others planted a review finds: `python scripts/evaluate_review_others.py FOLDER`.

FOLDER holds unpacked source archives, as `pip download --no-binary :all: --no-deps` brings them, of linters that were
written without us: their own tests show each kind they tell of, in code of theirs. Read are those that
`planted_by_others.py` has a reader for; of bandit, which must be installed, since only it says in which lines.
A kind counts as found when half of its places are, credited to its dimension; which dimension a kind speaks to, and which
are matters of taste or of types and are left out, was written down before any was judged. None of their code is here.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from planted_by_others import AGAIN, READERS, Example

from upward.analysis.statistics import wilson_interval
from upward.catalogue.catalogue import Catalogue
from upward.jobs.review._engine import DIMENSION_OF, LIMITS, examine
from upward.jobs.review._targets import Target
from upward.store.analysers import ruff

# Names that nobody defined: most of these are fragments.
FRAGMENT = "F821"


class Judge:
    """What a review, and ruff alone, credit in which lines; each program is looked at once."""

    def __init__(self) -> None:
        self.families = list(Catalogue().patterns.values())
        self.seen: dict[tuple[str, str], tuple[list[tuple[str, int, int]], list[tuple[str, int, int]]]] = {}

    def finds(self, example: Example) -> tuple[bool, bool]:
        """Say whether a review finds it, and whether ruff alone does."""
        key = (example.path, example.code)
        if key not in self.seen:
            # Not "test" by its name: these are judged as the programs they stand for.
            found = examine([Target(example.path, example.code, None)], self.families).found
            rows: Sequence[Mapping[str, Any]] = ()
            if example.path.endswith(".py"):
                rows, _ = ruff({example.path: example.code}, sorted(DIMENSION_OF), LIMITS)
            self.seen[key] = (
                [(spot.dimension, spot.line, spot.end) for _, spot in found if spot.check != FRAGMENT],
                [
                    (DIMENSION_OF.get(str(row["code"]), ""), row["location"]["row"], row["end_location"]["row"])
                    for row in rows
                    if row["code"] != FRAGMENT
                ],
            )
        ours, theirs = self.seen[key]
        return _hits(ours, example), _hits(theirs, example)


def _hits(found: list[tuple[str, int, int]], example: Example) -> bool:
    return any(
        dimension == example.dimension and example.first - 1 <= line <= example.last and end >= example.first
        for dimension, line, end in found
    )


def main(arguments: list[str]) -> int:
    """Print, for each source, how many kinds and places are found, with ruff's share."""
    if not arguments:
        print(__doc__)
        return 2
    judge, every = Judge(), list[list[tuple[bool, bool]]]()
    for readers, label in ((READERS, "{}"), (AGAIN, "{} documented")):
        for name, reader in readers.items():
            for folder in sorted(Path(arguments[0]).glob(f"{name}-*/")):
                kinds = _judged(judge, reader(folder))
                every += kinds if readers is READERS else []
                _say(label.format(folder.name), kinds)
        if readers is READERS:
            _say("all", every)
    return 0


def _judged(judge: Judge, examples: Iterable[Example]) -> list[list[tuple[bool, bool]]]:
    """Give for each kind what a review, and ruff alone, finds of its places."""
    kinds: defaultdict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for example in examples:
        kinds[example.kind].append(judge.finds(example))
    return list(kinds.values())


def _say(name: str, kinds: list[list[tuple[bool, bool]]]) -> None:
    if kinds:
        ours, theirs = (
            sum(2 * sum(place[which] for place in places) >= len(places) for places in kinds) for which in (0, 1)
        )
        places = [place for each in kinds for place in each]
        low, high = wilson_interval(ours, len(kinds))
        share = sum(ours for ours, _ in places) / len(places)
        print(f"{name:<24} {ours:>3} of {len(kinds):<3} kinds {ours / len(kinds):.2f} ({low:.2f}-{high:.2f}), "
              f"ruff alone {theirs / len(kinds):.2f}; of {len(places)} places {share:.2f}")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
