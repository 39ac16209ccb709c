"""Where built-in and installed extensions are, without importing any of them.

This is what `upward --help` needs, so it imports next to nothing: `os.path` and no
`pathlib`, and no `importlib.metadata`, which takes longer to import than all of
upward's start. Entry points are read from `entry_points.txt`, a small INI file
(packaging's "Entry points specification").
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from functools import cache

# The headings of `upward --help`, in their order.
GROUPS = ("Collect", "Write", "Interview", "Grow", "Team practices", "Set up")

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def names(folder: str) -> list[str]:
    """Give the modules and packages in one of our folders; an underscore in front marks inner parts."""
    try:
        entries = os.listdir(f"{HERE}/{folder}")
    except FileNotFoundError:
        return []
    found = (
        entry.removesuffix(".py")
        for entry in entries
        if entry.endswith(".py") or os.path.isfile(f"{HERE}/{folder}/{entry}/__init__.py")
    )
    return sorted(name for name in found if not name.startswith("_"))


def verbs() -> Mapping[str, str]:
    """Give every verb with its one-line summary, those of other packages among them."""
    # A verb that is a word of Python's ("import") has an underscore behind its module's name.
    found = {name.rstrip("_").replace("_", "-"): _about(_job_file(name))[0] for name in names("jobs")}
    for name, target in entry_points("upward.job"):
        found.setdefault(name, f"From {target.split(':')[0].split('.')[0]}")
    return found


def groups() -> Mapping[str, str]:
    """Give the heading under which `upward --help` lists each built-in verb; empty where its job names none."""
    return {name.rstrip("_").replace("_", "-"): _about(_job_file(name))[1] for name in names("jobs")}


def steps(verb: str) -> Mapping[str, str]:
    """Give the sub-verbs of a verb with their summaries: the modules of its package that end in a JOB."""
    folder = verb.replace("-", "_")
    found = {name: _about(f"{HERE}/jobs/{folder}/{name}.py") for name in names(f"jobs/{folder}")}
    return {name.replace("_", "-"): summary for name, (summary, _, is_job) in found.items() if is_job}


def entry_points(group: str) -> Iterator[tuple[str, str]]:
    """Give the name and target of each entry point of a group on the path."""
    seen: set[str] = set()
    for text in _entry_point_files(tuple(sys.path)):
        inside = False
        for raw in text.splitlines():
            line = raw.strip()
            if line.startswith("["):
                inside = line == f"[{group}]"
            elif inside and "=" in line and not line.startswith("#"):
                name, _, target = line.partition("=")
                if name.strip() not in seen:
                    seen.add(name.strip())
                    yield name.strip(), target.split("[")[0].strip()


@cache
def _entry_point_files(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_read(path))


def _read(path: tuple[str, ...]) -> Iterator[str]:
    for entry in path:
        try:
            found = sorted(item for item in os.listdir(entry or ".") if item.endswith((".dist-info", ".egg-info")))
        except OSError:
            continue
        for item in found:
            try:
                with open(os.path.join(entry, item, "entry_points.txt"), encoding="utf-8") as file:
                    text = file.read()
            except (OSError, UnicodeDecodeError):
                continue
            if "[upward." in text:
                yield text


def _job_file(name: str) -> str:
    single = f"{HERE}/jobs/{name}.py"
    return single if os.path.isfile(single) else f"{HERE}/jobs/{name}/__init__.py"


@cache
def _about(path: str) -> tuple[str, str, bool]:
    """Give a module's first line, the group that its JOB names, and whether it has a JOB, without importing it."""
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except OSError:
        return "", "", False
    summary = text.partition("\n")[0].strip().strip('"').rstrip(".")
    _, job, rest = text.partition("\nJOB = Job(")
    group = rest.partition('group="')[2].partition('"')[0]
    return summary, group, bool(job)
