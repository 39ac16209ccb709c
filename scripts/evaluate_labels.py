"""How well questions of other people are labelled: themes, kinds of leadership, levels, and which ask for no story.

usage: evaluate_labels.py QUESTIONS.txt      one question a line, from the repositories named in training/question-labels.jsonl

The labels are another reader's, by the digest of a question; the texts stay with their authors. Prints shares with 95 %
intervals by drawing questions, and how often a theme of a given strength is one of the reader's.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from upward.analysis.questions.label_model import Labeller
from upward.analysis.questions.levels import levels
from upward.catalogue.catalogue import Catalogue

LABELS = Path(__file__).parent.parent / "training" / "question-labels.jsonl"
DRAWS, BANDS, THREE = 2000, 5, 3


def labelled(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each question with its labels; those that no one labelled are left out."""
    known = {row["question"]: row for row in map(json.loads, LABELS.read_text("utf-8").splitlines())}
    for line in path.read_text("utf-8").splitlines():
        digest = hashlib.sha256(" ".join(line.split()).encode()).hexdigest()[:16]
        if digest in known:
            yield line, known[digest]


def shown(name: str, hits: Sequence[bool]) -> str:
    """Give a share with its interval and count."""
    drawn = random.Random(1)
    means = sorted(sum(drawn.choices(hits, k=len(hits))) / len(hits) for _ in range(DRAWS))
    return f"{name:<46} {sum(hits) / len(hits):.2f} ({means[DRAWS // 40]:.2f}-{means[-DRAWS // 40]:.2f}) of {len(hits)}"


def figures(rows: Sequence[tuple[str, dict[str, Any]]], labeller: Labeller) -> Iterator[str]:
    """Yield the lines of the evaluation."""
    for name in ("first", "second"):
        for wanted, what in ((0, "no story"), (1, "a story")):
            hits = [
                not labeller.asks_for_story(text) for text, row in rows if row["set"] == name and row["story"] == wanted
            ]
            yield shown(f"{name} set, refused of those that ask for {what}", hits)
    full = [(text, row) for text, row in rows if "themes" in row]
    themes = [
        ([label.criterion for label in labeller.labels("story-themes", text)], row["themes"]) for text, row in full
    ]
    yield shown("theme is one of the reader's, at 1", [found[0] in meant for found, meant in themes])
    yield shown("the same, among 3", [not {*found[:THREE]}.isdisjoint(meant) for found, meant in themes])
    kinds = [(labeller.labels("leadership-kinds", text)[0].criterion, row["kinds"]) for text, row in full]
    yield shown("kind of leadership is one of the reader's", [found in meant for found, meant in kinds])
    yield shown("level is the reader's", [levels(text)[0].criterion == row["level"] for text, row in full])
    bands: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for text, row in full:
        for label in labeller.labels("story-themes", text):
            bands[min(BANDS - 1, int(label.strength * BANDS))].append(
                (label.strength, label.criterion in row["themes"])
            )
    for _, each in sorted(bands.items()):
        mean, right = sum(strength for strength, _ in each) / len(each), sum(hit for _, hit in each) / len(each)
        yield f"themes of a mean strength of {mean:.2f}: {right:.2f} right, {len(each)} labels"


def main() -> None:
    """Print the figures of docs/evaluation/labels.md."""
    for line in figures(list(labelled(Path(sys.argv[1]))), Catalogue().labeller):
        print(line)


if __name__ == "__main__":
    main()
