"""What is released builds from its own source archive, installs and runs."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import upward as package

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    target = tmp_path_factory.mktemp("dist")
    code = f"import pathlib, release; print(*release.build(pathlib.Path({str(ROOT)!r}), pathlib.Path({str(target)!r})))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "scripts", capture_output=True, text=True, check=True
    )
    return [Path(name) for name in done.stdout.split()]


def test_the_wheel_from_the_source_archive_holds_every_module_and_data_file(archives: list[Path]) -> None:
    _, wheel = archives
    held = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("upward/")}
    listed = subprocess.run(["git", "ls-files", "src/upward"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {name.removeprefix("src/") for name in listed.stdout.split("\n") if name} <= held


def test_the_wheel_installed_elsewhere_does_the_main_job(archives: list[Path], tmp_path: Path) -> None:
    place = tmp_path / "site"
    zipfile.ZipFile(archives[1]).extractall(place)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(place), "HOME": str(tmp_path)}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "upward", *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = [sys.executable, "-c", "import upward; print(upward.__file__)"]
    found = subprocess.run(where, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert found.stdout.startswith(str(place))
    assert run("--version") == f"upward {package.__version__}\n"
    run("init", "log", "--examples")
    assert "No findings" in run("check", "log", "--exit-zero") or "Found" in run("check", "log", "--exit-zero")
    assert "example-crisis" in run("list", "story", "--logbook", "log")


def test_a_release_needs_the_tag_of_its_version(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "scripts/release.py", "v9.9"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert f"the tag must be v{package.__version__}" in done.stdout
