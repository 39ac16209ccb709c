"""Fixes applied to a text."""

from __future__ import annotations

from collections.abc import Sequence

from upward.model.finding import Applicability, Edit, Finding
from upward.text.edits import apply_edits


def apply_fixes(text: str, findings: Sequence[Finding], *, unsafe: bool) -> str:
    """Give a text with its fixes applied; of two that overlap, the first.

    `unsafe` also applies fixes that may change the meaning.
    """
    edits: list[Edit] = []
    last = -1
    for finding in findings:
        fix = finding.fix
        if fix is None or (fix.applicability is not Applicability.SAFE and not unsafe):
            continue
        if any(each.span.start < last for each in fix.edits):
            continue
        edits += fix.edits
        last = max(each.span.stop for each in fix.edits)
    if not edits:
        return text
    return apply_edits(edits, text)
