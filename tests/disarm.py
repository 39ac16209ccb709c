"""A pytest plugin that takes defences of the reader of git away, so that the attacks on it can be seen to work.

`DISARM=quarantine,options pytest -p tests.disarm tests/store/test_attacks.py` names what is taken away.
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from upward.analysis.history import log_parsing as reading
from upward.analysis.history.log_parsing import form, records
from upward.importers.git import _history
from upward.model.effort import RawCommit
from upward.store.git import history, refs, repository

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
# Some attacks keep one waiting forever; in seconds.
PATIENCE = 14 if "stall" in GONE else 5
UNLIMITED = {"most_seconds": 1e6, "most_output": 1 << 62, "most_memory": 1 << 62}


def _opened(really: Callable[[Path], repository.Repository]) -> Callable[[Path], repository.Repository]:
    def opened(path: Path) -> repository.Repository:
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


def _unlimited(really: Callable[..., None]) -> Callable[..., None]:
    def made(self: repository.Repository, *arguments: Any, **options: Any) -> None:
        really(self, *arguments, **{**options, **UNLIMITED})

    return made


def _patient(really: Callable[..., Any]) -> Callable[..., Any]:
    return lambda self, arguments, feed=b"", _=None: really(self, arguments, feed)


def _in_the_work_folder(self: history.GitHistory, path: str) -> bytes:
    return (self.repository.theirs.parent / path).read_bytes()


def _waiting(path: Path, _: int = 0) -> str:
    return path.read_text() if path.exists() else ""


def _parted_by_ones(chunks: Iterable[bytes], nonce: str) -> Iterator[RawCommit]:
    return records((chunk.replace(b"\1", b"\0") for chunk in chunks), nonce)


def _too_long(*_: object) -> None:
    raise TimeoutError


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None]:
    """Give an attack that works a while, and no more."""
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(PATIENCE)
    try:
        return (yield)
    finally:
        signal.alarm(0)


# What stands in the place of a defence that is taken away.
INSTEAD: dict[str, tuple[object, str, object]] = {
    "objects": (refs, "plain_objects", lambda _: None),
    "limits": (repository.Repository, "__init__", _unlimited(repository.Repository.__init__)),
    "stall": (repository.Repository, "stream", _patient(repository.Repository.stream)),
    "mailmap": (history.GitHistory, "blob", _in_the_work_folder),
    "references": (refs, "small", _waiting),
    "link": (Path, "is_symlink", lambda _: False),
    "nonce": (secrets, "token_hex", lambda _: "f" * 32),
    "zeros": (reading, "form", lambda nonce: form(nonce).replace("%x00", "%x01")),
}


def pytest_configure() -> None:
    """Take away what DISARM names."""
    for defence in GONE & INSTEAD.keys():
        setattr(*INSTEAD[defence])
    if "zeros" in GONE:
        setattr(reading, "records", _parted_by_ones)  # noqa: B010
    opened = _opened(repository.open_repository)
    for module in (repository, _history):
        if hasattr(module, "open_repository"):
            setattr(module, "open_repository", opened)  # noqa: B010 - a plugin's business
    setattr(repository, "_environment", _environment(repository._environment))  # noqa: B010
    kept = [option for option in repository._OPTIONS if "options" not in GONE]
    kept = [option for option in kept if option.split("=")[0] not in {OPTIONS.get(defence) for defence in GONE}]
    setattr(repository, "_OPTIONS", tuple(kept))  # noqa: B010
    if GONE & ARGUMENTS.keys():
        setattr(subprocess, "Popen", _Process)  # noqa: B010
