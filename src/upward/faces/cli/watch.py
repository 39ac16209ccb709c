"""Run a job again whenever a Markdown file below the current folder changes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

# Looking twice a second costs nothing one notices, for some thousand files.
PAUSE = 0.5


def stamps(here: Path) -> dict[str, int]:
    """Give when each Markdown or TOML file below a folder was changed."""
    found = {}
    for pattern in ("*.md", "*.toml"):
        for path in here.rglob(pattern):
            try:
                found[str(path)] = path.stat().st_mtime_ns
            except OSError:
                continue
    return found


def watch(once: Callable[[], int], here: Path, rounds: int | None = None) -> int:
    """Run `once` now and after each change, until interrupted or for so many rounds; give its last exit code."""
    code, seen = once(), stamps(here)
    while rounds is None or rounds > 0:
        time.sleep(PAUSE)
        now = stamps(here)
        if now != seen:
            seen, code = now, once()
            rounds = None if rounds is None else rounds - 1
    return code
