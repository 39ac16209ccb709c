"""What several screens ask: findings in the form that a screen and a script take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from upward.faces.web.texts import difference
from upward.model.finding import Finding
from upward.model.span import Lines
from upward.text import edits

# Rows that are shown at once.
SIZE = 100


def as_rows(found: Sequence[Finding], text: str) -> list[dict[str, Any]]:
    """Give findings with places as rows and columns, and what each fix would write."""
    lines = Lines.of(text)
    return [_row(finding, text, lines) for finding in found]


def _row(finding: Finding, text: str, lines: Lines) -> dict[str, Any]:
    fix = None
    if finding.fix is not None:
        try:
            fixed = edits.apply_edits(finding.fix.edits, text)
        except ValueError:
            fixed = text
        fix = {
            "message": finding.fix.message,
            "applicability": finding.fix.applicability.value,
            "edits": [
                {"start": lines.locate(edit.span.start), "end": lines.locate(edit.span.stop), "text": edit.text}
                for edit in finding.fix.edits
            ],
            "diff": difference(text, fixed, 0),
        }
    return {
        "name": finding.name,
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "path": finding.path,
        "start": finding.start,
        "end": finding.end,
        "fix": fix,
    }
