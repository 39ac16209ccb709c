"""How much a review finds, and how much it says: both, always together.

`python scripts/evaluate_review.py [--with bandit] [FOLDER...]` credits the planted faults of tests/data/planted to their
dimension, by what is shown by default and by all rules of the tools and all checks together, and gives the findings per
thousand lines of the folders; by default of libraries that are installed here.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from upward.analysis.code_review.merging import Equivalents
from upward.analysis.statistics import wilson_interval
from upward.catalogue.catalogue import Catalogue
from upward.jobs.review._examination import Setup, examine
from upward.jobs.review._targets import Target, standing
from upward.jobs.review._tools import RuleMap

ROOT = Path(__file__).parent.parent
PLANTED = ROOT / "tests" / "data" / "planted"
# Names that are defined nowhere: these are fragments, so that this says nothing about them.
FRAGMENT = "F821"
ENDINGS = {"python": ".py", "javascript": ".js", "go": ".go", "rust": ".rs", "java": ".java"}
# Well-kept libraries that upward needs anyway.
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


def setup(*, all_rules: bool, tools: Sequence[str] = ()) -> Setup:
    """Give what an examination works with, as `upward review` makes it."""
    catalogue = Catalogue()
    rules = RuleMap.of(catalogue.dimensions, all_rules=all_rules)
    return Setup(list(catalogue.patterns.values()), rules, Equivalents(catalogue.equivalent_rules["groups"]), tools)


def credited(faults: Sequence[Planted], given: Setup) -> set[int]:
    """Give the numbers of the faults that are found in their dimension; all are examined at once, a folder each."""
    targets = [replace(each.target, path=f"p{number}/{each.target.path}") for number, each in enumerate(faults)]
    found = examine(targets, given).found
    return {
        number
        for path, each in found
        if each.check != FRAGMENT and each.dimension == faults[number := int(path.partition("/")[0][1:])].dimension
    }


def main(arguments: Sequence[str]) -> int:
    """Print recall by language and set, then noise by folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--with", dest="tools", default="", help="bandit")
    given = parser.parse_args(arguments)
    faults = list(planted())
    shown = credited(faults, setup(all_rules=False))
    whole = credited(faults, setup(all_rules=True, tools=list(filter(None, given.tools.split(",")))))
    print(
        f"Planted faults in their dimension, with 95 % intervals: shown by default; all rules{' and ' + given.tools if given.tools else ''}"
    )
    sets = dict.fromkeys(each.language for each in faults)
    for name in [*sets, "python, all", "others, all"]:
        mine = {
            number
            for number, each in enumerate(faults)
            if each.language == name
            or ((name == "python, all") is each.language.startswith("python") and ", all" in name)
        }
        parts = [
            f"{len(mine & each):>4} {len(mine & each) / len(mine):.2f} ({low:.2f}-{high:.2f})"
            for each in (shown, whole)
            for low, high in [wilson_interval(len(mine & each), len(mine))]
        ]
        print(f"  {name:<20} {len(mine):>4}: {'; '.join(parts)}")
    print("Findings per thousand lines of well-kept code, shown by default")
    for name in given.folders or KEPT:
        spec = None if given.folders else find_spec(name)
        noise(Path(name) if given.folders else Path(str(spec.origin)).parent if spec else Path())
    return 0


def noise(folder: Path) -> None:
    """Print the findings per thousand lines of a folder, and the most frequent rules."""
    given = setup(all_rules=False)
    endings = {".py", *(ending for family in given.families for ending in family.languages)}
    targets = [each for each in standing(folder, folder, endings).files if "/tests/" not in f"/{each.path}"]
    examined = examine(targets, given)
    lines = sum(each.size for each in examined.looked_at)
    common = Counter(each.check for _, each in examined.found).most_common(12)
    told = ", ".join(f"{check} {count}" for check, count in common)
    print(f"  {folder.name:<14} {1000 * len(examined.found) / max(lines, 1):5.2f} in {lines:>6} lines: {told}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
