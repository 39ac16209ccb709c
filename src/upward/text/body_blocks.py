"""The text of a record as blocks of a page: its headings, lists, tables and code stay what they are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from upward.model import page
from upward.text.blocks import Block, BlockKind, parse_blocks
from upward.text.spoken_text import signs_kept, signs_shown

# Below it a page has no headings.
DEEPEST = 4


def body_blocks(text: str, empty: str = "", title: str = "") -> list[page.Block]:
    """Give Markdown as blocks without mark-up; comments are left out, and a first heading that repeats `title`.

    A text in which nothing stands gives the paragraph `empty`.
    """
    blocks = parse_blocks(signs_kept(text))
    if blocks and blocks[0].kind is BlockKind.HEADING and blocks[0].text == title:
        del blocks[0]
    found: list[page.Block] = []
    for is_ordered, group in groupby(blocks, key=lambda block: _is_ordered(block, text)):
        if is_ordered is not None:
            found.append(page.Items(tuple(_items(list(group))), is_ordered))
        else:
            found += [made for block in group if (made := _made(block, text)) is not None]
    return found or ([page.Prose(empty)] if empty else [])


def _is_ordered(block: Block, text: str) -> bool | None:
    """Whether an item of a list has a number; None for another block."""
    return block.raw(text)[:1].isdigit() if block.kind is BlockKind.ITEM else None


def _made(block: Block, text: str) -> page.Block | None:
    """Give the block of a page; None for a comment and a line across."""
    match block.kind:
        case BlockKind.HEADING:
            return page.Heading(_line(block.text), min(block.level, DEEPEST))
        case BlockKind.CODE:
            return page.CodeBlock(signs_shown(block.text))
        case BlockKind.TABLE:
            head, *rows = block.rows
            return page.Table(tuple(map(signs_shown, head)), tuple(tuple(map(signs_shown, row)) for row in rows))
        case BlockKind.HTML:
            written = block.raw(text)
            return None if written.startswith("<!--") else page.Prose(_line(written))
        case BlockKind.RULE:
            return None
        case _:
            return page.Prose(_line(block.text)) if block.text else None


def _items(blocks: list[Block]) -> Iterator[str]:
    """Yield the items, those below another behind it."""
    for block in blocks:
        yield _line(block.text)
        yield from _items([each for each in block.items if each.kind is BlockKind.ITEM])


def _line(text: str) -> str:
    return " ".join(signs_shown(text).split())
