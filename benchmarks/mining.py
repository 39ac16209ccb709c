"""What `upward mine` costs beside bare git, by processor time of all processes, in one run.

`python benchmarks/mining.py REPOSITORY --author EMAIL` prints, for everyone and for one author, a first run and one in which
nothing is new, as a multiple of `git log --numstat -M` before and after. The gates are 1.5 and .10 for everyone, .25 for one
author. Memory is that of the
largest process, which is git with the packs it has mapped.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Cost(NamedTuple):
    """Processor time in seconds, and the most memory of any process in megabytes."""

    seconds: float
    megabytes: int


MEASURE = """
import os, resource, subprocess, sys
with open(os.devnull, "w") as nothing:
    code = subprocess.run(sys.argv[1:], stdout=nothing, stdin=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)
sys.exit(code)
"""


def cost(command: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """Run a command, and give what it and all its children took."""
    measured = [sys.executable, "-c", MEASURE, *command]
    done = subprocess.run(measured, check=True, capture_output=True, text=True, env={**os.environ, **environment})
    seconds, megabytes = done.stdout.split()
    return Cost(float(seconds), int(megabytes))


def main() -> int:
    """Print the costs of one repository."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository")
    parser.add_argument("--author", required=True)
    options = parser.parse_args()
    bare = ["git", "-C", options.repository, "log", "--numstat", "-M"]
    mine = [sys.executable, "-m", "upward", "mine", options.repository, "--format", "jsonl", "--quiet"]
    bare_costs = [cost(bare, {}).seconds]
    found = []
    for asked in (["--everyone"], ["--author", options.author]):
        with tempfile.TemporaryDirectory() as cache:
            # An installed program has its bytecode; a clone with PYTHONDONTWRITEBYTECODE would compile each time.
            environment = {
                "XDG_CACHE_HOME": cache,
                "PYTHONDONTWRITEBYTECODE": "",
                "PYTHONPYCACHEPREFIX": f"{cache}/code",
            }
            cost([*mine[:3], "mine", "--help"], environment)
            found += [(f"{asked[0]}, {when}", cost([*mine, *asked], environment)) for when in ("first", "again")]
        bare_costs.append(cost(bare, {}).seconds)
    git = sum(bare_costs) / len(bare_costs)
    print(f"git log --numstat -M: {', '.join(f'{each:.2f}' for each in bare_costs)} s")
    for name, each in found:
        print(f"{name}: {each.seconds:.2f} s, {each.seconds / git:.3f} x git, {each.megabytes} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
