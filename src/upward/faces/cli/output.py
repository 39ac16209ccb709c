"""Draw what a job answers in the form that was asked for."""

from __future__ import annotations

import argparse
import io
import itertools
import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from upward.faces.cli.parser import columns
from upward.model.errors import UsageError
from upward.model.job import FindingsReport, JobResult
from upward.model.lazy_rows import LazyRows, plain
from upward.text.terminal_text import wants_colour

# Forms that no terminal shows.
BINARY = ("pdf", "docx")
_AT_ONCE = 500
# Endings of a file that holds plain text; under another one it would be taken for what it is not.
_TEXTS = ("", ".txt", ".text", ".log", ".out")
# The ending of a file that holds findings in a form of --output-format.
_REPORT_ENDINGS = {"json": ".json", "json-lines": ".jsonl", "junit": ".xml", "gitlab": ".json", "sarif": ".sarif"}
# An ending of up to eight letters; what stands behind the last point of a name such as `v0.3` is none.
_ENDING = re.compile(r"\.[A-Za-z]\w{0,7}$")


def draw(outcome: JobResult, common: argparse.Namespace, *, terminal: bool) -> str | bytes:
    """Give the text to print or to write; bytes for a form that is written to a file only.

    What the verb made is written itself where the ending of --output is one of its endings.
    """
    if common.output:
        made = next((each for each in outcome.artefacts if common.output.endswith(each.endings)), None)
        if made is not None:
            return made.content
        if not common.format:
            _require_form(outcome, common.output)
    elif outcome.piped is not None and not terminal and not common.format:
        return outcome.piped.content
    if outcome.report is not None:
        return _report(outcome.report, common, terminal=terminal)
    form = common.format or "text"
    if form in BINARY:
        return _document(outcome, form, common.output)
    return _text(outcome, form, terminal=terminal)


def _require_form(outcome: JobResult, output: str) -> None:
    """Raise UsageError where the file's ending asks for a form that the verb does not make."""
    found = _ENDING.search(Path(output).name)
    ending = found[0] if found else ""
    made = _REPORT_ENDINGS.get(outcome.report.form, "") if outcome.report is not None else ""
    if ending in {*_TEXTS, made}:
        return
    endings = {each for made in outcome.artefacts for each in made.endings} | {
        ".txt",
        ".md",
        ".json",
        ".html",
        ".pdf",
        ".docx",
    }
    endings |= {*_REPORT_ENDINGS.values()} if outcome.report is not None else set()
    raise UsageError(
        f"{output}: this command has no output in the form {ending}",
        next_step=f"use a file name that ends in one of {', '.join(sorted(endings))}",
    )


def _report(report: FindingsReport, common: argparse.Namespace, *, terminal: bool) -> str | bytes:
    """Give findings in the form that --format, the file's ending or else --output-format asks for."""
    from upward.render import findings

    if common.output.endswith(_REPORT_ENDINGS.get(report.form, "\0")):
        return findings.render(report)
    forms = {"json": "json", "jsonl": "json-lines"}
    if common.format in {"", "text", *forms}:
        colour = wants_colour(dict(os.environ), terminal=terminal)
        return findings.render(report._replace(form=forms.get(common.format, report.form)), colour=colour)
    outcome = JobResult(findings.page(report), None)
    if common.format in BINARY:
        return _document(outcome, common.format, common.output)
    return _text(outcome, common.format, terminal=terminal)


def _text(outcome: JobResult, form: str, *, terminal: bool) -> str:
    if form == "json":
        # Piece by piece: with an indent `dumps` holds each number and bracket as a string of its own until the end.
        out = io.StringIO()
        for piece in json.JSONEncoder(indent=2, default=plain).iterencode(outcome.data):
            out.write(piece)
        out.write("\n")
        return out.getvalue()
    if form == "jsonl":
        return "".join(streamed(outcome.rows if outcome.rows is not None else [outcome.data]))
    if form in {"html", "markdown"}:
        from upward.render import html, markdown

        return html.render(outcome.page) if form == "html" else markdown.render(outcome.page)
    from upward.render import terminal as screen

    width = min(columns(), 120) if terminal else 100
    colour = wants_colour(dict(os.environ), terminal=terminal)
    return screen.render(outcome.page, width=width, colour=colour)


def streamed(rows: Sequence[Any]) -> Iterator[str]:
    """Yield rows as JSON, a line each, many lines at a time."""
    lines = rows.lines() if isinstance(rows, LazyRows) else (json.dumps(row, ensure_ascii=True) for row in rows)
    while part := "".join(f"{line}\n" for line in itertools.islice(lines, _AT_ONCE)):
        yield part


def _document(outcome: JobResult, form: str, output: str) -> bytes:
    if not output:
        raise UsageError(
            f"{form} output can't be shown in a terminal", next_step=f"write it to a file with --output NAME.{form}"
        )
    if form == "pdf":
        from upward.render import pdf

        return pdf.render(outcome.page)
    from upward.render import docx

    return docx.render(outcome.page)
