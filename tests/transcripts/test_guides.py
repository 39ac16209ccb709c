"""The guides are transcripts: their commands are run, and what they print is what stands there.

`UPDATE_GOLDEN=1` writes what was printed into the guide; read the difference before you commit it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Tutorials, and how-to pages that say so.
EXECUTED = "<!-- executed -->"
GUIDES = [
    *sorted((ROOT / "docs" / "tutorial").glob("*.md")),
    *(page for page in sorted((ROOT / "docs" / "how-to").glob("*.md")) if EXECUTED in page.read_text("utf-8")),
]
SAMPLE = ROOT / "src" / "upward" / "importers" / "git" / "sample.stream"
_BLOCK = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)


class Shell:
    """A shell in a folder of its own, whose current folder and variables last from command to command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = folder / ".state"
        self.state.write_text(f"cd {folder}\n")
        self.environment = {
            # Last, so that a tutorial makes its environment with the machine's own python3.
            "PATH": f"{os.environ['PATH']}{os.pathsep}{Path(sys.executable).parent}",
            "HOME": str(folder),
            "UPWARD_NOW": "2026-07-01T09:00:00+00:00",
            "TZ": "UTC",
            "LC_ALL": "C.UTF-8",
            "NO_COLOR": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            # The package indexes of the machine, where it names any.
            **{key: value for key, value in os.environ.items() if key.startswith("PIP_") or key.endswith("_proxy")},
        }

    def run(self, command: str) -> str:
        script = f"source {self.state}\n{command}\n{{ echo cd \"'$PWD'\"; export -p; }} > {self.state}\n"
        done = subprocess.run(
            ["bash", "-c", script],
            env=self.environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout.replace(str(self.folder), "…")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A folder with a copy of upward, a repository to mine, and a story that a user wrote."""
    copy = tmp_path / "upward"
    for name in ("src", "pyproject.toml", "README.md", "LICENSE"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            copy.mkdir(exist_ok=True)
            shutil.copy(source, copy / name)
    subprocess.run(["git", "init", "-q", "-b", "main", str(tmp_path / "shop")], check=True)
    subprocess.run(
        ["git", "-C", str(tmp_path / "shop"), "fast-import", "--quiet"], input=SAMPLE.read_bytes(), check=True
    )
    (copy / "tests" / "transcripts").mkdir(parents=True)
    shutil.copy(Path(__file__).parent / "prices.md", copy / "tests" / "transcripts" / "prices.md")
    # The machine's own python3, not the one the tests run in, makes the environment.
    assert sys.version_info >= (3, 11)
    return Shell(tmp_path)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_a_guide_shows_what_really_happens(guide: Path, shell: Shell) -> None:
    text = guide.read_text("utf-8")
    if "fast-import" in text:
        # It makes the repository itself.
        shutil.rmtree(shell.folder / "shop")

    def rerun(block: re.Match[str]) -> str:
        commands = [line for line in block.group().splitlines() if line.startswith("$ ")]
        return "".join(f"{command}\n{shell.run(command[2:])}" for command in commands)

    found = _BLOCK.sub(rerun, text)
    if os.environ.get("UPDATE_GOLDEN"):
        guide.write_text(found, "utf-8")
    assert found == text
