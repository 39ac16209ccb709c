"""Analysers of other projects, run on copies of files: ruff, and bandit and mypy where they are asked for.

Files are copied into a temporary folder, so that no configuration of the repository is read; nothing of it is run.
"""

from __future__ import annotations

import functools
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

MAX_SECONDS = 300
# Preview is off, so that a rule does not come and go with ruff's releases. Suppressing comments are read and counted
# by the review itself.
_RUFF = "check --isolated --no-cache --exit-zero --quiet --ignore-noqa --output-format json".split()
# What a Rust program exits with when it gives up; a negative code is a signal.
_PANIC = 101
_BANDIT = "-q --exit-zero -f json --ini /dev/null -r .".split()
_MYPY = (
    "--config-file= --no-incremental --ignore-missing-imports --follow-imports=silent --no-error-summary"
    " --no-color-output --show-error-codes --no-pretty --explicit-package-bases --namespace-packages"
    " --scripts-are-modules"
).split()
_MYPY_LINE = re.compile(r"^(?P<path>.+?):(?P<line>\d+): error: (?P<message>.*?)(?:  \[(?P<code>[\w-]+)\])?$")
Rows = list[dict[str, Any]]
Analyser = Callable[..., tuple[Rows, str]]


def _logged(analyser: Analyser) -> Analyser:
    """Turn what the system refuses, such as space for the copies, into a reason."""

    @functools.wraps(analyser)
    def run(*arguments: Any, **named: Any) -> tuple[Rows, str]:
        try:
            return analyser(*arguments, **named)
        except OSError as error:
            return [], f"{analyser.__name__} could not be run: {error.strerror or error}"

    return run


def program(name: str) -> str:
    """Give the path of a program, beside this Python or on the path; empty without one."""
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.is_file() else shutil.which(name) or ""


class Checked(NamedTuple):
    """Findings by path, files that could not be checked and why, and rules that this version does not have."""

    rows: Rows
    failures: Mapping[str, str]
    unknown: Sequence[str] = ()


def ruff(files: Mapping[str, str], select: Sequence[str], minor: int) -> Checked:
    """Check texts by path with ruff, as Python 3.`minor`; a file on which it crashes costs no other file."""
    command = program("ruff")
    if not files:
        return Checked([], {})
    if not command:
        return Checked([], dict.fromkeys(files, "ruff is not installed: pip install '.[review]'"))
    try:
        with _numbered(files) as (folder, names):
            chosen = _known(command, select, folder)
            started = [command, *_RUFF, "--target-version", f"py3{minor}", "--select", ",".join(chosen)]
            rows, failures = _ruff_on(started, folder, [f"{name}.py" for name in names])
    except OSError as error:
        return Checked([], dict.fromkeys(files, f"ruff could not be run: {error.strerror or error}"))
    return Checked(
        [row | {"filename": names[Path(row["filename"]).stem]} for row in rows],
        {names[Path(file).stem]: why for file, why in failures.items()},
        sorted(set(select) - set(chosen)),
    )


def _ruff_on(started: Sequence[str], folder: str, files: Sequence[str]) -> tuple[Rows, dict[str, str]]:
    """Check files together; where ruff crashes, in halves, until the file is alone that it crashes on."""
    done = _run([*started, *files], folder)
    try:
        if done is not None:
            return json.loads(done.stdout), {}
    except ValueError:
        pass
    if done is None or not (done.returncode < 0 or done.returncode == _PANIC):
        return [], dict.fromkeys(files, _failure("ruff", done))
    if len(files) == 1:
        return [], {files[0]: f"ruff crashed (exit code {done.returncode})"}
    half = len(files) // 2
    first, second = _ruff_on(started, folder, files[:half]), _ruff_on(started, folder, files[half:])
    return first[0] + second[0], first[1] | second[1]


def _known(command: str, select: Sequence[str], folder: str) -> list[str]:
    """Of the rules asked for, those that this ruff has: one that it lacks would cost all the others."""
    done = _run([command, *_RUFF, "--select", ",".join(select), "--show-settings", "m0.py"], folder)
    if done is not None and done.returncode == 0:
        return list(select)
    rules, _ = _json_of([command, "rule", "--all", "--output-format", "json"], folder, "ruff")
    known = [str(rule.get("code")) for rule in rules or () if "Removed" not in str(rule.get("status"))]
    return [each for each in select if any(code.startswith(each) for code in known)] if known else list(select)


@_logged
def bandit(files: Mapping[str, str]) -> tuple[Rows, str]:
    """Check texts by path; give bandit's findings with those paths, and why something was not checked, if so."""
    command = program("bandit")
    if not command:
        return [], "bandit is not installed: pip install '.[analysers]'"
    with _numbered(files) as (folder, names):
        done = _run([command, *_BANDIT], folder)
        try:
            rows = json.loads(done.stdout)["results"] if done else None
        except (ValueError, KeyError):
            rows = None
        if rows is None:
            return [], _failure("bandit", done)
        return [row | {"filename": names[Path(row["filename"]).stem]} for row in rows], ""


@_logged
def mypy(files: Mapping[str, str]) -> tuple[Rows, str]:
    """Check texts by path; give mypy's errors as path, line, code and message, and why something was not checked."""
    command = program("mypy")
    if not command:
        return [], "mypy is not installed: pip install '.[analysers]'"
    kept = {path: text for path, text in files.items() if _is_plain(path)}
    with TemporaryDirectory(prefix="upward-review-") as folder:
        for path, text in kept.items():
            place = Path(folder, path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, "utf-8", errors="surrogateescape")
        done = _run([command, *_MYPY, "--cache-dir=/dev/null", "."], folder)
    if done is None or done.returncode not in {0, 1}:
        return [], _failure("mypy", done)
    lines = done.stdout.decode("utf-8", "surrogateescape").splitlines()
    return [match.groupdict() for line in lines if (match := _MYPY_LINE.match(line)) and match["path"] in kept], ""


def _is_plain(path: str) -> bool:
    """Whether a path stays below the folder it is copied to."""
    return not path.startswith("/") and ".." not in PurePosixPath(path).parts


@contextmanager
def _numbered(files: Mapping[str, str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Copy texts under names of ours, which hold nothing odd; give the folder, and the path by name."""
    with TemporaryDirectory(prefix="upward-review-") as folder:
        for number, text in enumerate(files.values()):
            Path(folder, f"m{number}.py").write_text(text, "utf-8", errors="surrogateescape")
        yield folder, {f"m{number}": path for number, path in enumerate(files)}


def _json_of(command: Sequence[str], folder: str, name: str) -> tuple[Rows | None, str]:
    done = _run(command, folder)
    try:
        return (json.loads(done.stdout), "") if done else (None, _failure(name, done))
    except ValueError:
        return None, _failure(name, done)


def _run(command: Sequence[str], folder: str) -> subprocess.CompletedProcess[bytes] | None:
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, timeout=MAX_SECONDS, check=False)  # noqa: S603 - a fixed program, with arguments of ours
    except (OSError, subprocess.TimeoutExpired):
        return None


def _failure(name: str, done: subprocess.CompletedProcess[bytes] | None) -> str:
    if done is None:
        return f"{name} did not run, or took more than {MAX_SECONDS} s"
    said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
    return f"{name} failed with exit code {done.returncode}: {said[-200:]}"
