"""A parser for a job, from the signature of its `run`."""

from __future__ import annotations

import argparse
import os
import sys
import typing
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from upward.model.job import Job, Parameter, parameters

FORMATS = ("text", "json", "jsonl", "markdown", "html", "pdf", "docx")
_COMMON = ("logbook", "format", "output", "quiet")


def columns() -> int:
    """Give the width of the terminal in characters; 80 where there is none."""
    # As `shutil` has it, which argparse would import for this alone, with every library of compression.
    try:
        return int(os.environ.get("COLUMNS") or 0) or os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except (ValueError, OSError):
        return 80


def _formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.HelpFormatter(prog, width=columns() - 2)


def build(job: Job) -> argparse.ArgumentParser:
    """Give the parser of one verb."""
    parser = argparse.ArgumentParser(
        prog=f"upward {job.name}", description=f"{job.summary}.", allow_abbrev=False, formatter_class=_formatter
    )
    for parameter in parameters(job):
        names, options = _declared(parameter)
        parser.add_argument(*names, **options)
    shared = parser.add_argument_group("everywhere")
    shared.add_argument(
        "--logbook", default="", metavar="DIR", help="the logbook; by default the nearest folder upwards that is one"
    )
    shared.add_argument(
        "--format", default="", choices=FORMATS, help="how to answer; by the ending of --output where that is given"
    )
    shared.add_argument("--output", default="", metavar="FILE", help="write the answer to a file")
    shared.add_argument("--quiet", action="store_true", help="no progress and no remarks on standard error")
    return parser


def common(options: argparse.Namespace) -> argparse.Namespace:
    """Give the options that every verb has."""
    found = argparse.Namespace(**{name: getattr(options, name) for name in _COMMON})
    if not found.format and found.output:
        endings = {
            ".html": "html",
            ".htm": "html",
            ".md": "markdown",
            ".json": "json",
            ".jsonl": "jsonl",
            ".pdf": "pdf",
            ".docx": "docx",
        }
        found.format = next((form for ending, form in endings.items() if found.output.endswith(ending)), "")
    return found


def asked(job: Job, options: argparse.Namespace) -> Mapping[str, Any]:
    """Give what the user asked of the job, by its parameters' names."""
    given = {parameter.name: (getattr(options, parameter.name), parameter) for parameter in parameters(job)}
    return {name: tuple(value) if isinstance(value, list) else value for name, (value, _) in given.items()}


def _declared(parameter: Parameter) -> tuple[tuple[str, ...], dict[str, Any]]:
    kind, many = parameter.single()
    options: dict[str, Any] = {"help": parameter.help.replace("%", "%%")}
    if not parameter.required:
        options["default"] = parameter.default
    if kind is bool:
        return (f"--{parameter.name.replace('_', '-')}",), {**options, "action": "store_true"}
    options |= _typed(kind)
    if parameter.positional:
        options["nargs"] = ("+" if parameter.required else "*") if many else None if parameter.required else "?"
        return (parameter.name,), options
    if many:
        options["action"] = "append"
        options["default"] = []
    if "choices" not in options:
        options["metavar"] = {int: "N", float: "X"}.get(
            kind, "DAY" if options.get("type") is _day else parameter.name.upper()
        )
    return (f"--{parameter.name.replace('_', '-')}",), options


def _typed(kind: Any) -> dict[str, Any]:
    if typing.get_origin(kind) is typing.Literal:
        return {"choices": [value for value in typing.get_args(kind) if value]}
    if isinstance(kind, type) and issubclass(kind, Enum):
        # argparse shows the choices by `str`, which for an enumeration is not its value.
        return {"type": kind, "choices": list(kind), "metavar": "{" + ",".join(str(each.value) for each in kind) + "}"}
    return {"type": _day if kind is date else kind}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2026-03-09") from None
