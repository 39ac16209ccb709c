"""Reading histories, as wall-time ratios in one run: against bare git on as many cores, PyDriller, and upward's own second look.

`python benchmarks/history.py [REPOSITORY…]` measures those; without any, this project's own and two made-up ones.
`--million` adds a million made-up commits, `--estate` three hundred repositories, each on one worker and on all.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from generated import make

ROOT = Path(__file__).parent.parent
PEERS = ROOT / "benchmarks" / "peers" / ".venv" / "bin" / "python"
ROUNDS = 3
# What takes less than a second is repeated more often: on a shared machine it meets a slow moment or none.
ROUNDS_SHORT = 9
READ = """
import sys, time, resource
from pathlib import Path
from upward.store.git.repository import open_repository
from upward.store.git.history import GitHistory
path, workers, cache, author = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4].encode()
begun = time.perf_counter()
history = GitHistory(open_repository(Path(path)), Path(cache) if cache else None, workers)
commits = single = 0
def wanted():
    global commits, single
    for raw in history.log():
        commits += 1
        if b" " not in raw.parents and (not author or raw.email == author):
            single += 1
            yield raw.oid.decode()
files = added = deleted = 0
for _, changes in history.changes(wanted()):
    files += len(changes)
    for change in changes:
        added += change.added or 0
        deleted += change.deleted or 0
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(commits, single, files, added, deleted, memory, time.perf_counter() - begun)
"""
DRILL = """
import sys, time, logging
from pydriller import Repository
begun = time.perf_counter()
added = deleted = 0
for commit in Repository(sys.argv[1], num_workers=int(sys.argv[2])).traverse_commits():
    if not commit.merge:
        added += commit.insertions
        deleted += commit.deletions
print(added, deleted, time.perf_counter() - begun)
"""


def pinned(cores: int) -> Callable[[], None]:
    """Give what keeps a child on so many cores."""
    return lambda: os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])


def wall(work: Callable[[], object]) -> float:
    """Give the shortest of some wall times: on a shared machine, the others measure the neighbours."""
    found: list[float] = []
    while len(found) < ROUNDS or (min(found) < 1 and len(found) < ROUNDS_SHORT):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return min(found)


def ours(path: Path, workers: int, cache: str = "", author: str = "") -> list[float]:
    """Read a history in a process of its own; give counts, memory in MB, and its own wall time."""
    command = [sys.executable, "-c", READ, str(path), str(workers), cache, author]
    done = subprocess.run(command, capture_output=True, text=True, check=True, preexec_fn=pinned(workers))
    return [float(word) for word in done.stdout.split()]


def bare(path: Path, cores: int) -> float:
    """Time `git log --numstat -M` on one core, or on halves of the history side by side."""
    if cores == 1:
        command = ["git", "-C", str(path), "log", "--numstat", "-M"]
        return wall(lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=True, preexec_fn=pinned(1)))
    listed = subprocess.run(
        ["git", "-C", str(path), "rev-list", "--no-merges", "HEAD"], capture_output=True, check=True
    )
    oids = listed.stdout.split(b"\n")
    size = -(-len(oids) // cores)
    parts = [b"\n".join(oids[start : start + size]) for start in range(0, len(oids), size)]
    command = ["git", "-C", str(path), "log", "--no-walk=unsorted", "--stdin", "--numstat", "-M"]

    def together() -> None:
        running = []
        for part in parts:
            given = tempfile.TemporaryFile()  # noqa: SIM115 - git closes it at its end
            given.write(part)
            given.seek(0)
            running.append(subprocess.Popen(command, stdin=given, stdout=subprocess.DEVNULL))
        for process in running:
            process.wait()

    return wall(together)


def best(path: Path, workers: int, cache: str = "", author: str = "") -> list[float]:
    """Give the fastest of some runs."""
    found = [ours(path, workers, cache, author)]
    while len(found) < ROUNDS or (found[0][-1] < 1 and len(found) < ROUNDS_SHORT):
        found.append(ours(path, workers, cache, author))
    return min(found, key=lambda each: each[-1])


def rows(path: Path, scratch: Path) -> Iterator[tuple[str, float, float | None, str]]:
    """Yield name, ratio, gate and detail for one repository."""
    one, two = bare(path, 1), bare(path, 2)
    alone, both = best(path, 1), best(path, 2)
    size = f"{alone[0]:,.0f} commits, {alone[2]:,.0f} changed files"
    yield (
        f"{path.name}: whole history, one core / bare git",
        alone[-1] / one,
        1.1,
        f"{alone[-1]:.2f} s, {size}, {alone[5]:.0f} MB",
    )
    yield f"{path.name}: whole history, two cores / two bare gits", both[-1] / two, 1.2, f"{both[-1]:.2f} s"
    people = subprocess.run(
        ["git", "-C", str(path), "log", "--format=%ae"], capture_output=True, text=True, check=True
    ).stdout.split()
    order = sorted(set(people), key=people.count, reverse=True)
    author = order[min(len(order) - 1, 20)]
    mine = best(path, 2, "", author)
    share = people.count(author) / len(people)
    yield f"{path.name}: one author ({share:.1%} of the commits) / bare git", mine[-1] / one, None, f"{mine[-1]:.2f} s"
    cache = str(scratch / "cache")
    shutil.rmtree(cache, ignore_errors=True)
    ours(path, 2, cache, author)
    again = best(path, 2, cache, author)
    yield (
        f"{path.name}: second look, nothing new / bare git",
        again[-1] / one,
        0.05 if one > 2 else None,
        f"{again[-1]:.2f} s",
    )
    yield from whole(path, scratch, author)
    yield from drilled(path, {1: alone, 2: both}, {1: one, 2: two})


def cpu(command: list[str], environment: dict[str, str] | None = None) -> float:
    """Give the CPU time of a command and of all that it started, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def whole(path: Path, scratch: Path, author: str) -> Iterator[tuple[str, float, float | None, str]]:
    """Mine with the whole program, by CPU: cold, the same question again, one author; each beside bare git."""
    mine = [sys.executable, "-m", "upward", "mine", str(path), "--format", "jsonl", "--quiet"]
    git = ["git", "-C", str(path), "log", "--numstat", "-M"]
    for name, asked, gates in (
        ("everyone", ["--everyone"], (1.5, 0.1)),
        ("one author", ["--author", author], (0.25, 0.1)),
    ):
        cold, again, bare_git = list[float](), list[float](), list[float]()
        for number in range(ROUNDS):
            environment = {**os.environ, "XDG_CACHE_HOME": str(scratch / f"whole-{name}-{number}")}
            bare_git.append(cpu(git))
            cold.append(cpu([*mine, *asked], environment))
            again.append(cpu([*mine, *asked], environment))
        for said, found, gate in (("cold", cold, gates[0]), ("nothing new", again, gates[1])):
            label = f"{path.name}: upward mine, {name}, {said} / bare git, CPU"
            yield label, min(found) / min(bare_git), gate, f"{min(found):.2f} s, git {min(bare_git):.2f} s"


