"""A job's parameters as fields of a form, and a form that was sent as a job's arguments."""

from __future__ import annotations

import hashlib
import re
import typing
from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from upward.model.errors import UsageError
from upward.model.job import Job, Parameter, parameters

# A file outside of the logbook that a job would write: the page shows the text instead.
WRITES = frozenset({"to", "output", "table", "write_baseline"})
# What a job that reads standard input says of it: at the page its text can be pasted.
STDIN = re.compile(r"; -(?: reads| for)? standard input")
# What a flag's box sends.
ON = "on"


class FormField(NamedTuple):
    """A field: its name, its words, how it is entered (text, number, date, flag, choice, many), and the choices.

    `pasted` says that the text of the file can be given in its place, in a field called `NAME-text`.
    """

    name: str
    label: str
    help: str
    entry: str
    required: bool
    value: str
    choices: tuple[str, ...] = ()
    pasted: bool = False


def offered(job: Job) -> bool:
    """Whether a job leaves anything to a person at the page: not where all it asks is for the terminal."""
    return bool(list(_offered(job))) or not list(parameters(job))


def fields(job: Job) -> list[FormField]:
    """Give the fields of a job's form, in the order of its signature."""
    return [_field(parameter) for parameter in _offered(job)]


def _offered(job: Job) -> list[Parameter]:
    return [each for each in parameters(job) if not _left_out(job, each)]


def _left_out(job: Job, parameter: Parameter) -> bool:
    return parameter.name in job.interactive_only or (parameter.name in WRITES and parameter.single()[0] is str)


def _field(parameter: Parameter) -> FormField:
    kind, many = parameter.single()
    default = "" if parameter.required or parameter.default in {None, (), ""} else _text(parameter.default)
    entry = "text"
    choices: tuple[str, ...] = ()
    if typing.get_origin(kind) is typing.Literal:
        entry, choices = "choice", tuple(str(each) for each in typing.get_args(kind))
    elif isinstance(kind, type) and issubclass(kind, Enum):
        entry, choices = "choice", tuple(str(each.value) for each in kind)
    elif kind is bool:
        entry, default = "flag", ON if parameter.default is True else ""
    elif kind in {int, float}:
        entry = "number"
    elif kind is date:
        entry = "date"
    label = parameter.name.replace("_", " ").capitalize()
    pasted = not many and kind is str and STDIN.search(parameter.help) is not None
    said = STDIN.sub("; or paste its text below", parameter.help) if pasted else parameter.help
    return FormField(
        parameter.name, label, said, "many" if many else entry, parameter.required and not pasted, default, choices,
        pasted,
    )  # fmt: skip


def with_pasted(job: Job, form: Mapping[str, Sequence[str]], folder: Path) -> Mapping[str, Sequence[str]]:
    """Put what was pasted in place of a file into one in `folder`; a file that is named comes first."""
    given = dict(form)
    for each in fields(job):
        text = "".join(form.get(f"{each.name}-text", ())) if each.pasted else ""
        if text.strip() and not "".join(form.get(each.name, ())).strip():
            raw = text.encode("utf-8", "replace")
            file = folder / f"{each.name}-{hashlib.sha256(raw).hexdigest()[:16]}.txt"
            file.write_bytes(raw)
            given[each.name] = [str(file)]
    return given


def _text(value: Any) -> str:
    return str(value.value if isinstance(value, Enum) else value)


def arguments(job: Job, form: Mapping[str, Sequence[str]]) -> tuple[list[Any], dict[str, Any]]:
    """Give a form's values as a job takes them; raises UsageError, naming the field that can't be used."""
    positional: list[Any] = []
    options: dict[str, Any] = {}
    for parameter in parameters(job):
        if _left_out(job, parameter):
            # Where no dry run can be chosen, everything is one.
            if parameter.name == "dry_run":
                options["dry_run"] = True
            elif parameter.positional:
                positional.append(parameter.default)
            continue
        value = _value(parameter, [text for text in form.get(parameter.name, ()) if text.strip()])
        if parameter.positional:
            positional.append(value)
        else:
            options[parameter.name] = value
    return positional, options


def _value(parameter: Parameter, given: Sequence[str]) -> Any:
    kind, many = parameter.single()
    if kind is bool:
        return bool(given)
    if many:
        pieces = [line.strip() for text in given for line in text.splitlines() if line.strip()]
        if parameter.required and not pieces:
            raise UsageError(f"{parameter.name} is missing", next_step=parameter.help)
        return (
            tuple(_one(parameter, kind, piece) for piece in pieces)
            if pieces or parameter.required
            else parameter.default
        )
    if not given:
        if parameter.required:
            raise UsageError(f"{parameter.name} is missing", next_step=parameter.help)
        return parameter.default
    return _one(parameter, kind, given[0].strip())


def _one(parameter: Parameter, kind: Any, text: str) -> Any:
    if "\0" in text:
        raise UsageError(f"{parameter.name} can't be used", why="it contains a zero byte", next_step=parameter.help)
    if typing.get_origin(kind) is typing.Literal:
        if text not in typing.get_args(kind):
            choices = ", ".join(str(each) for each in typing.get_args(kind))
            raise UsageError(f"{parameter.name} can't be {text}", next_step=f"choose one of {choices}")
        return text
    try:
        return date.fromisoformat(text) if kind is date else kind(text)
    except (ValueError, TypeError, OverflowError):
        wanted = {int: "a whole number", float: "a number", date: "a date such as 2026-03-09"}.get(
            kind, "another value"
        )
        raise UsageError(
            f"{parameter.name} can't be {text}", why=f"it must be {wanted}", next_step=parameter.help
        ) from None
