"""Resolve the requirements again, with hashes and without the address of any index."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Half a gigabyte, needed by `make bench` alone; and what only tests and benchmarks need.
LARGE = frozenset({"transcribe", "second-engine"})
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = [word for name in PROJECT["optional-dependencies"] if name not in LARGE for word in ("--extra", name)]
SETS = {
    "run": [*EXTRAS, "pyproject.toml", "requirements/build.in"],
    "dev": [
        *(*EXTRAS, "--group", "test", "--group", "check", "pyproject.toml", "requirements/build.in"),
        *("-c", "requirements/run.txt"),
    ],
    "speech": [
        "--extra",
        "transcribe",
        "--extra",
        "second-engine",
        "-c",
        "requirements/dev.txt",
        "pyproject.toml",
        "requirements/speech.in",
    ],
    "peers": ["requirements/peers.in"],
    "docs": ["--group", "docs", "-c", "requirements/dev.txt"],
}


def main() -> int:
    """Write requirements/*.txt; uv resolves for every platform and Python that upward supports."""
    for name, sources in SETS.items():
        target = ROOT / "requirements" / f"{name}.txt"
        command = [
            *(sys.executable, "-m", "uv", "pip", "compile", "--universal", "--python-version", "3.11", "--quiet"),
            *("--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate", "--upgrade"),
            *("--output-file", str(target), *sources),
        ]
        subprocess.run(command, cwd=ROOT, check=True)
        text = target.read_text("utf-8")
        if re.search(r"https?://|file://|--(?:extra-)?index-url", text):
            print(f"{target} names the address of an index", file=sys.stderr)
            return 1
        print(f"wrote {target.relative_to(ROOT)}: {text.count('==')} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
