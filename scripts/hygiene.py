"""What must not be in the repository: addresses of package indexes, paths of a machine, large files."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
MOST_BYTES = 1024 * 1024
REFUSED = {
    "the address of a package index": r"(?:pypi|npmjs|pythonhosted)\.[a-z]+|/simp(?:le)/",
    "a path of a machine": r"(?<![\w.])/(?:home|Users|root|work)/[a-z]",
    "a skipped or stubbed piece": r"NotImplementedError|pytest\.(?:mark\.)?skip|\bxfail\(",
}


def main() -> int:
    """Name every such place; exit with 1 where there is one."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    faults = []
    for name in listed.split("\0"):
        path = ROOT / name
        if not name or not path.is_file() or name == "scripts/hygiene.py":
            continue
        raw = path.read_bytes()
        if len(raw) > MOST_BYTES:
            faults.append(f"{name}: larger than {MOST_BYTES} bytes")
        text = raw.decode("utf-8", "replace")
        for what, pattern in REFUSED.items():
            found = re.finditer(pattern, text)
            faults += [f"{name}:{text.count(chr(10), 0, each.start()) + 1}: {what}: {each.group()}" for each in found]
    print("\n".join(faults) or "hygiene: nothing to complain about")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
