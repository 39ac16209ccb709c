"""A parser for a job, from the signature of its `run`."""

from __future__ import annotations

import argparse
import os
import sys
import typing
from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

from upward.model.errors import UsageError
from upward.model.job import Job, Names, Parameter, parameters
from upward.render.usage import UsageParser
from upward.store.usable_path import why_unusable

if TYPE_CHECKING:
    # A type alone; it would be imported at every start.
    from upward.catalogue.catalogue import Catalogue

SARIF = "sarif"
# What asks a verb for SARIF; one with such a parameter takes `--format sarif`, too.
_SARIF = {"sarif": True, "output_format": SARIF}
# The form of findings that a verb which makes JUnit has by default.
_FULL = "full"
FORMATS = ("text", "json", "jsonl", "markdown", "html", "pdf", "docx")
_COMMON = ("logbook", "format", "output", "quiet", "verbose")
# Short forms of options that several verbs have.
_SHORT = {"limit": "-n"}
# Names of options before version 0.3, kept for one release: by the verb and the parameter.
_FORMER = {
    ("rubric", "from_"): "--take",
    ("review", "from_"): "--take",
    ("assess", "from_"): "--read",
    ("decide explore", "from_"): "--read",
    ("incident explore", "from_"): "--answer",
    ("policy check", "output_format"): "--form",
    ("readiness", "limit"): "--gaps",
}


class _Format(argparse.Action):
    """Keeps the format; SARIF is made by the verb itself, and is asked for by a parameter of its own."""

    def __call__(
        self, _: argparse.ArgumentParser, namespace: argparse.Namespace, value: object, __: str | None = None
    ) -> None:
        if value == SARIF:
            _ask_for_sarif(namespace)
        else:
            namespace.format = value


def _ask_for_sarif(namespace: argparse.Namespace) -> None:
    for name, wanted in _SARIF.items():
        if hasattr(namespace, name):
            setattr(namespace, name, wanted)


def columns() -> int:
    """Give the width of the terminal in characters; 80 where there is none."""
    # As `shutil` has it, which argparse would import for this alone, with every library of compression.
    try:
        return int(os.environ.get("COLUMNS") or 0) or os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except (ValueError, OSError):
        return 80


class _RawEpilog(argparse.RawDescriptionHelpFormatter):
    """As wide as the terminal; descriptions and the list of sub-verbs keep their lines."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=columns() - 2)


def known_names(catalogue: Catalogue) -> Mapping[str, Sequence[str]]:
    """Give what there is of each thing that a parameter may name."""
    return {
        Names.KIND: sorted(catalogue.kinds),
        Names.FORM: sorted(catalogue.exporters),
        Names.RUBRIC: sorted(catalogue.rubrics),
        Names.RULE: sorted(catalogue.rules),
        Names.TEMPLATE: sorted(name for name in catalogue.kinds["story"].templates if name),
    }


def build_parser(
    job: Job, known: Mapping[str, Sequence[str]] | None = None, steps: Mapping[str, str] | None = None
) -> argparse.ArgumentParser:
    """Give the parser of one verb; its help lists what is `known`, and the verb's sub-verbs (`steps`)."""
    listed = "".join(f"  {name:<14} {summary}\n" for name, summary in (steps or {}).items())
    parser = UsageParser(
        prog=f"upward {job.name}",
        description=f"{job.summary}.",
        epilog=f"sub-verbs:\n{listed}" if listed else None,
        allow_abbrev=False,
        formatter_class=_RawEpilog,
    )
    for parameter in parameters(job):
        names, options = _declared(parameter)
        values = (known or {}).get(parameter.names, ())
        # A list of all rules behind each option that takes some would hide the others.
        if values and (parameter.positional or parameter.names != Names.RULE):
            options["help"] += f": {', '.join(values)}"
        parser.add_argument(*names, **options)
        former = _FORMER.get((job.name, parameter.name)) or ("--most" if parameter.name == "limit" else "")
        if former:
            parser.add_argument(former, **{**options, "default": argparse.SUPPRESS, "help": argparse.SUPPRESS})
    shared = parser.add_argument_group("everywhere")
    shared.add_argument(
        "--logbook", default="", metavar="DIR", help="the logbook; by default the nearest folder upwards that is one"
    )
    shared.add_argument(
        "--format",
        default="",
        action=_Format,
        choices=(*FORMATS, SARIF) if {each.name for each in parameters(job)} & {*_SARIF} else FORMATS,
        help="how to answer; by the ending of --output where that is given",
    )
    shared.add_argument(
        "--output",
        "-o",
        default="",
        metavar="FILE",
        help="write what the verb makes to a file, in the form of its ending",
    )
    shared.add_argument("--quiet", "-q", action="store_true", help="no progress and no notices on standard error")
    shared.add_argument("--verbose", "-v", action="store_true", help="say which logbook is used")
    return parser


def common_options(options: argparse.Namespace) -> argparse.Namespace:
    """Give the options that every verb has."""
    found = argparse.Namespace(**{name: getattr(options, name) for name in _COMMON})
    if not found.format and found.output.endswith(f".{SARIF}"):
        _ask_for_sarif(options)
    if not found.format and found.output.endswith(".xml") and getattr(options, "output_format", "") == _FULL:
        options.output_format = "junit"
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


def check_paths(job: Job, options: argparse.Namespace) -> None:
    """Raise UsageError for a path that no system takes: of a user who is not there, with a NUL, or too long."""
    named = [(each.name, getattr(options, each.name, None)) for each in parameters(job) if each.place]
    for name, value in [*named, *((each, getattr(options, each, "")) for each in ("output", "logbook"))]:
        for path in value if isinstance(value, (list, tuple)) else [value]:
            why = why_unusable(str(path or ""))
            if why:
                raise UsageError(f"{name}: {path!r:.80} is not a usable path", why=why, next_step="correct it")


def job_arguments(job: Job, options: argparse.Namespace) -> Mapping[str, Any]:
    """Give what the user asked of the job, by its parameters' names."""
    given = {parameter.name: (getattr(options, parameter.name), parameter) for parameter in parameters(job)}
    return {name: tuple(value) if isinstance(value, list) else value for name, (value, _) in given.items()}


def _declared(parameter: Parameter) -> tuple[tuple[str, ...], dict[str, Any]]:
    kind, many = parameter.single()
    options: dict[str, Any] = {"help": parameter.help.replace("%", "%%")}
    if not parameter.required:
        options["default"] = parameter.default
    if kind is bool:
        return (_option(parameter.name),), {**options, "dest": parameter.name, "action": "store_true"}
    options |= _typed(kind)
    if parameter.positional:
        options["nargs"] = ("+" if parameter.required else "*") if many else None if parameter.required else "?"
        return (parameter.name,), options
    if many:
        options["action"] = "append"
        options["default"] = []
    if "choices" not in options:
        options["metavar"] = {int: "N", float: "X"}.get(
            kind,
            "DAY" if options.get("type") is _day else "FILE" if parameter.name == "from_" else parameter.name.upper(),
        )
    short = _SHORT.get(parameter.name)
    options["dest"] = parameter.name
    return ((_option(parameter.name), short) if short else (_option(parameter.name),)), options


def _option(name: str) -> str:
    """Give the option for a parameter; a keyword of Python such as `from_` is `--from`."""
    return "--" + name.rstrip("_").replace("_", "-")


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
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-03-09") from None
