"""Records: one Markdown file with YAML front matter each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeAlias

from upward.model.privacy import Privacy, privacy_of
from upward.model.span import Span

# Scalars stay strings; the kind's schema types them when asked.
Value: TypeAlias = "str | Sequence[Value] | Mapping[str, Value]"

NOWHERE = Span(0, 0)
# Kinds of records about a person who is not the owner of the logbook.
ABOUT_OTHERS = frozenset({"mentoring"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Section(NamedTuple):
    """A heading or an inline label and the text below it."""

    title: str
    level: int
    head: Span
    body: Span


class Problem(NamedTuple):
    """Something in a file that could not be read, and where."""

    slug: str
    message: str
    span: Span


@dataclass(frozen=True)
class Record:
    """One file of a logbook, read: its text and what was found in it.

    `path` is relative to the logbook, with forward slashes.
    """

    id: str
    kind: str
    path: str
    text: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    body: Span = NOWHERE
    sections: Sequence[Section] = ()
    problems: tuple[Problem, ...] = ()

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the file's bytes, in hexadecimal; a write compares it, to notice other changes."""
        import hashlib

        return hashlib.sha256(self.text.encode("utf-8", "surrogateescape")).hexdigest()

    def string(self, key: str) -> str:
        """Give a field as one string; empty where it is missing or not a scalar."""
        value = self.fields.get(key, "")
        return value if isinstance(value, str) else ""

    def strings(self, key: str) -> tuple[str, ...]:
        """Give a field as strings: a scalar counts as a list of one."""
        value = self.fields.get(key, ())
        if isinstance(value, str):
            return (value,) if value else ()
        if isinstance(value, Mapping):
            return ()
        return tuple(item for item in value if isinstance(item, str) and item)

    def mappings(self, key: str) -> tuple[Mapping[str, Value], ...]:
        """Give a field that holds a list of mappings, leaving out what is no mapping."""
        value = self.fields.get(key, ())
        if isinstance(value, (str, Mapping)):
            return ()
        return tuple(item for item in value if isinstance(item, Mapping))

    @property
    def title(self) -> str:
        """The title in the front matter, else the first heading, else the id; never an open question."""
        headings = (section.title for section in self.sections if section.level == 1)
        return next((title for title in (self.string("title"), *headings) if title and "{{" not in title), self.id)

    @property
    def prose(self) -> str:
        """The text below the front matter."""
        return self.body.cut(self.text)

    @property
    def private(self) -> bool:
        """Whether it must stay out of what is shared; where that is unclear, it is.

        A record about another person is private until that person's own agreement is recorded.
        """
        about_others = self.kind in ABOUT_OTHERS and not _DAY.match(self.string("agreed-to-share"))
        return self.privacy.private or about_others

    @cached_property
    def privacy(self) -> Privacy:
        """Whether it is private, and what is unclear about the flag."""
        return privacy_of(self.fields, self.text, [problem.slug for problem in self.problems])
