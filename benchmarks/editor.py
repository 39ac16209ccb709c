"""The language server, from a change to its diagnostics: a long editing session replayed in one process.

What the client's pipe costs is left out; reading the change, checking, and giving the answer
the protocol's shape are in.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from lsprotocol import types
from pygls.workspace import PositionCodec, TextDocument

from upward.faces.lsp import protocol
from upward.faces.lsp.workspace import Workspace

GATES = ((5_000, 1.0), (300_000, 30.0))
CHANGES = 300


def session(size: int, root: Path) -> list[float]:
    """Give the milliseconds of each change in a text of about `size` bytes."""
    example = min((Path(__file__).parent.parent / "src/upward/kinds/story/examples").glob("*.md"))
    front, _, body = example.read_text("utf-8").partition("\n---\n")
    text = front + "\n---\n" + body * (size // len(body) + 1)
    path = root / "stories" / "long.md"
    document = TextDocument(path.as_uri(), text[:size], 1, position_codec=PositionCodec())
    desk, dice = Workspace(dict(os.environ)), random.Random(1)
    desk.put(path.as_uri(), path, document.source, 1)
    times = []
    for version in range(2, CHANGES + 2):
        line = dice.randrange(10, len(document.lines) - 1)
        place = types.Position(line, dice.randrange(len(document.lines[line]) or 1))
        new = dice.choice(("x", "We decided. ", "\n", " 40 %"))
        begun = time.perf_counter()
        document.apply_change(types.TextDocumentContentChangePartial(types.Range(place, place), new))
        sheet = desk.put(path.as_uri(), path, document.source, version)
        [protocol.diagnostic(finding, sheet.places, {}) for finding in sheet.findings]
        times.append((time.perf_counter() - begun) * 1000)
    return times


def main() -> int:
    """Print the median and the 95th percentile with their gates; exit with 1 where the median is above."""
    broken = 0
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for folder in (".upward", "stories"):
            (root / folder).mkdir()
        for size, gate in GATES:
            times = session(size, root)
            middle, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
            broken += middle > gate
            verdict = "kept" if middle <= gate else "BROKEN"
            print(f"{middle:8.2f} ms ({high:.2f} at the 95th percentile), {size // 1000} KB  gate ≤ {gate} {verdict}")
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
