"""A job (a verb): what it asks of its user, read from the signature of its `run`, and what it answers."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple

from upward.model.finding import Finding
from upward.model.json_value import as_json
from upward.model.page import Page

# In a parameter's annotation, behind its help: it names a file or folder, which not every face may reach.
PLACE: Final = "place"


class Names(StrEnum):
    """What a parameter names, given in its annotation behind the help: for completion, help and error messages."""

    KIND = "kind"
    RECORD = "record"
    FORM = "form"
    RUBRIC = "rubric"
    RULE = "rule"
    TEMPLATE = "template"


class Artefact(NamedTuple):
    """What a verb makes, as `--output FILE` writes it where FILE has one of these endings (such as ".json")."""

    content: str | bytes
    endings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JobResult:
    """What a job answers: a page for people, data for programs.

    `data` and `rows` may be given as values (frozen types, dates, enums, tuples); they are kept as JSON holds them.
    `succeeded` is False where there are findings or the request was not met (exit code 1).
    `rows` are what `--format jsonl` prints a line each; by default the data itself.
    `report` asks for findings to be drawn in a form of their own instead of as a page.
    `repeats` asks for the job to be run again whenever a file changes, where a face can do that.
    `artefacts` are the forms of what the verb made, where that is more than the page about it; `piped` is the one
    that a program reads from standard output, where a person would see the page.
    """

    page: Page
    data: Any
    rows: Sequence[Any] | None = None
    succeeded: bool = True
    report: FindingsReport | None = None
    artefacts: tuple[Artefact, ...] = ()
    repeats: bool = False
    piped: Artefact | None = None

    def __post_init__(self) -> None:
        """Turn the values into what JSON holds, in the one place where all of them pass."""
        object.__setattr__(self, "data", as_json(self.data))
        if self.rows is not None:
            object.__setattr__(self, "rows", as_json(self.rows))


class FindingsReport(NamedTuple):
    """Findings with the texts they were found in, and the name of the form wanted; `note` is a line for people.

    `not_checked` says what could not be looked at, and `is_complete` whether every checker ran.
    """

    form: str
    findings: Sequence[Finding]
    texts: Mapping[str, str]
    note: str = ""
    not_checked: Sequence[str] = ()
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class Job:
    """A verb, or a sub-verb ("decide score"). Every face offers it from the signature of `run`.

    A verb is a module of `jobs`; one with sub-verbs is a package: its own `JOB` is the bare verb, and each
    module in it that ends in a `JOB` is a sub-verb. `group` is the verb's heading in
    `upward --help` (`catalogue.discovery.GROUPS`).

    The first parameter is the session; then come what the user gives: positional
    parameters are arguments, keyword-only ones are options. Each is
    `Annotated[type, "help"]`, or `Annotated[type, "help", PLACE]` for a file or folder.
    The summary is the module's first line where none is given.

    `interactive_only` names parameters that only a person at the keyboard is offered: they write
    where no proposal can stand in between, or never end. With `dry_run` among them, for
    every other caller the job is always a dry run.
    """

    name: str
    run: Callable[..., JobResult]
    summary: str = ""
    group: str = ""
    interactive_only: tuple[str, ...] = ()


class Parameter(NamedTuple):
    """A parameter of a job: its name, type, help and default; `positional` tells an argument from an option."""

    name: str
    kind: Any
    help: str
    default: Any
    positional: bool
    place: bool = False
    names: str = ""

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
        names = next((str(mark) for mark in marks if isinstance(mark, Names)), "")
        yield Parameter(item.name, kind, str(text), item.default, positional, PLACE in marks, names)
