"""Draw docs/check.svg: what `upward check` says about a note, as a terminal shows it."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parent.parent
NOTE = """**Situation:** Our deploys failed twice a week.
**Task:** I had to make them safe by June.
**Action:** We looked at the logs. We decided to split the pipeline, although two teams objected.
**Result:** It went really well and everyone was happy.
"""


def main() -> None:
    """Run the real command on a real file, and keep what it printed."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "deploys.md").write_text(NOTE, "utf-8")
        command = [sys.executable, "-m", "upward", "check", "deploys.md", "--ignore", "too-short-spoken"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    console = Console(record=True, width=104, file=io.StringIO(), legacy_windows=False)
    console.print(Text("$ upward check deploys.md", style="bold"))
    console.print(Text(done.stdout.rstrip()))
    picture = console.export_svg(title="upward", unique_id="upward")
    # The picture loads no font and names no address.
    (ROOT / "docs" / "check.svg").write_text(
        re.sub(r"@font-face \{.*?\}\s*|<!--.*?-->", "", picture, flags=re.DOTALL), "utf-8"
    )


if __name__ == "__main__":
    main()
