"""Draw what a job answers in the form that was asked for."""

from __future__ import annotations

import argparse
import io
import itertools
import json
import os
from collections.abc import Iterator, Sequence
from typing import Any

from upward.faces.cli.parser import columns
from upward.model.errors import UsageError
from upward.model.job import JobResult
from upward.model.lazy_rows import LazyRows, plain
from upward.text.terminal_text import wants_colour

# Forms that no terminal shows.
BINARY = ("pdf", "docx")
_AT_ONCE = 500
# Forms that some verbs make: text in a file with such a name would be taken for what it is not.
_FORMS_OF_SOME = (".csv", ".yaml", ".yml", ".sarif", ".svg", ".ics", ".apkg", ".wav")


def draw(outcome: JobResult, common: argparse.Namespace, *, terminal: bool) -> str | bytes:
    """Give the text to print or to write; bytes for a form that is written to a file only.

    What the verb made is written itself where the ending of --output is one of its endings.
    """
    if common.output:
        made = next((each for each in outcome.artefacts if common.output.endswith(each.endings)), None)
        if made is not None:
            return made.content
        if not common.format and outcome.report is None and common.output.endswith(_FORMS_OF_SOME):
            ending = common.output.rpartition(".")[2]
            others = sorted(
                {each for made in outcome.artefacts for each in made.endings} | {".txt", ".md", ".json", ".html"}
            )
            raise UsageError(
                f"{common.output}: this verb has no answer in the form .{ending}",
                next_step=f"name a file that ends in one of {', '.join(others)}",
            )
    form = common.format or "text"
    if form in BINARY:
        return _document(outcome, form, common.output)
    return _text(outcome, form, terminal=terminal)


def _text(outcome: JobResult, form: str, *, terminal: bool) -> str:
    colour = wants_colour(dict(os.environ), terminal=terminal)
    if outcome.report is not None:
        from upward.render import findings

        forms = {"json": "json", "jsonl": "json-lines"}
        report = outcome.report._replace(form=forms.get(form, outcome.report.form))
        return findings.render(report, colour=colour)
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
    return screen.render(outcome.page, width=width, colour=colour)


def streamed(rows: Sequence[Any]) -> Iterator[str]:
    """Yield rows as JSON, a line each, many lines at a time."""
    lines = rows.lines() if isinstance(rows, LazyRows) else (json.dumps(row, ensure_ascii=True) for row in rows)
    while part := "".join(f"{line}\n" for line in itertools.islice(lines, _AT_ONCE)):
        yield part


def _document(outcome: JobResult, form: str, output: str) -> bytes:
    if not output:
        raise UsageError(f"A {form} is not a text to show", next_step=f"name a file with --output NAME.{form}")
    if form == "pdf":
        from upward.render import pdf

        return pdf.render(outcome.page)
    from upward.render import docx

    return docx.render(outcome.page)
