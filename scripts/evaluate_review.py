"""How many planted faults a review credits to the right dimension, and how much it says about well-kept code: both.

`python scripts/evaluate_review.py [FOLDER…]` reads tests/data/planted, and counts noise on the folders; by default on
the source of libraries that are installed here.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from upward.analysis.statistics import wilson_interval
from upward.catalogue.catalogue import Catalogue
from upward.jobs.review._engine import DIMENSION_OF, LIMITS, examine
from upward.jobs.review._targets import Target, standing
from upward.store.analysers import ruff

ROOT = Path(__file__).parent.parent
PLANTED = ROOT / "tests" / "data" / "planted"
# Names that nobody defined: these are fragments, so that this says nothing about them.
FRAGMENT = "F821"
ENDINGS = {"python": ".py", "javascript": ".js", "go": ".go", "rust": ".rs", "java": ".java"}
# Libraries that others hold to be well kept, and that upward needs anyway.
KEPT = ("rich", "pygls", "docx", "starlette", "anyio", "jsonschema", "hypothesis")
_HEAD = re.compile(r"^=== (?P<dimension>[a-z ]+): (?P<name>.+)$", re.MULTILINE)
_FILE = re.compile(r"^(?:#|//) file: (?P<path>\S+)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault that was planted: in which language, of which dimension, and the code."""

    language: str
    dimension: str
    name: str
    target: Target


def planted() -> Iterator[Planted]:
    """Yield every planted fault."""
    for path in sorted(PLANTED.glob("*.txt")):
        text = path.read_text("utf-8")
        heads = list(_HEAD.finditer(text))
        for head, following in zip(heads, [*heads[1:], None], strict=True):
            code = text[head.end() + 1 : following.start() if following else len(text)]
            named = _FILE.search(code)
            name = named["path"] if named else f"app{ENDINGS[path.stem.partition('-')[0]]}"
            yield Planted(path.stem, head["dimension"], head["name"], Target(name, _FILE.sub("", code), None))


def by_ruff(each: Planted) -> bool:
    """Whether ruff alone finds a fault, credited by the same map: how hard a set is."""
    rows, _ = ruff({each.target.path: each.target.text}, sorted(DIMENSION_OF), LIMITS)
    codes = {str(row.get("code")) for row in rows} - {FRAGMENT}
    return any(DIMENSION_OF.get(code) == each.dimension for code in codes)


def main(folders: list[str]) -> int:
    """Print recall by language and dimension, then noise by folder."""
    families = list(Catalogue().patterns.values())
    hits, all_of, missed = Counter[str](), Counter[str](), list[str]()
    alone = Counter[str]()
    for each in planted():
        found = examine([each.target], families).found
        alone[each.language] += each.target.path.endswith(".py") and by_ruff(each)
        hit = any(spot.dimension == each.dimension and spot.check != FRAGMENT for _, spot in found)
        for key in (each.language, f"{each.language}, {each.dimension}"):
            all_of[key] += 1
            hits[key] += hit
        if not hit:
            said = ", ".join(f"{spot.check} ({spot.dimension})" for _, spot in found)
            missed.append(f"  {each.language}, {each.dimension}: {each.name}{f' [said {said}]' if said else ''}")
    print("Planted faults credited to their dimension, with 95 % intervals")
    for key, count in all_of.items():
        low, high = wilson_interval(hits[key], count)
        ruffs = f", ruff alone {alone[key] / count:.2f}" if alone[key] else ""
        print(f"  {key:<32} {hits[key]:>3} of {count:<3} {hits[key] / count:.2f} ({low:.2f}-{high:.2f}){ruffs}")
    print("Missed", *missed, sep="\n")
    print("Findings a thousand lines of well-kept code")
    for name in folders or KEPT:
        spec = None if folders else find_spec(name)
        folder = Path(name) if folders else Path(str(spec.origin)).parent if spec else Path()
        endings = {".py", *(ending for family in families for ending in family.languages)}
        targets = [each for each in standing(folder, folder, endings).files if "/tests/" not in f"/{each.path}"]
        examined = examine(targets, families)
        lines = sum(each.size for each in examined.looked_at)
        checks = Counter(spot.check for _, spot in examined.found).most_common(12)
        told = ", ".join(f"{check} {count}" for check, count in checks)
        print(f"  {folder.name:<14} {1000 * len(examined.found) / max(lines, 1):5.2f} in {lines:>6} lines: {told}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
