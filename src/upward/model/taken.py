"""Extensions take what they use, by the names of their parameters."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


@cache
def parameter_names(function: Callable[..., Any]) -> tuple[str, ...]:
    """Give the names of the positional parameters of a function."""
    code: Any = function.__code__
    return tuple(code.co_varnames[: code.co_argcount])


def call_with(function: Callable[..., T], **offered: object) -> T:
    """Call a function with those of the offered values that it takes; raises KeyError for one that is not offered."""
    return function(*[offered[name] for name in parameter_names(function)])
