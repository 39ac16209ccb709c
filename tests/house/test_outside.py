"""One file adds one thing: another author's package brings a rule, a kind, an importer, an exporter and a verb."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

OUTSIDE = Path(__file__).parent.parent / "outside"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory):
    place = tmp_path_factory.mktemp("site")
    home = tmp_path_factory.mktemp("home")
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "--target",
        str(place),
        str(OUTSIDE),
    ]
    subprocess.run(install, check=True, capture_output=True, cwd=home)

    def run(*arguments: str, with_package: bool = True) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home),
            "PYTHONPATH": str(place) if with_package else "",
        }
        return subprocess.run(
            [sys.executable, "-m", "upward", *arguments],
            cwd=home,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    assert run("init").returncode == 0
    (home / "mine.awards").write_text("Best talk\nMOST COMMITS\n")
    return run


def test_all_of_it_works_end_to_end(run) -> None:
    assert "count" in run("--help").stdout
    saved = run("mine", "mine.awards", "--save", "--format", "json")
    assert json.loads(saved.stdout)["written"] == ["best-talk", "most-commits"]
    assert json.loads(run("mine", "mine.awards", "--save", "--format", "json").stdout)["written"] == []
    assert json.loads(run("count", "--format", "json").stdout) == 2
    assert run("export", "titles", "--to", "titles.txt").returncode == 0
    found = json.loads(run("check", "--output-format", "json").stdout)
    assert [(each["code"], each["filename"]) for each in found if each["code"] == "OUT001"] == [
        ("OUT001", "awards/most-commits.md")
    ]
    assert "Please don't shout" in run("check").stdout
    assert "award" in run("list").stdout
    assert run("add", "award", "Fastest build").returncode == 0


def test_an_extension_that_fails_is_a_finding_and_no_crash(run) -> None:
    done = run("check", "--output-format", "concise")
    assert "UP712 [failed-extension] The rule broken could not be loaded: ModuleNotFoundError" in done.stdout
    assert done.returncode == 1


def test_without_the_package_everything_else_still_stands(run) -> None:
    assert run("list", with_package=False).returncode == 0
    assert "OUT001" not in run("check", with_package=False).stdout
