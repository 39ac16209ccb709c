"""Fetch the SARIF 2.1.0 schema that the tests hold our reports to.

The standard's schema is not ours to copy; Microsoft's package sarif-om carries it in its
source distribution, which pip fetches by its hash.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Not in .cache, which building the site empties.
SCHEMA = ROOT / ".schemas" / "sarif-2.1.0.json"


def main() -> int:
    """Fetch the schema once; exit with 1 where it can't be had."""
    if SCHEMA.exists():
        return 0
    print("Fetching the SARIF schema for the tests (source of the package sarif-om)", flush=True)
    SCHEMA.parent.mkdir(exist_ok=True)
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"),
        *("--no-binary", ":all:", "--require-hashes", "-r", str(ROOT / "requirements" / "schemas.txt")),
        *("--dest", str(SCHEMA.parent)),
    ]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    with tarfile.open(next(SCHEMA.parent.glob("sarif_om-*.tar.gz"))) as archive:
        name = next(member for member in archive.getnames() if member.endswith(".json") and "sarif-2.1.0" in member)
        file = archive.extractfile(name)
        if file is None:
            return 1
        SCHEMA.write_bytes(file.read())
    return 0


if __name__ == "__main__":
    sys.exit(main())
