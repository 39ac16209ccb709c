"""Rubrics: what good looks like, as data."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Signals:
    """What in a piece of work hints at a criterion: words (lower case) and path globs."""

    words: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a rubric, and how one grows in it from level to level."""

    id: str
    title: str
    summary: str = ""
    path: tuple[str, ...] = ()
    signals: Signals = field(default_factory=Signals)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing to show, at one level of one area."""

    id: str
    area: str
    text: str
    level: str = ""
    aspect: str = ""
    title: str = ""
    # How it looks below and above what `text` says: not yet, and exceeds.
    not_yet: str = ""
    exceeds: str = ""
    looks_like: tuple[str, ...] = ()
    # An answer that does not show it, and how far it reaches at each level: pairs of a level and its scope.
    weak: str = ""
    scope: tuple[tuple[str, str], ...] = ()
    next_step: str = ""
    reading: tuple[str, ...] = ()
    signals: Signals = field(default_factory=Signals)
    # Criteria of another rubric that ask for nearly the same: a company's variant of the principles.
    like: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the bank, labelled."""

    id: str
    text: str
    level: str
    principles: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    # What interviewers listen for in an answer, a weak answer, what they ask next, and a story that misses the point.
    listens_for: tuple[str, ...] = ()
    weak: str = ""
    follow_ups: tuple[str, ...] = ()
    not_a: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A book or a course, and which criteria it serves and why; `teaches` is what a course must teach."""

    id: str
    title: str
    author: str
    form: str
    serves: tuple[str, ...]
    why: str
    teaches: str = ""


@dataclass(frozen=True, slots=True)
class Rubric:
    """A framework: levels, areas and criteria; or a question bank, or a reading list."""

    id: str
    title: str
    source: str = ""
    levels: tuple[str, ...] = ()
    areas: tuple[Area, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    questions: tuple[Question, ...] = ()
    books: tuple[Book, ...] = ()

    def criterion(self, ident: str) -> Criterion | None:
        """Give the criterion of that id."""
        return next((item for item in self.criteria if item.id == ident), None)
