"""The jobs that check records on a forge are run as they stand, in a repository with a record that has a finding."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

INTEGRATIONS = Path(__file__).parents[2] / "integrations"
DECISION = "---\nkind: story\ntitle: The import\nthems: [failure]\n---\n\n## Action\n\nI moved it.\n"


def job(forge: str) -> tuple[list[str], dict[str, str]]:
    """Give the steps of a forge's file as it runs them, the first of which installs upward, and their variables."""
    if forge == "github":
        action = yaml.safe_load((INTEGRATIONS / "github/check/action.yml").read_text("utf-8"))
        steps = action["runs"]["steps"]
        return [step["run"] for step in steps], {"PATHS": action["inputs"]["paths"]["default"]}
    found = yaml.safe_load((INTEGRATIONS / "gitlab/upward-check.yml").read_text("utf-8"))["upward-check"]
    return ["\n".join(found["before_script"]), "\n".join(found["script"])], found["variables"]


def run(forge: str, folder: Path) -> tuple[int, str]:
    steps, variables = job(forge)
    environment = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]), "HOME": str(folder.parent), "UPWARD_INSTALL": ".", **variables,
    }  # fmt: skip
    done = subprocess.run(
        ["bash", "-c", steps[-1]], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_a_finding_fails_the_job_and_is_shown_where_the_forge_shows_it(forge: str, tmp_path: Path) -> None:
    folder = tmp_path / "repository"
    (folder / "stories").mkdir(parents=True)
    (folder / "stories" / "import.md").write_text(DECISION)
    (folder / "README.md").write_text("# Ours\n\nWe did it.\n")
    code, said = run(forge, folder)
    assert code == 1
    if forge == "github":
        assert "::" in said
        assert "file=stories/import.md,line=4" in said
        assert "README" not in said
    else:
        report = json.loads((folder / "gl-code-quality-report.json").read_text())
        assert {each["location"]["path"] for each in report} == {"stories/import.md"}
        assert "stories/import.md:4:1" in said


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_a_repository_without_records_passes(forge: str, tmp_path: Path) -> None:
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "README.md").write_text("# Ours\n\nWe did it.\n")
    assert run(forge, folder)[0] == 0


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_the_job_installs_what_it_is_given(forge: str) -> None:
    first = job(forge)[0][0]
    assert 'install --quiet "$' in first
