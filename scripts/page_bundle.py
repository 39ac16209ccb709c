"""See that what the page loads is what its sources build to.

Without an argument the sums in `build.json` are compared: of the sources, and of what was built from them.
With `--build` the bundle is rebuilt from the packages of npm (Node.js 20 or newer) and must come out the same.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
WEB = ROOT / "web"
STATIC = ROOT / "src" / "upward" / "faces" / "web" / "static"


def differing(built: Path = STATIC) -> list[str]:
    """Give what is not as `build.json` says: changed, missing, or beside it."""
    manifest = json.loads((STATIC / "build.json").read_text("utf-8"))
    wrong = [f"web/{name}" for name, sum_ in manifest["sources"].items() if _sum(WEB / name) != sum_]
    wrong += [name for name, sum_ in manifest["outputs"].items() if _sum(built / name) != sum_]
    beside = [path for path in sorted(built.iterdir()) if path.name not in {*manifest["outputs"], "build.json"}]
    # A script that begins with a comment is served as it is written; what was built has none.
    return [*wrong, *(path.name for path in beside if not path.read_text("utf-8").startswith("// "))]


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def main(arguments: list[str]) -> int:
    """Compare, after a build where that was asked for."""
    with tempfile.TemporaryDirectory() as folder:
        built = STATIC
        if arguments == ["--build"]:
            subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=WEB, check=True)
            subprocess.run(["node", "build.mjs", folder], cwd=WEB, check=True)
            built = Path(folder)
        wrong = differing(built)
    if wrong:
        print(f"Not what the sources build to: {', '.join(wrong)}. Run `make page`.", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
