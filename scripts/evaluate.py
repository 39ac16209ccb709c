"""How well the rules find what a careful reader finds, on notes of our own: counts, precision, recall, F1 with intervals."""

from __future__ import annotations

import random
import re
import sys
from datetime import date
from pathlib import Path

from upward.analysis.lint.runner import lint_records
from upward.catalogue.catalogue import Catalogue
from upward.model.corpus import MemoryCorpus
from upward.model.rule import Context
from upward.text import record_reader

ROOT = Path(__file__).parent.parent
# A label of a note, the rules that speak to it, and whether the label means that all of them are silent.
LABELS = {
    "we": ("we-without-i", False),
    "vague": ("vague-outcome", False),
    "obstacle": ("no-obstacle", False),
    "learning": ("no-learning", True),
    "metric": ("no-metric vague-outcome missing-result", True),
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


def spoken(text: str, catalogue: Catalogue) -> set[str]:
    """Give the names of the rules that speak to a text."""
    record = record_reader.parse_record("note.md", text, {}, otherwise="story")
    context = Context(MemoryCorpus.of([record]), date(2026, 7, 1), catalogue.kinds, catalogue.rubrics, whole=False)
    return {finding.name for finding in lint_records([record], catalogue.rules.values(), context)}


def judged(name: str) -> list[tuple[set[str], set[str], str]]:
    """Give each note's labels, the rules that spoke, and its text."""
    catalogue = Catalogue()
    return [(meant, spoken(text, catalogue), text) for meant, text in notes(ROOT / "tests" / "data" / f"{name}.md")]


def told_twice(name: str) -> list[tuple[tuple[set[str], str], tuple[set[str], str]]]:
    """Give pairs of texts, the bad (-) and the good (+) one, each with the rules that spoke."""
    catalogue = Catalogue()
    text = (ROOT / "tests" / "data" / f"{name}.txt").read_text("utf-8")
    pairs = []
    for bad, good in re.findall(r"^- (.*?)^\+ (.*?)(?:\n\n|\Z)", text, flags=re.MULTILINE | re.DOTALL):
        one, other = (re.sub(r"^  ", "", each.strip(), flags=re.MULTILINE) + "\n" for each in (bad, good))
        pairs.append(((spoken(one, catalogue), one), (spoken(other, catalogue), other)))
    return pairs


def pairs_of(label: str, rows: list[tuple[set[str], set[str], str]]) -> list[tuple[bool, bool]]:
    """Give, for each note, whether the label was meant and whether the rule found it."""
    rules, silent = LABELS[label]
    return [(label in meant, found.isdisjoint(rules.split()) == silent) for meant, found, _ in rows]


def main() -> None:
    """Print a row a label; with --wrong, the notes that went wrong."""
    for name in [argument for argument in sys.argv[1:] if not argument.startswith("--")] or ["notes-tuning"]:
        rows = judged(name)
        print(
            f"{name}: {len(rows)} notes\n{'label':<10} {'rule':<16} meant found precision recall    F1  95% interval of F1"
        )
        for label, (rule, _) in LABELS.items():
            pairs = pairs_of(label, rows)
            drawn = random.Random(1)
            f1s = sorted(rates(drawn.choices(pairs, k=len(pairs)))[2] for _ in range(DRAWS))
            precision, recall, f1 = rates(pairs)
            count = f"{sum(meant for meant, _ in pairs):5} {sum(found for _, found in pairs):5}"
            low, high = f1s[int(DRAWS * 0.025)], f1s[int(DRAWS * 0.975)]
            print(
                f"{label:<10} {rule.split()[0]:<16} {count} {precision:9.2f} {recall:6.2f} {f1:5.2f}  {low:.2f}-{high:.2f}"
            )
            if "--wrong" in sys.argv:
                for (wanted, got), (_, _, text) in zip(pairs, rows, strict=True):
                    if wanted != got:
                        print(f"    {'missed' if wanted else 'wrongly found'}: {text[:110]!r}")


if __name__ == "__main__":
    main()
