"""How well the rules find what a careful reader finds, on notes of our own: counts, precision, recall, F1 with intervals."""

from __future__ import annotations

import random
import re
import sys
from datetime import date
from pathlib import Path

from upward.analysis.lint import lint
from upward.catalogue.catalogue import Catalogue
from upward.model.corpus import Fragment
from upward.model.extension import Context
from upward.text import reading

ROOT = Path(__file__).parent.parent
# A label of a note, the rule that speaks to it, and whether the label means that the rule is silent.
LABELS = {
    "we": ("we-without-i", False),
    "vague": ("vague-outcome", False),
    "obstacle": ("no-obstacle", False),
    "learning": ("no-learning", True),
    "task": ("missing-task", False),
    "result": ("missing-result", False),
    "over": ("over-credit", False),
    "absorbed": ("absorbed-credit", False),
}
DRAWS = 2000


def notes(path: Path) -> list[tuple[set[str], str]]:
    """Read the notes of a file with their labels."""
    found = re.split(r"^=== ?(.*)$", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return [(set(labels.split()), text.strip() + "\n") for labels, text in zip(found[::2], found[1::2], strict=True)]


def rates(pairs: list[tuple[bool, bool]]) -> tuple[float, float, float]:
    """Give precision, recall and F1 of (meant, found) pairs; 1 where there was nothing to find and nothing found."""
    hit = sum(meant and found for meant, found in pairs)
    found, meant = sum(found for _, found in pairs), sum(meant for meant, _ in pairs)
    precision, recall = hit / found if found else 1.0, hit / meant if meant else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if hit else float(not found and not meant)


def main() -> None:
    """Print a row a label; with --wrong, the notes that went wrong."""
    catalogue = Catalogue()
    for name in [argument for argument in sys.argv[1:] if not argument.startswith("--")] or [
        "notes-tuning",
        "notes-held-out",
    ]:
        judged = []
        for meant, text in notes(ROOT / "tests" / "data" / f"{name}.md"):
            record = reading.record("note.md", text, {}, otherwise="story")
            context = Context(Fragment.of([record]), date(2026, 7, 1), catalogue.kinds, catalogue.rubrics, whole=False)
            judged.append(
                (meant, {finding.name for finding in lint([record], catalogue.rules.values(), context)}, text)
            )
        print(
            f"{name}: {len(judged)} notes\n{'label':<10} {'rule':<16} meant found precision recall    F1  95% interval of F1"
        )
        for label, (rule, silent) in LABELS.items():
            pairs = [(label in meant, (rule in found) != silent) for meant, found, _ in judged]
            drawn = random.Random(1)
            f1s = sorted(rates(drawn.choices(pairs, k=len(pairs)))[2] for _ in range(DRAWS))
            precision, recall, f1 = rates(pairs)
            meant_count, found_count = sum(meant for meant, _ in pairs), sum(found for _, found in pairs)
            low, high = f1s[int(DRAWS * 0.025)], f1s[int(DRAWS * 0.975)]
            print(
                f"{label:<10} {rule:<16} {meant_count:5} {found_count:5} {precision:9.2f} {recall:6.2f} {f1:5.2f}  {low:.2f}-{high:.2f}"
            )
            if "--wrong" in sys.argv:
                for (wanted, got), (_, _, text) in zip(pairs, judged, strict=True):
                    if wanted != got:
                        print(f"    {'missed' if wanted else 'wrongly found'}: {text[:110]!r}")
        print()


if __name__ == "__main__":
    main()
