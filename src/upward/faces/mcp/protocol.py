"""Parameters as JSON Schema, a client's arguments as Python values, an outcome as what a client is sent."""

from __future__ import annotations

import json
import typing
from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

from upward.model.errors import UsageError
from upward.model.job import JobResult, Parameter
from upward.model.lazy_rows import plain
from upward.render import findings, markdown

# What an assistant reads costs it attention; a person would use --format and a file. In characters.
MOST_TEXT = 40_000
MOST_DATA = 200_000
_PLAIN: Mapping[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}


def schema(given: Sequence[Parameter]) -> dict[str, Any]:
    """Give the JSON Schema of a tool's arguments."""
    properties = {parameter.name: _schema(parameter) for parameter in given}
    required = [parameter.name for parameter in given if parameter.required]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _schema(parameter: Parameter) -> dict[str, Any]:
    kind, many = parameter.single()
    one: dict[str, Any] = {"type": _PLAIN.get(kind, "string")}
    if typing.get_origin(kind) is typing.Literal:
        one["enum"] = list(typing.get_args(kind))
    elif isinstance(kind, type) and issubclass(kind, Enum):
        one["enum"] = [each.value for each in kind]
    elif kind is date:
        one["format"] = "date"
    if many:
        return {"type": "array", "items": one, "description": parameter.help}
    shown = {} if parameter.required or parameter.default in {None, ""} else {"default": _default(parameter.default)}
    return {**one, "description": parameter.help, **shown}


def _default(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def arguments(known: Sequence[Parameter], given: Mapping[str, Any]) -> dict[str, Any]:
    """Give a client's arguments as the job takes them; raises UsageError, naming the one that can't be used."""
    by_name = {parameter.name: parameter for parameter in known}
    unknown = sorted(given.keys() - by_name.keys())
    if unknown:
        raise UsageError(
            f"There is no argument called {unknown[0]}", next_step=f"there are {', '.join(by_name) or 'none'}"
        )
    missing = [name for name, parameter in by_name.items() if parameter.required and given.get(name) is None]
    if missing:
        raise UsageError(f"The argument {missing[0]} is missing", next_step=by_name[missing[0]].help)
    return {name: _value(by_name[name], value) for name, value in given.items() if value is not None}


def _value(parameter: Parameter, value: Any) -> Any:
    kind, many = parameter.single()
    if not many:
        return _one(parameter, kind, value)
    if not isinstance(value, list):
        raise _wrong(parameter, "a list")
    return tuple(_one(parameter, kind, each) for each in value)


def _one(parameter: Parameter, kind: Any, value: Any) -> Any:
    if typing.get_origin(kind) is typing.Literal:
        if value not in typing.get_args(kind):
            raise _wrong(parameter, f"one of {', '.join(typing.get_args(kind))}")
        return value
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if kind in _PLAIN:
        if type(value) is not kind or (isinstance(value, str) and not _is_text(value)):
            raise _wrong(parameter, f"a {_PLAIN[kind]}")
        return value
    try:
        return date.fromisoformat(value) if kind is date else kind(value)
    except (ValueError, TypeError):
        raise _wrong(parameter, "a date such as 2026-03-09" if kind is date else "another value") from None


def _is_text(value: str) -> bool:
    """Whether a string can stand in a file: no NUL, and no half of a pair of surrogates."""
    return "\0" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)


def _wrong(parameter: Parameter, wanted: str) -> UsageError:
    return UsageError(f"The argument {parameter.name} must be {wanted}", next_step=parameter.help)


def data(outcome: JobResult) -> Any:
    """Give an outcome as a program reads it; findings as `check --output-format json` prints them."""
    if outcome.report is None:
        return outcome.data

    return json.loads(findings.render(outcome.report._replace(form="json"), colour=False))


def structured(outcome: JobResult) -> dict[str, Any] | None:
    """Give the structured content of a tool's result; None where it is too long to be read."""
    found = json.loads(json.dumps({"answer": data(outcome), "succeeded": outcome.succeeded}, default=plain))
    return found if len(json.dumps(found)) <= MOST_DATA else None


def text(outcome: JobResult) -> str:
    """Give an outcome as Markdown; what is too long is cut, and says so."""
    if outcome.report is not None:
        shown = findings.render(outcome.report._replace(form="concise"), colour=False)
    else:
        shown = markdown.render(outcome.page)
    if len(shown) <= MOST_TEXT:
        return shown
    return f"{shown[:MOST_TEXT]}\n\n(Cut here: {len(shown):,} characters in all. Ask for less.)\n"
