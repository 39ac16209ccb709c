"""Findings in the forms that people, editors and CI read; the shapes are ruff's."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from upward.model.finding import Applicability, Finding, Severity
from upward.model.job import FindingsReport
from upward.model.page import Callout, Page, Table, Tone
from upward.model.span import Lines
from upward.render.terminal import plain
from upward.text.words import count_noun

# Where a rule is explained, in this repository and in the site made from it.
PAGES = "docs/reference/rules.md#{name}"


def render(report: FindingsReport, *, colour: bool = False) -> str:
    """Give the report in the form it asks for."""
    return FORMS[report.form](report, colour)


def page(report: FindingsReport) -> Page:
    """Give the findings as a page: a table, the worst first."""
    worst = sorted(report.findings, key=lambda each: list(Severity).index(each.severity))
    rows = tuple((_place(each), each.severity.value, each.name, each.message) for each in worst)
    said = Callout(f"{count_noun(len(rows), 'finding')}.", Tone.WARN) if rows else Callout("No findings.", Tone.GOOD)
    note = (Callout(report.note),) if report.note else ()
    return Page("Findings", (said, *((Table(("place", "severity", "rule", "message"), rows),) if rows else ()), *note))


def data(finding: Finding, text: str) -> dict[str, Any]:
    """Give a finding in the shape of ruff's JSON, which is not ours to name: editors and CI read it as it is."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "url": PAGES.format(name=finding.name),
        "filename": finding.path,
        "location": finding.start._asdict(),
        "end_location": finding.end._asdict(),
        "fix": _fix(finding, text),
    }


def _fix(finding: Finding, text: str) -> dict[str, Any] | None:
    if finding.fix is None:
        return None
    lines = Lines.of(text)
    edits = [
        {
            "content": edit.text,
            "location": lines.locate(edit.span.start)._asdict(),
            "end_location": lines.locate(edit.span.stop)._asdict(),
        }
        for edit in finding.fix.edits
    ]
    return {"applicability": finding.fix.applicability.value, "message": finding.fix.message, "edits": edits}


def _data(report: FindingsReport) -> list[dict[str, Any]]:
    return [data(finding, report.texts.get(finding.path, "")) for finding in report.findings]


def _json(report: FindingsReport) -> str:
    return json.dumps(_data(report), indent=2, ensure_ascii=True) + "\n"


def _json_lines(report: FindingsReport) -> str:
    return "".join(json.dumps(row, ensure_ascii=True) + "\n" for row in _data(report))


def _place(finding: Finding) -> str:
    return f"{plain(finding.path)}:{finding.start.row}:{finding.start.column}"


def _painted(text: str, code: str, colour: bool) -> str:  # noqa: FBT001
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text


def _concise(report: FindingsReport, colour: bool) -> str:  # noqa: FBT001
    lines = [
        f"{_place(finding)}: {_painted(finding.code, '1;31', colour)} [{finding.name}] {plain(finding.message)}"
        for finding in report.findings
    ]
    return "".join(f"{line}\n" for line in [*lines, _sum(report)])


def _full(report: FindingsReport, colour: bool) -> str:  # noqa: FBT001
    blocks = [_one(finding, colour) for finding in report.findings]
    return "".join(f"{block}\n" for block in blocks) + _sum(report) + "\n"


def _one(finding: Finding, colour: bool) -> str:  # noqa: FBT001
    head = f"{_painted(finding.code, '1;31', colour)} [{_painted(finding.name, '1', colour)}] {plain(finding.message)}"
    row, column = finding.start
    line = plain(finding.line.rstrip("\r").replace("\t", " "))
    stop = finding.end.column if finding.end.row == row else len(line) + 1
    gutter = len(str(row))
    shown, lead = _window(line, column)
    marks = "^" * max(1, min(stop - column, len(shown) - (column - 1 - lead)))
    out = [head, f"{' ' * gutter}--> {_place(finding)}"]
    if line.strip():
        out += [f"{row} | {shown}", f"{' ' * gutter} | {' ' * (column - 1 - lead)}{_painted(marks, '31', colour)}"]
    if finding.fix:
        safe = "" if finding.fix.applicability is Applicability.SAFE else " (unsafe: it changes your words)"
        out.append(f"{' ' * gutter} = fix: {finding.fix.message}{safe}")
    return "\n".join(out) + "\n"


def _window(line: str, column: int, width: int = 110) -> tuple[str, int]:
    """Give the part of a long line around a column, and how many characters were left out before it."""
    if len(line) <= width:
        return line, 0
    lead = max(0, column - 1 - width // 4)
    return line[lead : lead + width], lead


def _sum(report: FindingsReport) -> str:
    said = "All checks passed."
    if report.findings:
        safe = sum(1 for finding in report.findings if finding.fix and finding.fix.applicability is Applicability.SAFE)
        said = f"Found {count_noun(len(report.findings), 'finding')}."
        said += f" {safe} can be fixed with `--fix`." if safe else ""
    return f"{said}\n{report.note}" if report.note else said


def _grouped(report: FindingsReport, colour: bool) -> str:  # noqa: FBT001
    out = []
    for path, found in groupby(report.findings, key=lambda finding: finding.path):
        out.append(f"{plain(path)}:")
        out += [
            f"  {finding.start.row}:{finding.start.column}  "
            f"{_painted(finding.code, '1;31', colour)} [{finding.name}] {plain(finding.message)}"
            for finding in found
        ]
        out.append("")
    return "".join(f"{line}\n" for line in [*out, _sum(report)])


_LEVELS = {"error": "error", "warning": "warning", "hint": "notice"}


def _github(report: FindingsReport) -> str:
    return "".join(
        f"::{_LEVELS[finding.severity.value]} title={_property(f'upward ({finding.name})')},"
        f"file={_property(finding.path)},line={finding.start.row},"
        f"col={finding.start.column},endLine={finding.end.row},endColumn={finding.end.column}::{_command(finding.message)}\n"
        for finding in report.findings
    )


def _command(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _command(text).replace(":", "%3A").replace(",", "%2C")


def statistics(findings: Sequence[Finding]) -> str:
    """Give how often each rule spoke, the commonest first."""
    count = Counter((finding.code, finding.name) for finding in findings)
    width = len(str(max(count.values(), default=0)))
    return "".join(
        f"{number:>{width}}  {code}  {name}\n"
        for (code, name), number in sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _of_others(report: FindingsReport) -> str:
    from upward.render import ci_reports

    forms: Mapping[str, Callable[[FindingsReport], str]] = {
        "junit": ci_reports.junit,
        "gitlab": ci_reports.gitlab,
        "sarif": ci_reports.sarif,
    }
    return forms[report.form](report)


FORMS: Mapping[str, Callable[[FindingsReport, bool], str]] = {
    "full": _full,
    "concise": _concise,
    "grouped": _grouped,
    "json": lambda report, _: _json(report),
    "json-lines": lambda report, _: _json_lines(report),
    "github": lambda report, _: _github(report),
    "junit": lambda report, _: _of_others(report),
    "gitlab": lambda report, _: _of_others(report),
    "sarif": lambda report, _: _of_others(report),
    "statistics": lambda report, _: statistics(report.findings),
}
