"""What every verb of the command line has in common."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from upward.catalogue import discovery
from upward.catalogue.catalogue import Catalogue
from upward.model.job import Job


def test_help_lists_every_verb_once_under_its_group(upward) -> None:
    code, out, _ = upward("--help")
    listed = [line.split()[0] for line in out.splitlines() if line.startswith("  ") and not line.startswith("  upward")]
    assert code == 0
    assert sorted(listed) == sorted([*discovery.verbs(), "completion", "lsp", "mcp", "serve"])
    assert "\nMore\n" not in out


def test_every_group_is_one_of_the_headings() -> None:
    assert set(discovery.groups().values()) <= set(discovery.GROUPS)


def test_upward_alone_shows_the_next_step_in_a_logbook_and_the_help_elsewhere(
    upward, logbook: Path, tmp_path_factory, monkeypatch
) -> None:
    code, out, _ = upward()
    assert code == 0
    assert out.startswith("Today")
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    code, out, _ = upward()
    assert code == 2
    assert out.startswith("usage: upward VERB")


def test_an_empty_logbook_is_told_to_collect_evidence(upward, tmp_path: Path, monkeypatch) -> None:
    upward("init", str(tmp_path / "new"))
    monkeypatch.chdir(tmp_path / "new")
    assert json.loads(upward("today", "--format", "json")[1])["next"]["command"] == "upward mine PATH --save"


def test_an_id_may_be_shortened_to_a_beginning_that_no_other_has(upward, logbook: Path) -> None:
    assert "Eleven hours" in upward("show", "example-cri")[1]
    code, _, err = upward("show", "example-")
    assert code == 2
    assert "begin with it" in err


def test_short_options_mean_the_long_ones(upward, logbook: Path, tmp_path: Path) -> None:
    code, out, err = upward("search", "the", "-n", "1", "-q", "-o", str(tmp_path / "found.json"))
    assert (code, out, err) == (0, "", "")
    assert len(json.loads((tmp_path / "found.json").read_text())) == 1
    assert str(logbook) in upward("list", "-v")[2]


def test_add_names_every_kind_in_its_help(upward) -> None:
    shown = " ".join(upward("add", "--help")[1].split())
    assert all(kind in shown for kind in Catalogue().kinds)


def test_sub_verbs_are_the_modules_of_a_package_that_end_in_a_job(tmp_path: Path, monkeypatch) -> None:
    folder = tmp_path / "jobs" / "bake"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text('"""Bake things."""\nJOB = Job("bake", run, group="Write")\n')
    (folder / "slow_bread.py").write_text('"""Bake bread."""\n\nJOB = Job("bake slow-bread", run)\n')
    (folder / "oven.py").write_text('"""No job."""\n')
    monkeypatch.setattr(discovery, "HERE", str(tmp_path))
    assert dict(discovery.steps("bake")) == {"slow-bread": "Bake bread"}
    assert discovery.groups()["bake"] == "Write"


def test_every_job_bears_the_name_it_is_called_by() -> None:
    jobs: list[Job] = list(Catalogue().jobs())
    assert [job.name for job in jobs] == sorted({job.name for job in jobs})
    assert all(job.summary for job in jobs)


def test_on_windows_a_sentence_says_to_use_wsl() -> None:
    code = "import os, sys; os.name = 'nt'; from upward.__main__ import main; sys.exit(main())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "upward: Windows is not supported; install and run upward in WSL [usage]\n"


def test_options_of_every_verb_may_stand_before_it(upward, logbook: Path, tmp_path: Path) -> None:
    assert upward("--logbook", str(logbook), "list", "story")[1] == upward("list", "story")[1]
    code, _, err = upward("--logbok", "x", "list")
    assert code == 2
    assert "usage: upward list" in err


def test_a_file_that_could_not_be_reviewed_has_not_passed(upward, tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text("def f(:\n")
    assert upward("review", "bad.py")[0] == 1
    assert upward("review", "gone.py")[0] == 2
