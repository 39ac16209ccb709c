"""The VS Code extension, run by Node (the one that Playwright brings) against the real server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

EXTENSION = Path(__file__).parents[2] / "editors" / "vscode"


def test_the_extension_starts_and_stops_the_server(tmp_path: Path) -> None:
    node, _ = compute_driver_executable()
    environment = {
        **os.environ,
        "UPWARD_COMMAND": json.dumps([sys.executable, "-m", "upward"]),
        "XDG_CACHE_HOME": str(tmp_path),
    }
    command = [node, "--test", "--test-reporter=tap"]
    done = subprocess.run(
        command, cwd=EXTENSION, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout
    assert "# pass 5" in done.stdout
