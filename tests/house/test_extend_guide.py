"""The guide to adding a rule, a kind and a verb works as it is written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "extend.md"
FILE = re.compile(r"^`([\w./]+)`\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_what_the_guide_builds_does_what_the_guide_shows(tmp_path: Path) -> None:
    text, site = GUIDE.read_text("utf-8"), tmp_path / "site"
    for name, content in FILE.findall(text):
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    (site / "upward_talks" / "__init__.py").touch()
    install(site)
    shown = CONSOLE.findall(text)[-1]
    (tmp_path / "logbook").mkdir()
    assert replayed(shown, site, tmp_path / "logbook") == shown


def install(site: Path) -> None:
    """Give the package its entry points, as an installer does."""
    declared = tomllib.loads((site / "pyproject.toml").read_text())["project"]["entry-points"]
    lines = [
        line
        for group, points in declared.items()
        for line in (f"[{group}]", *(f"{name} = {target}" for name, target in points.items()))
    ]
    folder = site / "upward_talks-1.0.dist-info"
    folder.mkdir()
    (folder / "entry_points.txt").write_text("\n".join(lines) + "\n")


def replayed(shown: str, site: Path, folder: Path) -> str:
    bin_folder = folder.parent / "bin"
    bin_folder.mkdir()
    (bin_folder / "upward").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m upward "$@"\n')
    (bin_folder / "upward").chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(site),
        "HOME": str(folder.parent),
        "XDG_CONFIG_HOME": str(folder.parent),
        "UPWARD_NOW": "2026-07-01T09:00:00+00:00",
        "NO_COLOR": "1",
    }
    out = []
    for command in [line[2:] for line in shown.splitlines() if line.startswith("$ ")]:
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        out.append(f"$ {command}\n{done.stdout}{done.stderr}")
    return "".join(out)
