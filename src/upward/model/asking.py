"""What a job asks of its user, read from the signature of its `run`: every face offers jobs from this."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from upward.model.extension import Job

# In a parameter's annotation, behind its help: it names a file or folder, which not every face may reach.
PLACE: Final = "place"


class Parameter(NamedTuple):
    """A parameter of a job: its name, type, help and default; `positional` tells an argument from an option."""

    name: str
    kind: Any
    help: str
    default: Any
    positional: bool
    place: bool = False

    @property
    def required(self) -> bool:
        """Whether the user must give it."""
        return self.default is inspect.Parameter.empty

    def single(self) -> tuple[Any, bool]:
        """Give the type of one value, and whether there may be many."""
        if typing.get_origin(self.kind) is tuple:
            return typing.get_args(self.kind)[0], True
        if typing.get_origin(self.kind) in {types.UnionType, typing.Union}:
            return next(each for each in typing.get_args(self.kind) if each is not type(None)), False
        return self.kind, False


def parameters(job: Job) -> Iterator[Parameter]:
    """Give a job's parameters but for the session."""
    hints = typing.get_type_hints(job.run, include_extras=True)
    for number, item in enumerate(inspect.signature(job.run).parameters.values()):
        if number == 0:
            continue
        marks: list[Any] = []
        kind, text = hints[item.name], ""
        if typing.get_origin(kind) is typing.Annotated:
            kind, text, *marks = typing.get_args(kind)
        positional = item.kind is not inspect.Parameter.KEYWORD_ONLY
        yield Parameter(item.name, kind, str(text), item.default, positional, PLACE in marks)
