"""Measure speed as ratios against a floor or a peer in the same run; `make bench` prints them and fails on a gate.

Times on a shared machine say little; ratios of CPU time, taken turn by turn, hold.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 9
RECORDS = 10_000


@dataclass(frozen=True)
class Row:
    """One figure, what it is a ratio of, and the most it may be; no bound where none was set."""

    name: str
    ratio: float
    most: float | None
    detail: str

    @property
    def kept(self) -> bool:
        """Whether the gate holds."""
        return self.most is None or self.ratio <= self.most


def cpu(command: Sequence[str]) -> float:
    """Give the CPU time of a program in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def spent(work: Callable[[], object]) -> float:
    """Give the CPU time of a call in seconds."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def start_up() -> Iterator[Row]:
    """Compare `upward --help` with importing argparse."""
    python = sys.executable
    pairs = [
        (
            cpu([python, "-c", "import argparse"]),
            cpu([python, "-m", "upward", "--help"]),
            cpu([python, "-m", "upward", "check", "--help"]),
        )
        for _ in range(ROUNDS)
    ]
    floor, help_, check = (statistics.median(column) for column in zip(*pairs, strict=True))
    yield Row("upward --help / python -c 'import argparse'", help_ / floor, 2.5, f"{help_ * 1000:.0f} ms CPU")
    yield Row("upward check --help / python -c 'import argparse'", check / floor, None, f"{check * 1000:.0f} ms CPU")


@contextmanager
def estate() -> Iterator[Path]:
    """Make a logbook of ten thousand records."""
    from upward.model.record import Value
    from upward.text import record_writer

    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / ".upward").mkdir()
        (root / "evidence").mkdir()
        for number in range(RECORDS):
            fields: dict[str, Value] = {
                "title": f"Effort {number} on part {number % 97}",
                "date": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}",
                "origins": [f"git:{number:040x}"],
                "areas": [f"src/part{number % 97}", "tests"],
                "measures": [{"id": "lines", "value": str(number), "unit": "lines", "status": "measured"}],
            }
            body = f"## What happened\n\n- Added retries to the upload of part {number % 97} (word{number})\n"
            (root / "evidence" / f"effort-{number}.md").write_text(record_writer.compose_record(fields, body), "utf-8")
        yield root


def logbook() -> Iterator[Row]:
    """Rebuild, one-file update and search, against reading the files and against bare SQLite."""
    from upward.store.logbook.files import RecordFolders
    from upward.store.logbook.folder import Folder
    from upward.store.logbook.index import FILE, IndexedCorpus

    with estate() as root:
        shelf = RecordFolders(Folder(root), {"evidence": "evidence"})
        paths = sorted((root / "evidence").iterdir())
        read = spent(lambda: [path.read_bytes() for path in paths])
        index = IndexedCorpus(shelf)
        rebuild = spent(index.refresh)
        # Past the moment in which a file may change and keep its stamp, so that nothing is read twice.
        time.sleep(0.2)
        index.refresh()
        stat = spent(lambda: [path.stat() for path in paths])
        again = spent(index.refresh)
        paths[0].write_text(paths[0].read_text("utf-8") + "changed\n", "utf-8")
        one = spent(index.refresh)
        search = statistics.median(spent(lambda: index.search("retries word77")) for _ in range(ROUNDS))
        database = sqlite3.connect(root / FILE)
        statement = "SELECT rowid FROM words WHERE words MATCH ?"
        bare = statistics.median(
            spent(lambda: database.execute(statement, ('"retries"* "word77"*',)).fetchall()) for _ in range(ROUNDS)
        )
        database.close()
        index.close()
    yield Row(f"rebuild of {RECORDS:,} records / reading their bytes", rebuild / read, None, f"{rebuild:.2f} s CPU")
    yield Row("refresh with nothing new / a stat of each file", again / stat, None, f"{again * 1000:.0f} ms CPU")
    yield Row("refresh after one change / rebuild", one / rebuild, 0.10, f"{one * 1000:.0f} ms CPU")
    yield Row("search / bare FTS5 query", search / bare, None, f"{search * 1000:.1f} ms CPU")


def main() -> int:
    """Print every figure; exit with 1 where a gate does not hold."""
    rows = [*start_up(), *logbook()]
    for row in rows:
        gate = f"gate {row.most:.2f}  {'kept' if row.kept else 'BROKEN'}" if row.most is not None else ""
        print(f"{row.ratio:8.2f}  {row.name:<58} {row.detail:<16} {gate}")
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(json.dumps([row.__dict__ for row in rows], indent=1) + "\n", "utf-8")
    return 0 if all(row.kept for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