def drilled(
    path: Path, mine: dict[int, list[float]], bare_git: dict[int, float]
) -> Iterator[tuple[str, float, float | None, str]]:
    """Compare with PyDriller where it is installed, and its totals with ours; no reader of git is faster than git."""
    if not PEERS.exists():
        return
    for workers, gate in ((1, 7.0), (2, 12.0)):
        command = [str(PEERS), "-c", DRILL, str(path), str(workers)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=pinned(workers))
        if done.returncode:
            continue
        added, deleted, seconds = (float(word) for word in done.stdout.split()[-3:])
        same = (added, deleted) == tuple(mine[workers][3:5])
        totals = "equal totals" if same else f"totals {added:.0f} and {mine[workers][3]:.0f}"
        most = f"PyDriller / bare git: {seconds / bare_git[workers]:.1f}"
        yield (
            f"{path.name}: PyDriller / upward, {workers} core{'s' * (workers > 1)}",
            seconds / mine[workers][-1],
            -gate,
            f"{totals}; {most}",
        )


def estate(scratch: Path) -> Iterator[tuple[str, float, float | None, str]]:
    """Mine three hundred repositories on one worker and on all."""
    folders = [make(scratch / "estate" / f"r{number}", 60, files=40, lines=60, seed=number) for number in range(300)]
    listed = scratch / "repos.txt"
    listed.write_text("\n".join(map(str, folders)))
    times, outputs = {}, set()
    for workers in (1, os.cpu_count() or 1):
        command = [
            sys.executable,
            "-m",
            "upward",
            "mine",
            "--repos",
            str(listed),
            "--everyone",
            "--limit",
            "50",
            "--workers",
            str(workers),
            "--format",
            "jsonl",
            "--quiet",
        ]
        environment = {**os.environ, "XDG_CACHE_HOME": tempfile.mkdtemp(dir=scratch)}
        begun = time.perf_counter()
        done = subprocess.run(command, capture_output=True, check=True, env=environment)
        times[workers] = time.perf_counter() - begun
        outputs.add(done.stdout)
    one, all_ = times[1], times[os.cpu_count() or 1]
    detail = f"{one:.1f} s and {all_:.1f} s, {'the same rows' if len(outputs) == 1 else 'OTHER ROWS'}"
    yield f"300 repositories: one worker / {os.cpu_count()}", one / all_, None, detail


def million(scratch: Path) -> Iterator[tuple[str, float, float | None, str]]:
    """Read a million commits, and a hundred thousand: the memory must not follow."""
    small = ours(make(scratch / "hundred-thousand", 100_000, files=300, lines=12), 2)
    large = ours(make(scratch / "million", 1_000_000, files=300, lines=12), 2)
    yield (
        "memory of a million commits / of a hundred thousand",
        large[5] / small[5],
        None,
        f"{large[5]:.0f} MB, {large[-1]:.0f} s",
    )


def main() -> int:
    """Print every figure; exit with 1 where a gate does not hold."""
    named = [Path(word) for word in sys.argv[1:] if not word.startswith("--")]
    scratch = Path(os.environ.get("UPWARD_BENCH", "") or tempfile.mkdtemp(prefix="upward-bench-"))
    paths = named or [
        ROOT,
        make(scratch / "middle", 8000, files=300, lines=900),
        make(scratch / "larger", 16_000, files=400, lines=700),
    ]
    wanted = [rows(path, scratch) for path in paths]
    wanted += [estate(scratch)] if "--estate" in sys.argv else []
    wanted += [million(scratch)] if "--million" in sys.argv else []
    broken = 0
    for name, ratio, gate, detail in chain.from_iterable(wanted):
        # A gate below zero is the least a peer's ratio may be.
        kept = gate is None or (ratio >= -gate if gate < 0 else ratio <= gate)
        broken += not kept
        said = "" if gate is None else f"gate {abs(gate):g}  {'kept' if kept else 'BROKEN'}"
        print(f"{ratio:8.2f}  {name:<62} {said:<18} {detail}", flush=True)
    print(json.dumps({"broken": broken}))
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
