"""What is released builds from its own source archive, installs and runs."""

from __future__ import annotations

import email
import os
import subprocess
import sys
import tarfile
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


def test_the_source_archive_holds_whatever_the_tests_and_checks_read(archives: list[Path]) -> None:
    with tarfile.open(archives[0]) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    for folder in (
        "requirements", "scripts", "web", "integrations", "benchmarks", "training", ".ci", "editors", "docs", "tests", "src",
    ):  # fmt: skip
        wanted = {path.relative_to(ROOT).as_posix() for path in sources(ROOT / folder)}
        assert wanted, folder
        assert wanted <= held, sorted(wanted - held)[:5]
    assert {
        "Makefile",
        "web/package-lock.json",
        "mkdocs.yml",
        ".pre-commit-hooks.yaml",
        "AI_POLICY.md",
        "CONTRIBUTING.md",
    } <= held
    assert not [name for name in held if "node_modules" in name or "__pycache__" in name or name.startswith(".venv")]


def test_the_wheel_from_the_source_archive_holds_every_module_and_data_file(archives: list[Path]) -> None:
    _, wheel = archives
    held = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("upward/")}
    assert {path.relative_to(ROOT / "src").as_posix() for path in sources(ROOT / "src" / "upward")} <= held


def test_the_wheel_says_who_made_it_and_where_it_runs(archives: list[Path]) -> None:
    place = f"upward-{package.__version__}.dist-info/METADATA"
    said = email.message_from_bytes(zipfile.ZipFile(archives[1]).read(place))
    assert said["Author"] == "The upward maintainers"
    classifiers = set(said.get_all("Classifier", []))
    assert {"Operating System :: POSIX :: Linux", "Operating System :: MacOS"} <= classifiers
    minors = {name.rpartition(".")[2] for name in classifiers if "Python :: 3." in name}
    assert minors == {"11", "12", "13"}


def sources(folder: Path) -> list[Path]:
    """Give the files of a folder but for what is made when they run; the archive's tree has no git to ask."""
    made = {"__pycache__", "node_modules", ".venv", "package-lock.json"}
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and not made & set(path.relative_to(ROOT).parts) and ".cache" not in path.parts
    ]


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
