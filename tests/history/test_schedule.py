"""Installing a regular run: shown before it is written, written once, and nothing of the user's is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ..conftest import Repo

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def logbook(upward: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = tmp_path / "bin" / "upward"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    upward("init", "log")
    monkeypatch.chdir(tmp_path / "log")
    return tmp_path / "log"


def test_a_timer_is_shown_and_written_only_when_confirmed(upward: Run, logbook: Path, tmp_path: Path) -> None:
    (logbook / ".upward" / "config.toml").write_text('repositories = ["~/src/shop"]\n')
    units = tmp_path / "config" / "systemd" / "user"
    code, out, _ = upward("schedule", "systemd", "--at", "17:30", "--dry-run")
    assert code == 0
    assert f"mine--save--quiet--logbook{logbook}" in "".join(out.split())
    assert not units.exists()
    assert "systemctl --user enable --now upward-mine.timer" in " ".join(
        upward("schedule", "systemd", "--yes")[1].split()
    )
    assert sorted(path.name for path in units.iterdir()) == ["upward-mine.service", "upward-mine.timer"]
    assert "It is already installed" in upward("schedule", "systemd", "--yes")[1]


def test_without_repositories_in_the_settings_there_is_nothing_to_run(upward: Run, logbook: Path) -> None:
    code, _, err = upward("schedule", "systemd", "--yes")
    assert (code, "repositories" in err) == (2, True)


def test_a_hook_is_added_behind_what_a_repository_has_and_only_once(upward: Run, logbook: Path, repo: Repo) -> None:
    hook = repo.path / ".git" / "hooks" / "post-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho committed\n")
    for _ in range(2):
        assert upward("schedule", "git-hook", "--repository", str(repo.path), "--yes")[0] == 0
    text = hook.read_text()
    assert text.startswith("#!/bin/sh\necho committed\n# upward: collect evidence\n(")
    assert text.count("upward: collect evidence") == 1
    assert hook.stat().st_mode & 0o111


def test_a_hook_that_is_no_shell_script_is_left_alone(upward: Run, logbook: Path, repo: Repo) -> None:
    hook = repo.path / ".git" / "hooks" / "post-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/usr/bin/env python3\n")
    code, _, err = upward("schedule", "git-hook", "--repository", str(repo.path), "--yes")
    assert (code, hook.read_text()) == (2, "#!/usr/bin/env python3\n")
    assert "is not a shell script" in err
