"""Time of `upward review` against ruff and bandit together, on ten thousand lines: `python benchmarks/review.py FOLDER`.

Each round runs both, one after the other, as processes of their own; the ratio is of the medians.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from upward.store.code_analysers import program

LINES = 10_000
ROUNDS = 5


def gathered(source: Path, target: Path) -> int:
    """Copy files until there are enough lines; give how many there are."""
    lines = 0
    for number, path in enumerate(sorted(source.rglob("*.py"))):
        if "test" in str(path) or lines >= LINES:
            continue
        text = path.read_text("utf-8", errors="replace")
        (target / f"m{number}.py").write_text(text, "utf-8")
        lines += text.count("\n")
    return lines


def seconds(folder: str, *commands: Sequence[str]) -> float:
    """Give how long some commands take, one after the other."""
    begun = time.perf_counter()
    for command in commands:
        subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return time.perf_counter() - begun


def main(arguments: Sequence[str]) -> int:
    """Print both times and their ratio."""
    spec = find_spec("hypothesis")
    source = Path(arguments[0]) if arguments else Path(str(spec.origin)).parent if spec else Path()
    with tempfile.TemporaryDirectory() as folder:
        lines = gathered(source, Path(folder))
        ruff = [
            program("ruff"),
            "check",
            "--isolated",
            "--no-cache",
            "--exit-zero",
            "--select",
            "ALL",
            "--output-format",
            "json",
            ".",
        ]
        bandit = [program("bandit"), "-q", "--exit-zero", "-f", "json", "-r", "."]
        review = [sys.executable, "-m", "upward", "review", ".", "--format", "json"]
        pairs = [(seconds(folder, ruff, bandit), seconds(folder, review)) for _ in range(ROUNDS)]
    tools, ours = (statistics.median(each) for each in zip(*pairs, strict=True))
    print(f"{lines} lines: ruff and bandit {tools:.2f} s, upward review {ours:.2f} s, ratio {ours / tools:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
