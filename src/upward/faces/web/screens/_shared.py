"""What several screens ask: findings in the form that a screen and a script take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from upward.faces.web.texts import Line, difference
from upward.model.finding import Applicability, Finding, Fix, Severity
from upward.model.span import Lines, Location
from upward.text import edits

# Rows that are shown at once.
SIZE = 100


class PlacedEdit(NamedTuple):
    """An edit with the row and column where it begins and ends."""

    start: Location
    end: Location
    text: str


class ShownFix(NamedTuple):
    """A fix, its edits, and the difference that it makes, a line a row."""

    message: str
    applicability: Applicability
    edits: tuple[PlacedEdit, ...]
    diff: list[Line]


class ShownFinding(NamedTuple):
    """A finding with its place as rows and columns, and what its fix would write."""

    name: str
    code: str
    severity: Severity
    message: str
    path: str
    start: Location
    end: Location
    fix: ShownFix | None


def shown_findings(found: Iterable[Finding], text: str) -> list[ShownFinding]:
    """Give the findings in a text as screens show them."""
    lines = Lines.of(text)
    return [_shown(finding, text, lines) for finding in found]


def _shown(finding: Finding, text: str, lines: Lines) -> ShownFinding:
    return ShownFinding(
        name=finding.name,
        code=finding.code,
        severity=finding.severity,
        message=finding.message,
        path=finding.path,
        start=finding.start,
        end=finding.end,
        fix=None if finding.fix is None else _shown_fix(finding.fix, text, lines),
    )


def _shown_fix(fix: Fix, text: str, lines: Lines) -> ShownFix:
    try:
        fixed = edits.apply_edits(fix.edits, text)
    except ValueError:
        fixed = text
    placed = tuple(
        PlacedEdit(lines.locate(edit.span.start), lines.locate(edit.span.stop), edit.text) for edit in fix.edits
    )
    return ShownFix(fix.message, fix.applicability, placed, difference(text, fixed, 0))
