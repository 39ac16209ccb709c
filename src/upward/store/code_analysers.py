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
# Preview is off, so that a rule does not come and go with ruff's releases.
_CHECK = "check --isolated --no-cache --exit-zero --ignore-noqa --output-format json --target-version py311".split()
Rows = list[dict[str, Any]]


def ruff_program() -> str:
    """Give the path of ruff, beside this Python or on the path; empty without one."""
    beside = Path(sys.executable).parent / "ruff"
    return str(beside) if beside.is_file() else shutil.which("ruff") or ""


def ruff(files: Mapping[str, str], select: Sequence[str], settings: Sequence[str] = ()) -> tuple[Rows, str]:
    """Check texts by name; give ruff's findings with those names, and what was not checked, and why.

    The texts are copied into a folder of ours, so that no configuration of the repository is read.
    """
    program = ruff_program()
    if not program:
        return [], "ruff is not installed: `pip install 'upward[review]'`"
    if not files:
        return [], ""
    given = [word for each in settings for word in ("--config", each)]
    with TemporaryDirectory(prefix="upward-review-") as folder:
        for number, text in enumerate(files.values()):
            Path(folder, f"m{number}.py").write_text(text, "utf-8", errors="surrogateescape")
        rows, failure = _answer([program, *_CHECK, *given, "--select", ",".join(select), "."], folder)
        if rows is None and (unknown := _unknown(program, select, folder)):
            # An older or a newer ruff, with which a single rule that it lacks would cost all the others.
            known = [each for each in select if each not in unknown]
            rows, failure = _answer([program, *_CHECK, *given, "--select", ",".join(known), "."], folder)
            failure = failure or f"{', '.join(unknown)}: this ruff has no such rule"
    names = dict(enumerate(files))
    return [row | {"filename": names[int(Path(row["filename"]).stem[1:])]} for row in rows or ()], failure


def _answer(command: Sequence[str], folder: str) -> tuple[Rows | None, str]:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=MOST_SECONDS, check=False)  # noqa: S603 - a fixed program, with arguments of ours
    except (OSError, subprocess.TimeoutExpired) as error:
        return None, f"ruff could not be run: {error}"
    try:
        return json.loads(done.stdout), ""
    except ValueError:
        return None, f"ruff failed: {done.stderr.decode('utf-8', 'replace').strip()[-200:]}"


def _unknown(program: str, select: Sequence[str], folder: str) -> list[str]:
    """Of the rules asked for, those that ruff does not list; none where it lists nothing."""
    rules, _ = _answer([program, "rule", "--all", "--output-format", "json"], folder)
    known = {str(rule.get("code")) for rule in rules or () if "Removed" not in str(rule.get("status"))}
    return [each for each in select if each not in known] if known else []
