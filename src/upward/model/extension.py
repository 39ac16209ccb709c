"""What can be added to upward: plain values, found by the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from upward.model.corpus import Corpus
from upward.model.finding import Finding, Remark, Severity
from upward.model.page import Page
from upward.model.ports import Source
from upward.model.record import Record, Value

if TYPE_CHECKING:
    # A type alone; it would be imported at every start.
    from upward.model.rubric import Rubric


class Type(StrEnum):
    """How a front-matter value is read."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    LINK = "link"
    ORIGIN = "origin"
    MAPPING = "mapping"


class Field(NamedTuple):
    """One key of a kind's front matter.

    `choices` may name a rubric as `@id` (its areas) instead of listing values;
    `links` names the kind that a LINK leads to; `parts` are a MAPPING's keys.
    """

    name: str
    type: Type
    help: str
    required: bool = False
    many: bool = False
    choices: tuple[str, ...] = ()
    links: str = ""
    parts: tuple[Field, ...] = ()


class SectionSpec(NamedTuple):
    """A heading that a kind's records have, and what else it is called."""

    title: str
    aliases: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record. Its folder holds `template.md` and `example.md` (and more of either)."""

    name: str
    folder: str
    summary: str
    fields: tuple[Field, ...]
    sections: tuple[SectionSpec, ...] = ()
    templates: Mapping[str, str] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)
    view: Callable[[Record, Corpus], Page] | None = None

    def field_named(self, name: str) -> Field | None:
        """Give the field of that name."""
        return next((item for item in self.fields if item.name == name), None)


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may ask for besides the record."""

    corpus: Corpus
    today: date
    kinds: Mapping[str, Kind]
    rubrics: Mapping[str, Rubric]
    words_per_minute: int = 140
    # Whether the corpus is a whole logbook: only then is a record that is not there missing.
    whole: bool = True
    # Names that must not leave the house: customers, projects, people.
    confidential: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A check. Its module's docstring is its page; `## Bad` and `## Good` there are its tests."""

    code: str
    name: str
    check: Callable[[Record, Context], Iterable[Remark]]
    kinds: tuple[str, ...] = ()
    severity: Severity = Severity.WARNING
    page: str = ""
    # Still changing: it runs only where it is asked for.
    preview: bool = False
    # Names of cues (see `analysis/cue.py`): where none of them occurs in the prose, the rule has nothing to say.
    cues: tuple[str, ...] = ()
    # Keys of the front matter: where none of them stands there, the rule has nothing to say.
    keys: tuple[str, ...] = ()

    def applies_to(self, record: Record) -> bool:
        """Whether the rule is meant for records of this kind; no kinds means all."""
        return not self.kinds or record.kind in self.kinds


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that an importer proposes. A known origin is never imported twice."""

    kind: str
    title: str
    origins: tuple[str, ...]
    fields: Mapping[str, Value]
    body: str
    day: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user wants of an import: whose work, from when until when, and which origins they have already."""

    authors: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    known: frozenset[str] = frozenset()
    # Everybody's work instead of one person's: bots and tools left out.
    everyone: bool = False
    # The day it is for the user: what is still to come is no evidence.
    today: date | None = None


class Importer(NamedTuple):
    """Reads a source of evidence. `recognises` must look, not run."""

    name: str
    summary: str
    recognises: Callable[[Source], bool]
    read: Callable[[Source, Wish], Iterable[Candidate]]


class Reach(StrEnum):
    """Who will see what is exported."""

    MINE = "mine"
    SHARED = "shared"


class Exporter(NamedTuple):
    """Writes records in another form: a file's text by `write`, or a page by `page`, which any face can draw."""

    name: str
    summary: str
    suffix: str
    kinds: tuple[str, ...]
    write: Callable[[Sequence[Record], Corpus], str] | None = None
    page: Callable[[Sequence[Record], Context], Page] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job answers: a page for people, data for programs.

    `fulfilled` is False where there are findings or the request was not met (exit code 1).
    `rows` are what `--format jsonl` prints a line each; by default the data itself.
    `report` asks for findings to be drawn in a form of their own instead of as a page.
    """

    page: Page
    data: Any
    rows: Sequence[Any] | None = None
    fulfilled: bool = True
    report: Report | None = None


class Report(NamedTuple):
    """Findings with the texts they were found in, and the name of the form wanted."""

    form: str
    findings: Sequence[Finding]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Job:
    """A verb. Every face offers it from the signature of `run`.

    The first parameter is the session; then come what the user gives: positional
    parameters are arguments, keyword-only ones are options. Each is
    `Annotated[type, "help"]`, or `Annotated[type, "help", PLACE]` for a file or folder.
    The summary is the module's first line where none is given.

    `by_hand` names parameters that only a person at the keyboard is offered: they write
    where no proposal can stand in between, or never end. With `dry_run` among them, for
    anybody else the job is always a dry run.
    """

    name: str
    run: Callable[..., Outcome]
    summary: str = ""
    by_hand: tuple[str, ...] = ()
