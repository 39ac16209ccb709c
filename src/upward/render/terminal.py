"""A page on a terminal, or as plain text where it is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

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
)
from upward.render.bands import band_legend, letter_bands

MOST_WHOLE = 50
_STYLES = {Tone.PLAIN: "", Tone.GOOD: "green", Tone.WARN: "yellow", Tone.BAD: "red"}
# Records hold other people's text: an escape sequence in it must not reach the terminal.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def render(page: Page, *, width: int = 100, colour: bool = False) -> str:
    """Give the page, wrapped to `width` columns; `colour` adds ANSI styles."""
    from rich.console import Console

    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        no_color=not colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(_styled(page.title, "bold"))
    for block in page.blocks:
        for item in _block(block):
            console.print(item)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def plain(text: str) -> str:
    """Give text without control characters."""
    if text.isascii() and text.isprintable():
        return text
    return _CONTROL.sub("\ufffd", text.replace("\r\n", "\n"))


def _styled(text: str, style: str = "") -> Any:
    from rich.text import Text

    return Text(plain(text), style=style)


def _block(block: Block) -> Iterator[Any]:
    match block:
        case Heading(text, _):
            yield ""
            yield _styled(text, "bold")
        case Prose(text):
            yield from (_styled(" ".join(part.split())) for part in text.split("\n\n"))
        case Items(items, ordered):
            yield from (
                _hanging(f"{number}. " if ordered else "- ", item) for number, item in enumerate(items, start=1)
            )
        case Table(columns, rows):
            yield _table(columns, rows)
        case FactList(pairs):
            yield _table((), pairs)
        case Meter(label, value, caption):
            filled = round(value * 10)
            yield _hanging(f"{label:<34} {'█' * filled}{'░' * (10 - filled)}  ", caption)
        case BandChart():
            yield from (_hanging(f"{label:<34} ", cells) for label, cells in letter_bands(block))
            yield _styled(band_legend(block))
        case Callout(text, tone):
            yield _styled(text, _STYLES[tone])
        case CodeBlock(text):
            yield _styled(text)


def _hanging(lead: str, text: str) -> Any:
    from rich.table import Table as Grid

    grid = Grid.grid(padding=0)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(_styled(lead), _styled(" ".join(text.split())))
    return grid


def _table(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Any:
    from rich.table import Table as Grid

    grid = Grid(box=None, show_header=bool(columns), header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    for number in range(len(columns) or max((len(row) for row in rows), default=0)):
        # The first column often holds ids, which are copied and so stay whole.
        whole = number == 0 and max((len(row[0]) for row in rows), default=0) <= MOST_WHOLE
        style = "dim" if not columns and number == 0 else ""
        grid.add_column(plain(columns[number]) if columns else "", overflow="fold", style=style, no_wrap=whole)
    for row in rows:
        grid.add_row(*(_styled(cell) for cell in row))
    return grid
