"""Compare `upward check` with prose linters and a Markdown linter: CPU time on the same files, in one run.

The peers live in benchmarks/peers, set up by this script: rumdl and proselint from hashed
requirements, write-good and textlint by npm where there is one. The files are the Markdown
that those npm packages bring along, copied until there are some 33 MB; without npm, our own.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PEERS = ROOT / "benchmarks" / "peers"
SIZE = 33_000_000
PART = 8_000_000
ROUNDS = 3


@dataclass(frozen=True)
class Cost:
    """CPU seconds and resident kilobytes of a command."""

    seconds: float
    resident: int


def run(command: Sequence[str], cache: Path) -> Cost:
    """Run a command once, with a cache folder of its own."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "NO_COLOR": "1"}
    # Some shells ask Python not to keep what it compiled; an installed command has it.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(child.pid, 0)
    child.returncode = 0
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss)


def set_up() -> dict[str, list[str]]:
    """Install the peers and give their commands; says what is left out and why."""
    python = PEERS / ".venv" / "bin" / "python"
    if not python.exists():
        print("Installing rumdl and proselint into benchmarks/peers/.venv", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(PEERS / ".venv")], check=True)
        install = [
            str(python),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "-r",
            str(ROOT / "requirements" / "peers.txt"),
        ]
        subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
    tools = python.parent
    found = {"rumdl": [str(tools / "rumdl"), "check", "--no-cache"], "proselint": [str(tools / "proselint"), "check"]}
    npm = shutil.which("npm")
    if npm is None:
        print("Without npm, write-good and textlint are left out")
        return found
    if not (PEERS / "node_modules" / "textlint-rule-stop-words").exists():
        print("Installing write-good and textlint into benchmarks/peers/node_modules", flush=True)
        subprocess.run(
            [npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"], cwd=PEERS, check=True
        )
    tools = PEERS / "node_modules" / ".bin"
    found["write-good"] = [str(tools / "write-good")]
    found["textlint"] = [str(tools / "textlint"), "--rule", "write-good"]
    # For comparison only: with three sets of phrases instead of one. The gate is that of one.
    found["textlint, three rule sets"] = [*found["textlint"], "--rule", "stop-words", "--rule", "common-misspellings"]
    return found


def corpus(folder: Path) -> tuple[Path, Path]:
    """Copy Markdown until there is enough; give the whole and a part of it."""
    sources = sorted(path for path in (PEERS / "node_modules").rglob("*.md") if path.is_file()) or sorted(
        (ROOT / "docs").rglob("*.md")
    )
    size = number = 0
    while size < SIZE:
        for path in sources:
            raw = path.read_bytes()
            target = folder / ("part" if size + len(raw) < PART else "rest") / str(number // 500)
            target.mkdir(parents=True, exist_ok=True)
            (target / f"note{number}.md").write_bytes(raw)
            size, number = size + len(raw), number + 1
            if size >= SIZE:
                break
    print(f"{number} files, {size / 1e6:.1f} MB")
    return folder, folder / "part"


def median(command: Sequence[str], cache: Path, rounds: int = ROUNDS) -> Cost:
    """Give the middle of a few runs."""
    runs = [run(command, cache) for _ in range(rounds)]
    return Cost(statistics.median(each.seconds for each in runs), max(each.resident for each in runs))


def against(ours: Sequence[str], theirs: Sequence[str], cache: Path) -> float:
    """Give how many times longer a peer takes that runs for minutes.

    Ours runs before and behind each of its runs: the machine's speed may change within one of them, and a run of
    a second meets either the fast or the slow machine where one of minutes meets both.
    """
    mine, others = [run(ours, cache).seconds for _ in range(ROUNDS)], []
    for _ in range(2):
        others.append(run(theirs, cache).seconds)
        mine += [run(ours, cache).seconds for _ in range(ROUNDS)]
    return statistics.mean(others) / statistics.mean(mine)


def rows(peers: dict[str, list[str]], whole: Path, part: Path, cache: Path) -> Iterator[tuple[str, float, float, bool]]:
    """Yield name, value, gate, and whether more is better."""
    ours = [sys.executable, "-m", "upward", "check", "--output-format", "concise"]
    cold = median([*ours, "--no-cache", str(whole)], cache)
    rumdl = median([*peers["rumdl"], str(whole)], cache)
    run([*ours, str(whole)], cache)
    again = median([*ours, str(whole)], cache)
    size = sum(path.stat().st_size for path in whole.rglob("*.md"))
    yield "cold, MB of Markdown a CPU second", size / 1e6 / cold.seconds, 10, True
    yield "resident MB, cold", cold.resident / 1024, 80, False
    yield "speed of rumdl", rumdl.seconds / cold.seconds, 1.0, True
    yield "unchanged rerun / rumdl", again.seconds / rumdl.seconds, 0.5, False
    files = sorted(str(path) for path in part.rglob("*.md"))
    mine = [*ours, "--no-cache", str(part)]
    for name, gate in (("proselint", 15), ("write-good", 6), ("textlint", 40)):
        if name in peers:
            theirs = [*peers[name], *([str(part)] if name == "proselint" else files)]
            yield f"speed of {name}, on {PART / 1e6:.0f} MB", against(mine, theirs, cache), gate, True
    if "textlint, three rule sets" in peers:
        few = files[: len(files) // 8]
        theirs = [*peers["textlint, three rule sets"], *few]
        yield (
            "speed of textlint, three rule sets, on 1 MB",
            against([*ours, "--no-cache", *few], theirs, cache),
            0,
            True,
        )
    start = median([sys.executable, "-m", "upward", "--version"], cache, 9)
    slow = median([peers["proselint"][0], "--help"], cache, 9)
    yield "start-up / proselint", start.seconds / slow.seconds, 0.5, False


def main() -> int:
    """Print every figure with its gate; exit with 1 where one does not hold."""
    peers = set_up()
    broken = 0
    with tempfile.TemporaryDirectory() as name:
        whole, part = corpus(Path(name) / "notes")
        for what, value, gate, more in rows(peers, whole, part, Path(name) / "cache"):
            kept = value >= gate if more else value <= gate
            broken += not kept
            print(
                f"{value:8.2f}  {what:<40} gate {'≥' if more else '≤'} {gate:<5} {('kept' if kept else 'BROKEN') if gate else '(for comparison)'}",
                flush=True,
            )
    return int(broken > 0)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())
