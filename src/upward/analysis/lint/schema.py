"""Front matter against its kind's schema; and the schema as JSON Schema, for editors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from upward.model.kind import Field, Kind, Type
from upward.model.record import Value
from upward.text.dates import parse_date
from upward.text.frontmatter import Path

if TYPE_CHECKING:
    # A type alone; it would be imported at every start.
    from upward.model.rubric import Rubric

FLAGS = {"true", "false", "yes", "no", "on", "off"}
_ORIGIN = re.compile(r"git:[0-9a-f]{7,64}|[a-z][a-z0-9+.-]*:\S+")
_NUMBER = re.compile(r"[-+]?(?:\d[\d,_ ]*)(?:\.\d+)?%?")


class Violation(NamedTuple):
    """A value that its field does not allow; `path` leads to it, `about` is a slug."""

    path: Path
    about: str
    message: str


def schema_violations(fields: Mapping[str, Value], kind: Kind, rubrics: Mapping[str, Rubric]) -> Iterator[Violation]:
    """Give what is wrong with the fields of a record of that kind."""
    for field in kind.fields:
        if field.name not in fields:
            if field.required:
                yield Violation((), "missing-key", f"The key `{field.name}` is missing: {_lower(field.help)}.")
            continue
        yield from _checked(field, fields[field.name], (field.name,), rubrics)


def _checked(field: Field, value: Value, path: Path, rubrics: Mapping[str, Rubric]) -> Iterator[Violation]:
    if field.many and not isinstance(value, (str, Mapping)):
        for number, item in enumerate(value):
            yield from _one(field, item, (*path, number), rubrics)
    elif value or field.required:
        yield from _one(field, value, path, rubrics)


def _one(field: Field, value: Value, path: Path, rubrics: Mapping[str, Rubric]) -> Iterator[Violation]:
    if field.type is Type.MAPPING:
        if not isinstance(value, Mapping):
            yield Violation(
                path,
                "wrong-value",
                f"`{field.name}` must have the keys: {', '.join(part.name for part in field.parts)}.",
            )
            return
        for part in field.parts:
            if part.name in value:
                yield from _checked(part, value[part.name], (*path, part.name), rubrics)
            elif part.required:
                yield Violation(path, "missing-key", f"`{field.name}` lacks `{part.name}`: {_lower(part.help)}.")
        return
    if not isinstance(value, str):
        yield Violation(
            path,
            "wrong-value",
            f"`{field.name}` must be one value, not a {'mapping' if isinstance(value, Mapping) else 'list'}.",
        )
        return
    message = "" if value.startswith("{{") else _refused(field, value, rubrics)
    if message:
        yield Violation(path, "wrong-value", message)


def _refused(field: Field, value: str, rubrics: Mapping[str, Rubric]) -> str:
    """Give why a scalar is not what its field wants; empty where it is."""
    match field.type:
        case Type.DATE if parse_date(value) is None:
            return f"`{field.name}` must be a date such as 2026-03-09, not {value!r}."
        case Type.NUMBER if not _NUMBER.fullmatch(value):
            return f"`{field.name}` must be a number, not {value!r}."
        case Type.FLAG if value.lower() not in FLAGS:
            return f"`{field.name}` must be true or false, not {value!r}."
        case Type.ORIGIN if not _ORIGIN.fullmatch(value):
            return f"`{field.name}` must be git:<oid>, github:owner/name#12 or a link, not {value!r}."
        case Type.CHOICE if value not in {*(known := allowed_choices(field, rubrics)), *field.former}:
            listed = ", ".join(known[:8]) + (", …" if len(known) > 8 else "")  # noqa: PLR2004 - what fits on a line
            return f"{value!r} is not one of the values of `{field.name}`: {listed}."
        case _:
            return ""


def allowed_choices(field: Field, rubrics: Mapping[str, Rubric]) -> tuple[str, ...]:
    """Give the values that a CHOICE allows, with those of the rubrics it names."""
    found: list[str] = []
    for choice in field.choices:
        if not choice.startswith("@"):
            found.append(choice)
        elif choice[1:] in rubrics:
            found.extend(criterion.id for criterion in rubrics[choice[1:]].criteria)
    return tuple(found)


def json_schema(kind: Kind, rubrics: Mapping[str, Rubric]) -> dict[str, Any]:
    """Give a kind's front matter as JSON Schema 2020-12, for editors that complete YAML."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"upward {kind.name}",
        "description": kind.summary,
        "type": "object",
        "properties": {field.name: _property(field, rubrics) for field in kind.fields},
        "required": [field.name for field in kind.fields if field.required],
    }


def _property(field: Field, rubrics: Mapping[str, Rubric]) -> dict[str, Any]:
    scalar: dict[str, Any] = {"type": ["string", "number", "boolean"]}
    if field.type is Type.CHOICE:
        scalar = {"type": "string", "enum": [*allowed_choices(field, rubrics), *field.former]}
    elif field.type is Type.FLAG:
        scalar = {"type": "boolean"}
    elif field.type is Type.DATE:
        scalar = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2}([T ].*)?)?)?$"}
    elif field.type is Type.MAPPING:
        parts = {part.name: _property(part, rubrics) for part in field.parts}
        scalar = {
            "type": "object",
            "properties": parts,
            "required": [part.name for part in field.parts if part.required],
        }
    if not field.many:
        return {**scalar, "description": field.help}
    # A single value stands for a list of one, as the reader takes it.
    return {"description": field.help, "anyOf": [{"type": "array", "items": scalar}, scalar]}


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
