"""A kind of record: its fields, sections, templates and view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from upward.model.corpus import Corpus
from upward.model.page import Page
from upward.model.record import Record


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
    `former` are values that earlier versions wrote: accepted, but not offered;
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
    former: tuple[str, ...] = ()


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


# Fields that several kinds have.
CRITERIA = Field(
    "criteria",
    Type.CHOICE,
    "The criteria it shows, confirmed by you",
    many=True,
    choices=("@senior-path", "@ai-practice", "@amazon-principles", "@own"),
)
TAGS = Field("tags", Type.TEXT, "Tags of your own", many=True)
PRIVATE = Field("private", Type.FLAG, "Keep it out of what is shared")
