"""From a value to JSON: the one way that every verb and face takes."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from enum import Enum
from typing import Any

from upward.model.lazy_rows import LazyRows


def as_json(value: object, *names: str) -> Any:
    """Give a value as JSON holds it.

    A frozen type becomes an object whose keys are its public fields, or `names` of them in that order; a field called
    `from_`, because `from` is a keyword of Python, has the key `from`. An enum becomes its value, a date ISO 8601, a
    path its text, a tuple or set a list; a set is sorted. Raises TypeError for anything else.
    """
    fields = names or _fields_of(value)
    if fields is not None:
        return {name.removesuffix("_"): as_json(getattr(value, name)) for name in fields}
    if isinstance(value, Mapping):
        return {str(as_json(key)): as_json(each) for key, each in value.items()}
    if isinstance(value, AbstractSet):
        return sorted(map(as_json, value))
    if isinstance(value, (list, tuple)):
        return [as_json(each) for each in value]
    # Made of what JSON holds, and made when it is printed.
    return value if isinstance(value, LazyRows) else _scalar(value)


def _scalar(value: object) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if hasattr(value, "__fspath__"):
        return str(value)
    msg = f"{type(value).__name__} has no form in JSON"
    raise TypeError(msg)


def _fields_of(value: object) -> tuple[str, ...] | None:
    """Give the public fields of a dataclass or named tuple; None for every other value."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return tuple(field.name for field in dataclasses.fields(value) if not field.name.startswith("_"))
    named = getattr(value, "_fields", None)
    return tuple(named) if isinstance(value, tuple) and named is not None else None
