"""Findings: what is wrong in a record, where, and how to fix it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from upward.model.span import Location, Span


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Applicability(StrEnum):
    """Whether a fix may be made without asking."""

    SAFE = "safe"
    UNSAFE = "unsafe"


class Edit(NamedTuple):
    """Replace the characters of a span; everything else stays as it is."""

    span: Span
    text: str


class Fix(NamedTuple):
    """Edits that together fix one finding."""

    message: str
    edits: tuple[Edit, ...]
    applicability: Applicability = Applicability.UNSAFE


class Remark(NamedTuple):
    """What a rule says about one place of the record it was given."""

    message: str
    span: Span
    fix: Fix | None = None


class Finding(NamedTuple):
    """A remark with its rule and its place, ready to be shown anywhere."""

    code: str
    name: str
    severity: Severity
    message: str
    path: str
    span: Span
    start: Location
    end: Location
    fix: Fix | None = None
    # The source line, for showing; and the sentence, for knowing the finding again: both only where asked for.
    line: str = ""
    sentence: str = ""
