"""Commands that a person allowed once, and running them.

A logbook may come from anywhere. A command that stands in one is run only after the person allowed exactly this
command in exactly this logbook; what was allowed is kept in their own state folder, never in the logbook.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import select
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from upward.model.errors import SourceError, UsageError
from upward.store.logbook.folder import Folder

# A measurement that takes longer hangs; in seconds. One that prints more bytes than this is stopped.
MOST_SECONDS = 120.0
MOST_OUTPUT = 1024 * 1024
FILE = "allowed-commands"


def command_digest(logbook: Path, command: str) -> str:
    """Give the hash by which a command of a logbook is allowed."""
    return hashlib.sha256(json.dumps([str(logbook.resolve()), command]).encode()).hexdigest()


def _state(environment: Mapping[str, str]) -> Path:
    base = environment.get("XDG_STATE_HOME") or Path(environment.get("HOME", "."), ".local", "state")
    return Path(base) / "upward"


def is_allowed(logbook: Path, command: str, environment: Mapping[str, str]) -> bool:
    """Whether the person allowed this command in this logbook."""
    with contextlib.suppress(OSError):
        return command_digest(logbook, command) in (_state(environment) / FILE).read_text("utf-8").split()
    return False


def allow(logbook: Path, command: str, environment: Mapping[str, str]) -> None:
    """Remember that the person allowed a command; raises UsageError where the logbook is another user's."""
    if logbook.stat().st_uid != os.getuid():
        raise UsageError(
            f"{logbook} belongs to another user, so its commands are not run",
            next_step="copy it, read it, and allow its commands there",
        )
    if is_allowed(logbook, command, environment):
        return
    state = _state(environment)
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = state / FILE
    held = path.read_text("utf-8") if path.is_file() else ""
    Folder(state).write_artefact(FILE, f"{held}{command_digest(logbook, command)}\n")


def run_allowed(logbook: Path, command: str, environment: Mapping[str, str], seconds: float = MOST_SECONDS) -> str:
    """Give what an allowed command printed, run by the shell in the logbook; raises SourceError where it fails."""
    if not is_allowed(logbook, command, environment) or logbook.stat().st_uid != os.getuid():
        raise SourceError(f"not allowed yet: {command}", next_step="read it, then allow it once with --allow-commands")
    process = subprocess.Popen(  # noqa: S603 - the person allowed it
        ["/bin/sh", "-c", command], cwd=logbook, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    try:
        text = _output(process, seconds)
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise _hung(seconds) from None
    finally:
        # What it started goes with it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
    if process.returncode:
        last = next((line for line in reversed(text.splitlines()) if line.strip()), "it printed nothing")
        raise SourceError(
            f"it ended with {process.returncode}: {last.strip()[:200]}", next_step="run it yourself to see why"
        )
    return text


def _output(process: subprocess.Popen[bytes], seconds: float) -> str:
    """Read what a command prints until it ends; raises SourceError where it prints too much or nothing for too long."""
    held, deadline = b"", time.monotonic() + seconds
    while process.stdout is not None:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([process.stdout], [], [], left)[0]:
            raise _hung(seconds)
        chunk = os.read(process.stdout.fileno(), 65536)
        held += chunk
        if not chunk:
            break
        if len(held) > MOST_OUTPUT:
            raise SourceError(
                f"it printed more than {MOST_OUTPUT // 1024} KiB", next_step="make it print a single number"
            )
    return held.decode("utf-8", "replace")


def _hung(seconds: float) -> SourceError:
    return SourceError(f"it ran longer than {seconds:g} s and was stopped", next_step="make it faster")
