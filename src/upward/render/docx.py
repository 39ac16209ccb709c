"""A page as a Word document. Needs the extra `documents`."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from upward.model.errors import needs_extra
from upward.model.page import (
    BandChart,
    Block,
    Callout,
    CodeBlock,
    FactList,
    Heading,
    Items,
    Meter,
    Page,
    Prose,
    Table,
    visible,
)
from upward.render.bands import band_legend, letter_bands


def render(page: Page) -> bytes:
    """Give the bytes of a .docx file; raises MissingExtraError without python-docx."""
    try:
        docx = import_module("docx")
    except ModuleNotFoundError as error:
        raise needs_extra("A Word document", "python-docx", "documents") from error
    document: Any = docx.Document()
    document.core_properties.title = visible(page.title)
    document.core_properties.author = ""
    # The same page gives the same bytes.
    document.core_properties.created = document.core_properties.modified = datetime(2000, 1, 1, tzinfo=UTC)
    document.add_heading(visible(page.title), 0)
    for block in page.blocks:
        _add(document, block)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _add(document: Any, block: Block) -> None:  # noqa: C901 - one branch a block
    match block:
        case Heading(text, level):
            document.add_heading(visible(text), level)
        case Prose(text):
            for part in text.split("\n\n"):
                document.add_paragraph(visible(part))
        case Items(items, ordered):
            for item in items:
                document.add_paragraph(visible(item), style="List Number" if ordered else "List Bullet")
        case FactList(pairs):
            _table(document, (), pairs)
        case Meter(label, value, caption):
            document.add_paragraph(visible(f"{label}: {value:.0%}. {caption}"))
        case BandChart():
            for label, cells in letter_bands(block):
                document.add_paragraph(visible(f"{cells}  {label}"), style="No Spacing")
            document.add_paragraph(visible(band_legend(block)))
        case Callout(text):
            document.add_paragraph(visible(text), style="Intense Quote")
        case CodeBlock(text):
            document.add_paragraph(visible(text), style="No Spacing")
        case Table(columns, rows):
            _table(document, columns, rows)


def _table(document: Any, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> None:
    if not rows:
        return
    table = document.add_table(rows=0, cols=len(rows[0]), style="Light Grid Accent 1" if columns else "Table Grid")
    for row in (*((columns,) if columns else ()), *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = visible(text)
    document.add_paragraph()
