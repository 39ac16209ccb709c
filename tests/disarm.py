"""A pytest plugin that takes defences of the reader of git away, so that the attacks on it can be seen to work.

`DISARM=quarantine,options pytest -p tests.disarm tests/unit/test_attacks.py` names what is taken away.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from upward.importers.git import _history
from upward.store import git, refs

GONE = frozenset(os.environ.get("DISARM", "").split(","))
# Options of git by the defence they are part of; `options` are all of them.
OPTIONS = {
    "graph": "core.commitGraph",
    "big": "core.bigFileThreshold",
    "lazy": "protocol.allow",
    "signature": "log.showSignature",
}
VARIABLES = {
    "lazy": ("GIT_NO_LAZY_FETCH", "GIT_ALLOW_PROTOCOL"),
    "replaced": ("GIT_NO_REPLACE_OBJECTS", "GIT_GRAFT_FILE"),
    "environment": ("HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM"),
}
ARGUMENTS = {"replaced": "--no-replace-objects", "signature": "--no-show-signature"}
THEIRS: dict[str, str] = {}


def _opened(really: Callable[[Path], git.Repository]) -> Callable[[Path], git.Repository]:
    def opened(path: Path) -> git.Repository:
        made = really(path)
        THEIRS[made.scratch.name] = str(refs.common(made.theirs))
        return made

    return opened


def _environment(really: Callable[[str], dict[str, str]]) -> Callable[[str], dict[str, str]]:
    def environment(scratch: str) -> dict[str, str]:
        made = really(scratch)
        if "quarantine" in GONE:
            made["GIT_DIR"] = THEIRS.get(scratch, scratch)
        for name in (each for defence in GONE for each in VARIABLES.get(defence, ())):
            made.pop(name, None)
        return {**os.environ, **made} if "environment" in GONE else made

    return environment


class _Process(subprocess.Popen[bytes]):
    def __init__(self, command: list[str], *arguments: Any, **options: Any) -> None:
        dropped = {ARGUMENTS[defence] for defence in GONE & ARGUMENTS.keys()}
        super().__init__([word for word in command if word not in dropped], *arguments, **options)


def pytest_configure() -> None:
    """Take away what DISARM names."""
    opened = _opened(git.open_repository)
    for module in (git, _history):
        if hasattr(module, "open_repository"):
            setattr(module, "open_repository", opened)  # noqa: B010 - a plugin's business
    setattr(git, "_environment", _environment(git._environment))  # noqa: B010
    kept = [option for option in git._OPTIONS if "options" not in GONE]
    kept = [option for option in kept if option.split("=")[0] not in {OPTIONS.get(defence) for defence in GONE}]
    setattr(git, "_OPTIONS", tuple(kept))  # noqa: B010
    if "objects" in GONE:
        setattr(refs, "plain_objects", lambda _: None)  # noqa: B010
    if GONE & ARGUMENTS.keys():
        setattr(subprocess, "Popen", _Process)  # noqa: B010
