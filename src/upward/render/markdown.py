"""A page as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

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

_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")
_OPENING = re.compile(r"^(\s*)([#+-]|\d+[.)])(?=\s)")


def render(page: Page) -> str:
    """Give the page."""
    lines = [f"# {_text(page.title)}", *(text for block in page.blocks for text in _block(block))]
    return visible("\n\n".join(lines)) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"{'#' * max(2, level)} {_text(text)}"
        case Prose(text):
            yield "\n\n".join(_text(part) for part in text.split("\n\n"))
        case Items(items, ordered):
            yield "\n".join(
                f"{f'{number}.' if ordered else '-'} {_text(item)}" for number, item in enumerate(items, start=1)
            )
        case Table(columns, rows):
            lines = [columns, tuple("---" for _ in columns), *rows]
            yield "\n".join(
                "| " + " | ".join(_text(cell) if number != 1 else cell for cell in line) + " |"
                for number, line in enumerate(lines)
            )
        case FactList(pairs):
            yield "\n".join(f"- **{_text(name)}:** {_text(value)}" for name, value in pairs)
        case Meter(label, value, caption):
            filled = round(value * 10)
            yield f"{_text(label)} `{'█' * filled}{'░' * (10 - filled)}` {_text(caption)}".rstrip()
        case BandChart():
            yield "\n".join(f"- `{cells}` {_text(label)}" for label, cells in letter_bands(block))
            yield _text(band_legend(block))
        case Callout(text, _):
            yield f"> {_text(text)}"
        case CodeBlock(text):
            fence = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", text)), 3)
            yield f"{fence}\n{text.rstrip()}\n{fence}"


def _text(text: str) -> str:
    escaped = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _OPENING.sub(r"\1\\\2", escaped)
