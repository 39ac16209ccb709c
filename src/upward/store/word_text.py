"""The text of a Word document, as Markdown: headings, list items, and the rows of tables as `name: value`."""

from __future__ import annotations

import io
from importlib import import_module
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from upward.model.errors import SourceError, needs_extra
from upward.store.bounded_file import read_bounded

# A form of text is far smaller; a larger one is an attack or holds pictures.
MOST_BYTES = 16 * 1024 * 1024


def word_text(path: Path) -> str:
    """Give the text of a document; raises SourceError for what is none, MissingExtraError without python-docx."""
    try:
        docx = import_module("docx")
    except ModuleNotFoundError as error:
        raise needs_extra("A Word document", "python-docx", "documents") from error
    try:
        document: Any = docx.Document(io.BytesIO(read_bounded(path, MOST_BYTES)))
    except (BadZipFile, KeyError, ValueError) as error:
        raise SourceError(
            f"{path.name} is not a Word document", why=str(error), next_step="save it as .docx again"
        ) from error
    except OSError as error:
        raise SourceError(f"{path} can't be read", why=error.strerror or "", next_step="check the path") from error
    lines: list[str] = []
    for table in document.tables:
        lines += [": ".join(cell.text.strip() for cell in row.cells[:2]) for row in table.rows]
    for paragraph in document.paragraphs:
        style = str(paragraph.style.name)
        mark = "### " if style.startswith("Heading") else "- " if style.startswith("List") else ""
        lines.append(f"{mark}{paragraph.text}")
    return "\n".join(lines) + "\n"
