"""How often the two naive guesses name the cause, on faults that others injected and published.

PetShop (Hardt et al., "The PetShop Dataset", CLeaR 2024; CC-BY-4.0): 68 performance faults in a microservice
application of about 40 components. Get https://github.com/amazon-science/petshop-root-cause-analysis and run

    python scripts/evaluate_incidents.py petshop path/to/dataset [train|test]

The score's form was chosen on the training faults; the figure that counts is that of the test faults.
"""

from __future__ import annotations

import csv
import json
import random
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from upward.analysis.incidents.metrics import robust_score
from upward.analysis.statistics import wilson_interval

Series = Mapping[tuple[str, str, str], list[float]]


def petshop_series(path: Path) -> Series:
    """Read PetShop's CSV with its three rows of headings: component, metric, statistic."""
    with path.open(newline="") as file:
        rows = list(csv.reader(file))
    head = list(zip(*rows[:3], strict=True))
    found: dict[tuple[str, str, str], list[float]] = {}
    for place, column in enumerate(head[1:], start=1):
        values = [row[place] for row in rows[4:] if place < len(row)]
        found[column[0], column[1], column[2]] = [float(value) for value in values if value]
    return found


def ranked(before: Series, after: Series) -> list[str]:
    """Give the components by the deviation of their largest column."""
    best: dict[str, float] = {}
    for column, values in after.items():
        score = robust_score(before.get(column, ()), values)
        if score is not None:
            best[column[0]] = max(best.get(column[0], 0.0), score)
    return sorted(best, key=lambda name: (-best[name], name))


def petshop(folder: Path, split: str) -> None:
    """Print how often the cause is the component with the largest deviation, or among the first three."""
    hits: dict[str, list[int]] = {"largest deviation": [], "at random": []}
    drawn = random.Random(1)
    for scenario in sorted(path for path in folder.iterdir() if (path / "noissue" / "metrics.csv").is_file()):
        before = petshop_series(scenario / "noissue" / "metrics.csv")
        for issue in sorted(scenario.glob(f"{split}/issue_*")):
            cause = json.loads((issue / "target.json").read_text())["root_cause"]["node"]
            order = ranked(before, petshop_series(issue / "metrics.csv"))
            hits["largest deviation"].append(order.index(cause) if cause in order else len(order))
            drawn.shuffle(order)
            hits["at random"].append(order.index(cause) if cause in order else len(order))
    for name, places in hits.items():
        report(name, places)


def report(name: str, places: Sequence[int]) -> None:
    """Print AC@1 and AC@3 with their intervals."""
    for k in (1, 3):
        found = sum(place < k for place in places)
        low, high = wilson_interval(found, len(places))
        print(f"{name:<20} AC@{k} {found}/{len(places)} = {found / len(places):.2f} [{low:.2f}, {high:.2f}]")


if __name__ == "__main__":
    petshop(Path(sys.argv[2]), next(iter(sys.argv[3:]), "test"))
