"""Analysers of others, run on files of ours: ruff, alone and without anybody's configuration."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

MOST_SECONDS = 120


def ruff_program() -> str:
    """Give the path of ruff, beside this Python or on the path; empty without one."""
    beside = Path(sys.executable).parent / "ruff"
    return str(beside) if beside.is_file() else shutil.which("ruff") or ""


def ruff(
    files: Mapping[str, str], select: Sequence[str], settings: Sequence[str] = ()
) -> tuple[list[dict[str, Any]], str]:
    """Check texts by name; give ruff's findings with those names, and why there are none where it failed.

    The texts are copied into a folder of ours, so that no configuration of the repository is read.
    """
    program = ruff_program()
    if not program:
        return [], "ruff is not installed: `pip install 'upward[review]'`"
    if not files:
        return [], ""
    with TemporaryDirectory(prefix="upward-review-") as folder:
        for number, text in enumerate(files.values()):
            Path(folder, f"m{number}.py").write_text(text, "utf-8", errors="surrogateescape")
        command = [
            program,
            "check",
            "--isolated",
            "--no-cache",
            "--exit-zero",
            "--output-format",
            "json",
            "--target-version",
            "py311",
        ]
        given = [word for each in settings for word in ("--config", each)]
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program, with arguments of ours
                [*command, *given, "--ignore-noqa", "--select", ",".join(select), "."],
                cwd=folder, capture_output=True, timeout=MOST_SECONDS, check=False,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            return [], f"ruff could not be run: {error}"
        try:
            rows = json.loads(done.stdout)
        except ValueError:
            return [], f"ruff failed: {done.stderr.decode('utf-8', 'replace').strip()[-200:]}"
    names = dict(enumerate(files))
    return [row | {"filename": names[int(Path(row["filename"]).stem[1:])]} for row in rows], ""
