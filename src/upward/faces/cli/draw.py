"""Draw what a job answers in the form that was asked for."""

from __future__ import annotations

import argparse
import json
import os
import shutil
from collections.abc import Sequence
from typing import Any

from upward.model.extension import Outcome


def draw(outcome: Outcome, common: argparse.Namespace, *, terminal: bool) -> str:
    """Give the text to print or to write."""
    form = common.format or "text"
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    if outcome.report is not None:
        from dataclasses import replace

        from upward.render import findings

        forms = {"json": "json", "jsonl": "json-lines"}
        report = replace(outcome.report, form=forms.get(form, outcome.report.form))
        return findings.render(report, colour=colour)
    if form == "json":
        return json.dumps(outcome.data, indent=2, ensure_ascii=True) + "\n"
    if form == "jsonl":
        rows: Sequence[Any] = outcome.rows if outcome.rows is not None else [outcome.data]
        return "".join(json.dumps(row, ensure_ascii=True) + "\n" for row in rows)
    if form == "html":
        from upward.render import html

        return html.render(outcome.page)
    if form == "markdown":
        from upward.render import markdown

        return markdown.render(outcome.page)
    from upward.render import terminal as screen

    width = min(shutil.get_terminal_size().columns, 120) if terminal else 100
    return screen.render(outcome.page, width=width, colour=colour)
