"""Where a regular run is installed: a user's systemd timer, their crontab, a repository's post-commit hook."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from upward.model.errors import SourceError, WriteError
from upward.store.git import refs
from upward.store.output_file import write_output

EXECUTABLE = 0o755
MOST_SECONDS = 10


def program() -> str:
    """Give the full path of upward's program, which a timer needs, since it has no PATH of the user's."""
    found = shutil.which("upward")
    if found is None:
        raise SourceError(
            "The program `upward` is not on the PATH",
            why="a timer needs its full path",
            next_step="install it with pipx or uv tool, then run this again",
        )
    return found


def systemd_folder(environment: Mapping[str, str]) -> Path:
    """Give the folder of the user's own systemd units, by the XDG base directory specification."""
    base = environment.get("XDG_CONFIG_HOME") or str(Path(environment.get("HOME", "."), ".config"))
    return Path(base) / "systemd" / "user"


def hook_file(repository: Path) -> Path:
    """Give the post-commit hook of a repository; raises SourceError where there is no repository."""
    return refs.common(refs.locate(repository)[1]) / "hooks" / "post-commit"


def existing(path: Path) -> str:
    """Give what a hook or unit holds already; empty where there is none."""
    return refs.small(path)


def write(path: Path, text: str, *, executable: bool = False) -> None:
    """Write a unit or hook, and its folder where that is missing."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_output(path, text)
        if executable:
            path.chmod(EXECUTABLE)
    except OSError as error:
        why = error.strerror or str(error)
        raise WriteError(f"{path} can't be written", why=why, next_step="fix the cause, then run this again") from error


def crontab() -> str:
    """Give the user's crontab; empty where they have none."""
    return _crontab(["-l"]).stdout.decode("utf-8", "replace")


def write_crontab(text: str) -> None:
    """Replace the user's crontab."""
    done = _crontab(["-"], text)
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip()
        raise WriteError("crontab refused the new table", why=why, next_step="add the line with `crontab -e`")


def _crontab(arguments: Sequence[str], text: str = "") -> subprocess.CompletedProcess[bytes]:
    found = shutil.which("crontab")
    if found is None:
        raise SourceError(
            "There is no cron here",
            why="no program `crontab` is on the PATH",
            next_step="use `upward schedule systemd`",
        )
    environment = {"PATH": os.defpath, "HOME": os.environ.get("HOME", "/"), "LC_ALL": "C.UTF-8"}
    return subprocess.run(  # noqa: S603 - the user's own crontab
        [found, *arguments],
        input=text.encode(),
        capture_output=True,
        check=False,
        timeout=MOST_SECONDS,
        env=environment,
    )
