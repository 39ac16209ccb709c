"""How many questions of `upward grill` independent readers also ask; docs/evaluation/rehearsal.md has the figures.

Stories of other people are in a logbook of their own. `questions LOGBOOK [N]` writes the first N questions (5) on each of
them, a row of JSON each: {"story", "n", "question"}. Readers write their questions without having seen these. Someone
who does not know whose a question is says which readers ask the same thing, in rows {"story", "n", "readers": ["a", "c"]}.
`score ANSWERS` counts them:

    python scripts/evaluate_grill.py questions path/to/logbook > questions.jsonl
    python scripts/evaluate_grill.py score answers.jsonl
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from upward.analysis.statistics import wilson_interval

FIRST = 5


def questions(logbook: Path, first: int) -> None:
    """Print the first questions on each story of a logbook."""
    for path in sorted((logbook / "stories").glob("*.md")):
        command = [sys.executable, "-m", "upward", "grill", path.stem, "--show", "--format", "json"]
        # Exit code 1 says that questions are open.
        ran = subprocess.run(command, cwd=logbook, capture_output=True, text=True, check=False)
        for number, row in enumerate(json.loads(ran.stdout)["open"][:first], start=1):
            print(json.dumps({"story": path.stem, "n": number, "question": row["question"]}))


def score(answers: Path) -> None:
    """Print the share of questions that at least one reader asks, two ask, and all three ask."""
    rows = [json.loads(line) for line in answers.read_text("utf-8").splitlines() if line.strip()]
    for least in (1, 2, 3):
        hits = sum(len(set(row["readers"])) >= least for row in rows)
        low, high = wilson_interval(hits, len(rows))
        print(f"asked by {least} or more readers: {hits} of {len(rows)} ({low:.2f}–{high:.2f})")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["questions", folder, *rest]:
            questions(Path(folder), int(rest[0]) if rest else FIRST)
        case ["score", file]:
            score(Path(file))
        case _:
            sys.exit(__doc__)
