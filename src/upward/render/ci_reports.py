"""Findings in the forms of other tools: JUnit, GitLab's code quality, SARIF 2.1.0."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from upward import __version__
from upward.analysis.lint.baseline import fingerprint
from upward.model.finding import Finding
from upward.model.job import FindingsReport
from upward.model.span import Lines
from upward.render.terminal import plain

_LEVELS = {"error": "error", "warning": "warning", "hint": "note"}
_SEVERITIES = {"error": "major", "warning": "minor", "hint": "info"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"


def junit(report: FindingsReport) -> str:
    """Give JUnit's XML: a suite a file, a failed case a finding."""
    suites = []
    for path, found in groupby(report.findings, key=lambda finding: finding.path):
        cases = list(found)
        rows = [_case(finding) for finding in cases]
        suites.append(
            f'  <testsuite name={_attribute(path)} tests="{len(cases)}" failures="{len(cases)}">\n{"".join(rows)}  </testsuite>\n'
        )
    total = len(report.findings)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="upward" tests="{total}" failures="{total}">\n{"".join(suites)}</testsuites>\n'


def _case(finding: Finding) -> str:
    where = f"line {finding.start.row}, column {finding.start.column}"
    return (
        f'    <testcase name={_attribute(f"{finding.code} {finding.name}")} classname={_attribute(finding.path)} line="{finding.start.row}">\n'
        f"      <failure message={_attribute(finding.message)}>{escape(plain(f'{where}: {finding.message}'))}</failure>\n    </testcase>\n"
    )


def _attribute(text: str) -> str:
    return quoteattr(plain(text))


def gitlab(report: FindingsReport) -> str:
    """Give GitLab's code quality report."""
    rows = [
        {
            "description": finding.message,
            "check_name": finding.name,
            "fingerprint": mark,
            "severity": _SEVERITIES[finding.severity.value],
            "location": {"path": finding.path, "lines": {"begin": finding.start.row, "end": finding.end.row}},
        }
        for finding, mark in _marked(report.findings)
    ]
    return json.dumps(rows, indent=2) + "\n"


def _marked(findings: Sequence[Finding]) -> list[tuple[Finding, str]]:
    """Give each finding with a fingerprint of its own: of alike ones, the second and later are numbered."""
    seen: dict[str, int] = {}
    marked = []
    for finding in findings:
        mark = fingerprint(finding)
        seen[mark] = seen.get(mark, 0) + 1
        marked.append((finding, mark if seen[mark] == 1 else f"{mark}-{seen[mark]}"))
    return marked


def sarif(report: FindingsReport) -> str:
    """Give SARIF 2.1.0, with relative URIs, partial fingerprints and fixes."""
    names = sorted({(finding.code, finding.name) for finding in report.findings})
    rules = [{"id": code, "name": name} for code, name in names]
    index = {code: number for number, (code, _) in enumerate(names)}
    results = [_result(finding, mark, index[finding.code], report) for finding, mark in _marked(report.findings)]
    driver = {"name": "upward", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    if report.not_checked or not report.is_complete:
        notes = [{"level": "warning", "message": {"text": each}} for each in report.not_checked]
        run["invocations"] = [{"executionSuccessful": report.is_complete, "toolExecutionNotifications": notes}]
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _result(finding: Finding, mark: str, number: int, report: FindingsReport) -> dict[str, Any]:
    artifact = {"uri": quote(finding.path.encode("utf-8", "surrogateescape"))}
    region = {
        "startLine": finding.start.row,
        "startColumn": finding.start.column,
        "endLine": finding.end.row,
        "endColumn": finding.end.column,
    }
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": number,
        "level": _LEVELS[finding.severity.value],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {"upward/v1": mark},
    }
    text = report.texts.get(finding.path)
    if finding.fix is not None and text is not None:
        lines = Lines.of(text)
        replacements = []
        for edit in finding.fix.edits:
            start, end = lines.locate(edit.span.start), lines.locate(edit.span.stop)
            deleted = {"startLine": start.row, "startColumn": start.column, "endLine": end.row, "endColumn": end.column}
            replacements.append({"deletedRegion": deleted, "insertedContent": {"text": edit.text}})
        changes = [{"artifactLocation": artifact, "replacements": replacements}]
        result["fixes"] = [{"description": {"text": finding.fix.message}, "artifactChanges": changes}]
    return result
