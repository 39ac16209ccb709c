"""Career ladders as grids and trees: a table with a column or a row a level, levels as headings, and JSON or YAML trees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from upward.text.blocks import Block, BlockKind, parse_blocks, sections_of

_LEVEL = re.compile(
    r"(?i)^(?:level|grade|band|tier)?[ :-]*(?:(?:ic|p|m|e|t|l|d|se|swe|sde|g)[ -]?\d{1,2}[a-z]?|\d{1,2}|i{1,3}|iv|v|vi)$"
    r"|\b(?:intern|apprentice|graduate|associate|junior|mid(?:[- ]?level)?|intermediate|medior|senior|staff|principal|distinguished|fellow|lead|entry)\b"
    r"|^(?:software |web |data )?(?:engineer|developer)(?: (?:\d|i{1,3}|iv|v))?$|^(?:level|grade|band|tier)[ :-]*\S+$"
)
_HEADED = re.compile(r"(?i)^(?:level|grade|band|tier)[ ]*[:–—-][ ]*(?P<level>\S.*)$")
_LABEL = re.compile(r"^(?P<area>[A-Z][\w &/,-]{1,50})[:：][ \t]*(?P<text>\S.*)$", re.DOTALL)


class LadderCell(NamedTuple):
    """What a ladder says about an area at a level; `title` is a topic within the area, `line` where it stands."""

    area: str
    level: str
    text: str
    title: str = ""
    line: int = 0


def is_level(name: str) -> bool:
    """Whether a heading names a level: "Senior", "IC3", "P1", "Graduate", "Level 2"."""
    return bool(_LEVEL.search(name.strip().strip("*_ ")))


def cells_of_grid(rows: Sequence[tuple[int, Sequence[str]]]) -> Iterator[LadderCell | str]:
    """Yield the cells of a table with a column a level, or a row a level, and what is not read, a sentence each.

    The header is the first row with two names, so that a title above it is none; an empty area is that of the row above.
    """
    place = next((at for at, (_, cells) in enumerate(rows) if sum(bool(cell.strip()) for cell in cells) > 1), None)
    if place is None or place + 1 >= len(rows):
        yield "It has no rows below its header."
        return
    for line, cells in rows[:place]:
        yield f"Row {line} above the header: {' '.join(cell for cell in cells if cell)[:60]!r}."
    header = [cell.strip().strip("*_") for cell in rows[place][1]]
    body = rows[place + 1 :]
    columns = [at for at, name in enumerate(header) if at and is_level(name)]
    by_row = not columns and body and sum(is_level(cells[0]) for _, cells in body if cells) * 2 > len(body)
    if by_row:
        yield from _by_row(header, body)
    else:
        yield from _by_column(header, columns or list(range(1, len(header))), body)


def _by_row(header: Sequence[str], body: Sequence[tuple[int, Sequence[str]]]) -> Iterator[LadderCell | str]:
    for line, cells in body:
        for at in range(1, len(header)):
            text = cells[at].strip() if at < len(cells) else ""
            if text:
                yield LadderCell(header[at], cells[0].strip().strip("*_"), text, line=line)
            else:
                yield f"Row {line}: {header[at]} has no text."


def _by_column(
    header: Sequence[str], columns: Sequence[int], body: Sequence[tuple[int, Sequence[str]]]
) -> Iterator[LadderCell | str]:
    leads = min(columns)
    area = ""
    for line, cells in body:
        area = (cells[0].strip().strip("*_") if cells else "") or area
        if not area:
            yield f"Row {line} names no area."
            continue
        title = cells[1].strip().strip("*_") if leads > 1 and len(cells) > 1 else ""
        for at in columns:
            text = cells[at].strip() if at < len(cells) else ""
            if text:
                yield LadderCell(area, header[at], text, title, line)
            else:
                yield f"Row {line}: {title or area}, {header[at]}, has no text."


def cells_in_markdown(text: str) -> Iterator[LadderCell | str]:
    """Yield what tables say, and what stands below headings that name a level."""
    for above, blocks in sections_of(parse_blocks(text)):
        level = next((found for head in reversed(above) if (found := _headed(head.text))), "")
        for block in blocks:
            if block.kind is BlockKind.TABLE:
                yield from cells_of_grid([(block.line + number, row) for number, row in enumerate(block.rows)])
            elif level and block.kind in {BlockKind.ITEM, BlockKind.PARAGRAPH}:
                area = above[-1].text if not _headed(above[-1].text) else ""
                yield _below_level(block, level, area)


def _headed(title: str) -> str:
    """Give the level that a heading names: "Level: Senior Engineer (L3)"."""
    match = _HEADED.match(title.strip())
    return match["level"].strip() if match else ""


def _below_level(block: Block, level: str, area: str) -> LadderCell | str:
    match = _LABEL.match(block.text) if block.bold else None
    if match:
        return LadderCell(match["area"].strip(), level, " ".join(match["text"].split()), line=block.line)
    if area:
        return LadderCell(area, level, " ".join(block.text.split()), line=block.line)
    return f"Line {block.line}: {block.text[:60]!r} names no area in bold."


_NAMES = ("name", "title", "displayname", "label", "area", "skill")
_LISTS = ("skills", "competencies", "items", "topics", "criteria", "children", "subcategories")
_TEXTS = ("summary", "description", "text")


def cells_in_tree(data: Any) -> Iterator[LadderCell | str]:
    """Yield what a tree of JSON or YAML says: levels as keys of a skill, or milestones of a track in their order."""
    if not isinstance(data, Mapping):
        return
    plain = {str(key).lower(): value for key, value in data.items()}
    levels = (
        [str(each) for each in plain.get("levels", ()) if isinstance(each, str)]
        if isinstance(plain.get("levels"), list)
        else []
    )
    for key in ("tracks", "categories", "areas", "themes", "groups"):
        held = plain.get(key)
        pairs = held.items() if isinstance(held, Mapping) else enumerate(held) if isinstance(held, list) else ()
        for name, value in pairs:
            if isinstance(value, Mapping):
                yield from _in_node(value, str(name) if isinstance(name, str) else "", levels)


def _in_node(node: Mapping[Any, Any], name: str, levels: Sequence[str], area: str = "") -> Iterator[LadderCell | str]:
    plain = {str(key).lower(): value for key, value in node.items()}
    title = next((str(plain[key]) for key in _NAMES if isinstance(plain.get(key), str)), name)
    milestones = plain.get("milestones") or plain.get("steps")
    for number, step in enumerate(milestones if isinstance(milestones, list) else (), start=1):
        inner = (
            {str(key).lower(): value for key, value in step.items()} if isinstance(step, Mapping) else {"text": step}
        )
        said = next((str(inner[key]) for key in _TEXTS if isinstance(inner.get(key), str)), "")
        signals = [str(each) for each in inner.get("signals", ()) if isinstance(each, str)]
        yield LadderCell(
            area or title,
            str(inner.get("level") or number),
            "; ".join([said, *signals]).strip("; "),
            title if area else "",
        )
    for key, value in node.items():
        if isinstance(value, str) and (str(key) in levels or (is_level(str(key)) and str(key).lower() not in _NAMES)):
            yield LadderCell(area or title, str(key), value, title if area else "")
    for key in _LISTS:
        held = plain.get(key)
        for each in held if isinstance(held, list) else ():
            if isinstance(each, Mapping):
                yield from _in_node(each, "", levels, area or title)
