"""Findings, fixes and proposals in the protocol's shapes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lsprotocol import types

from upward.analysis.lint.completion import Completion
from upward.faces.lsp.positions import PositionMap
from upward.faces.lsp.workspace import OpenDocument
from upward.model.finding import Applicability, Edit, Finding, Severity
from upward.model.span import Span

_SEVERITY = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.HINT: types.DiagnosticSeverity.Information,
}
FIX_ALL = "source.fixAll.upward"


def diagnostic(finding: Finding, places: PositionMap, pages: Mapping[str, str]) -> types.Diagnostic:
    """Give a finding as a diagnostic that links to its rule's page."""
    page = pages.get(finding.name)
    return types.Diagnostic(
        range=places.range(finding.span),
        message=finding.message,
        severity=_SEVERITY[finding.severity],
        code=finding.name,
        code_description=types.CodeDescription(page) if page else None,
        source="upward",
        tags=[types.DiagnosticTag.Unnecessary] if finding.name == "unused-suppression" else None,
    )


def actions(
    sheet: OpenDocument, where: Span, wanted: Sequence[str] | None, pages: Mapping[str, str]
) -> Iterator[types.CodeAction]:
    """Yield what can be done about the findings that touch a span: fix, ignore, and fix all that is safe."""
    touched = [
        finding for finding in sheet.findings if finding.span.start <= where.stop and where.start <= finding.span.stop
    ]
    if _is_wanted("quickfix", wanted):
        for finding in touched:
            shown = diagnostic(finding, sheet.places, pages)
            if finding.fix:
                action = _action(sheet, finding.fix.message, "quickfix", finding.fix.edits)
                action.is_preferred = finding.fix.applicability is Applicability.SAFE
                action.diagnostics = [shown]
                yield action
            edit = ignoring(sheet, finding)
            if edit is not None:
                action = _action(sheet, f"Ignore {finding.name} here", "quickfix", (edit,))
                action.diagnostics = [shown]
                yield action
    safe = list(_safe(sheet.findings))
    if safe and _is_wanted(FIX_ALL, wanted):
        yield _action(sheet, "Apply all safe fixes of upward", FIX_ALL, safe)


def ignoring(sheet: OpenDocument, finding: Finding) -> Edit | None:
    """Give the edit that ends a finding's line with a comment; None where a comment would be no comment."""
    record = sheet.record
    text = record.text
    if finding.name == "unused-suppression" or any(
        masked.start <= finding.span.start < masked.stop for masked in sheet.masked_spans
    ):
        return None
    ends = [place for place in (text.find("\n", finding.span.start), text.find("\r", finding.span.start)) if place >= 0]
    end = min(ends, default=len(text))
    in_front = finding.span.start < record.body.start
    if in_front and text[finding.span.start : end].strip() == "---":
        return None
    comment = f"  # upward: ignore[{finding.name}]" if in_front else f" <!-- upward: ignore[{finding.name}] -->"
    return Edit(Span(end, end), comment)


def completion(proposal: Completion, places: PositionMap) -> types.CompletionItem:
    """Give a proposal as a completion."""
    return types.CompletionItem(
        label=proposal.text.strip(" :") or proposal.text,
        detail=proposal.detail or None,
        text_edit=types.TextEdit(places.range(proposal.span), proposal.text),
    )


def _action(sheet: OpenDocument, title: str, kind: str, edits: Sequence[Edit]) -> types.CodeAction:
    made = [types.TextEdit(sheet.places.range(edit.span), edit.text) for edit in edits]
    where = types.OptionalVersionedTextDocumentIdentifier(uri=sheet.uri, version=sheet.version)
    changes = types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(where, made)])
    return types.CodeAction(title=title, kind=kind, edit=changes)


def _safe(findings: Sequence[Finding]) -> Iterator[Edit]:
    """Yield the edits of safe fixes; of two that overlap, the first."""
    last = -1
    for finding in findings:
        fix = finding.fix
        if fix and fix.applicability is Applicability.SAFE and all(edit.span.start >= last for edit in fix.edits):
            yield from fix.edits
            last = max(edit.span.stop for edit in fix.edits)


def _is_wanted(kind: str, wanted: Sequence[str] | None) -> bool:
    return not wanted or any(kind == each or kind.startswith(f"{each}.") for each in wanted)
