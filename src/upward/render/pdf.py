"""A page as a PDF, set by Typst. Needs the extra `documents`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib import import_module

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
    Tone,
    visible,
)
from upward.render.bands import band_legend, draw_bands

_HEAD = """#set document(title: {title})
#set page(paper: "a4", margin: (x: 2.1cm, y: 2.2cm), numbering: "1 / 1", number-align: right)
#set text(size: 10pt, lang: "en", fill: rgb("#1b1f24"))
#set par(leading: 0.62em, justify: false)
#show heading: set block(above: 1.35em, below: 0.7em)
#show heading.where(level: 1): set text(size: 19pt)
#show heading.where(level: 2): set text(size: 13pt)
#show heading.where(level: 3): set text(size: 11pt)
#set table(stroke: (x, y) => if y == 0 {{ (bottom: 0.8pt + rgb("#57606a")) }} else {{ (bottom: 0.3pt + rgb("#d0d7de")) }}, inset: (x: 5pt, y: 4.5pt))
#show table.cell.where(y: 0): set text(weight: "bold", size: 9pt)
"""
_COLOURS = {Tone.PLAIN: "#eef1f4", Tone.GOOD: "#e3f4e8", Tone.WARN: "#fdf2d5", Tone.BAD: "#fbe6e4"}
# Columns share the width by how much they hold, within these bounds, in characters.
NARROW, WIDE = 13, 60


def render(page: Page) -> bytes:
    """Give the bytes of a PDF; raises MissingExtraError without Typst."""
    try:
        typst = import_module("typst")
    except ModuleNotFoundError as error:
        raise needs_extra("A PDF", "typst", "documents") from error
    made: bytes = typst.compile(source(page).encode())
    return made


def source(page: Page) -> str:
    """Give the page in Typst's markup; every word of the user's stands in a string, so none of it is markup."""
    lines = [_HEAD.format(title=_string(page.title)), f"#heading(level: 1, {_string(page.title)})"]
    return "\n".join([*lines, *(line for block in page.blocks for line in _block(block))]) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"#heading(level: {level}, {_string(text)})"
        case Prose(text):
            yield from (f"#par({_string(part)})" for part in text.split("\n\n") if part.strip())
        case Items(items, ordered):
            yield f"#{'enum' if ordered else 'list'}({', '.join(_string(item) for item in items)})"
        case FactList(pairs):
            cells = ", ".join(f'text(fill: rgb("#57606a"), {_string(name)}), {_string(value)}' for name, value in pairs)
            yield f"#grid(columns: (auto, 1fr), column-gutter: 1.2em, row-gutter: 0.55em, {cells})"
        case Meter(label, value, caption):
            bar = f'box(width: 4cm, height: 7pt, fill: rgb("#e6e9ed"), align(left, rect(width: {value:.3f} * 4cm, height: 7pt, fill: rgb("#2f6f4f"))))'
            yield f"#grid(columns: (6.2cm, 4.4cm, 1fr), align: horizon, {_string(label)}, {bar}, text(size: 9pt, {_string(caption)}))"
        case BandChart():
            yield from (_band(*row) for row in block.rows)
            yield f"#par(text(size: 9pt, {_string(band_legend(block))}))"
        case Callout(text, tone):
            yield f'#block(fill: rgb("{_COLOURS[tone]}"), inset: 8pt, radius: 3pt, width: 100%, {_string(text)})'
        case CodeBlock(text):
            yield f'#block(fill: rgb("#f4f5f7"), inset: 8pt, width: 100%, raw(block: true, {_string(text)}))'
        case Table(columns, rows):
            yield _table(columns, rows)


def _band(label: str, stretches: Sequence[tuple[float, int]], mark: float) -> str:
    boxes = "".join(
        f"place(dx: {start:.3f} * 8cm, rect(width: {stop - start:.3f} * 8cm, height: 11pt, "
        f'fill: rgb("{shade}"), align(center + horizon, text(size: 7pt, {_string(whose)}))));'
        for start, stop, shade, whose in draw_bands(stretches)
    )
    now = f"place(dx: {mark:.3f} * 8cm, line(angle: 90deg, length: 11pt, stroke: 1.5pt))"
    return f"#grid(columns: (6.2cm, 8.4cm), align: horizon, {_string(label)}, box(width: 8cm, height: 11pt, {{{boxes}{now}}}))"


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [
        min(WIDE, max(NARROW, len(name), *(len(row[number]) for row in rows))) for number, name in enumerate(columns)
    ]
    shares = ", ".join(f"{width}fr" for width in widths)
    head = ", ".join(_string(name) for name in columns)
    cells = "".join(f", {_string(cell)}" for row in rows for cell in row)
    return f"#table(columns: ({shares},), table.header({head}){cells})"


def _string(text: str) -> str:
    """Write a text as a string of Typst's, which escapes as JSON does but for characters by their numbers."""
    return json.dumps(visible(text), ensure_ascii=False)
