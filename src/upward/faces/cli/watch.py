"""Run a job again whenever a Markdown file below the current folder changes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from upward.model.job import JobResult

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


def watch(once: Callable[[], JobResult], here: Path, last: JobResult, rounds: int | None = None) -> JobResult:
    """Run `once` after each change, until interrupted or for so many rounds; give its last result."""
    seen = stamps(here)
    while rounds is None or rounds > 0:
        time.sleep(PAUSE)
        now = stamps(here)
        if now != seen:
            seen, last = now, once()
            rounds = None if rounds is None else rounds - 1
    return last
