"""The stories of a Markdown document, a heading each: its parts are headings below it, labels, a table or a fence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from upward.text import record_reader
from upward.text.blocks import Block, BlockKind, parse_blocks
from upward.text.story_parts import Part, parts_named_by, story_parts

# Fewer parts than this are no story: "Goals" or "How" heads a chapter of anything.
LEAST_PARTS = 2
_TAGS = re.compile(
    r"(?im)^[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)?(?:tags?|themes?|skills|topics?)(?:\*\*|__)?[ \t]*:(?:\*\*|__)?[ \t]*(?P<tags>[^\n]+)\n?"
)
_LESSON = re.compile(
    r"(?im)^[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)(?:learnings?|lessons?(?: learned)?|what i learned|takeaways?|reflection)[ \t]*:?(?:\*\*|__)[ \t]*:?[ \t]*"
)


@dataclass(frozen=True, slots=True)
class BankSection:
    """A section of a bank: its heading, line, level and text; its parts where it is a story, and what stands above them."""

    title: str
    line: int
    level: int
    text: str
    parts: Mapping[Part, str]
    lead: str = ""
    tags: str = ""


@dataclass(slots=True)
class _Node:
    title: str
    line: int
    level: int
    start: int
    stop: int = 0
    own: list[Block] = field(default_factory=list)
    below: list[_Node] = field(default_factory=list)


def bank_sections(text: str) -> Iterator[BankSection]:
    """Yield each heading's story, outermost first, and each section with text of its own that is none."""
    root = _tree(text)
    yield from _sections(text, root)


def _tree(text: str) -> _Node:
    root = _Node("", 1, 0, 0, len(text))
    trail = [root]
    for block in parse_blocks(text):
        if block.kind is not BlockKind.HEADING:
            trail[-1].own.append(block)
            continue
        while trail[-1].level >= block.level:
            trail.pop().stop = block.span.start
        node = _Node(block.text, block.line, block.level, block.span.stop, len(text))
        trail[-1].below.append(node)
        trail.append(node)
    for node in trail:
        node.stop = len(text)
    return root


def _sections(text: str, node: _Node) -> Iterator[BankSection]:
    found = _story(text, node) if node.level else {}
    own = _own(text, node)
    if found:
        lead, tags = _lead(own if _by_headings(node) else _before(text, node))
        yield BankSection(node.title, node.line, node.level, text[node.start : node.stop].strip(), found, lead, tags)
        return
    if own and node.level:
        yield BankSection(node.title, node.line, node.level, own, {})
    for each in node.below:
        yield from _sections(text, each)


def _own(text: str, node: _Node) -> str:
    stop = node.below[0].start if node.below else node.stop
    heading = text.rfind("\n", 0, max(stop - 1, 0)) + 1 if node.below else stop
    blocks = node.own
    return (
        text[blocks[0].span.start : min(blocks[-1].span.stop, max(heading, blocks[-1].span.stop))].strip()
        if blocks
        else ""
    )


def _by_headings(node: _Node) -> bool:
    return len({part for each in node.below for part in parts_named_by(each.title)}) >= LEAST_PARTS


def _story(text: str, node: _Node) -> Mapping[Part, str]:
    """Give the parts of the story that a section is; empty where it is none."""
    if _by_headings(node):
        return _with_lesson(_from_headings(text, node.below))
    if len(parts_named_by(node.title)) == 1 or any(_story(text, each) for each in node.below):
        return {}
    for block in node.own:
        if block.kind is BlockKind.TABLE and (found := _from_table(block.rows)):
            return found
    own = text[node.start : node.stop].strip() if not node.below else _own(text, node)
    fenced = [block for block in node.own if block.kind is BlockKind.CODE]
    inner = (
        re.sub(r"^[ \t]*(?:```|~~~)[^\n]*\n|\n?[ \t]*(?:```|~~~)[ \t]*$", "", fenced[0].raw(text))
        if len(fenced) == 1
        else ""
    )
    return next((found for each in (own, inner) if len(found := _labelled(each)) >= LEAST_PARTS), {})


def _from_headings(text: str, nodes: Sequence[_Node]) -> dict[Part, str]:
    found: dict[Part, str] = {}
    last: Part | None = None
    for each in nodes:
        named = parts_named_by(each.title)
        body = text[each.start : each.stop].strip()
        if named:
            last = named[0]
            found[last] = f"{found[last]}\n\n{body}" if last in found else body
        elif last is not None and body:
            # A heading of its own between the parts belongs to the part before it.
            found[last] += f"\n\n### {each.title}\n\n{body}"
    return {part: body for part, body in found.items() if body}


def _with_lesson(found: Mapping[Part, str]) -> dict[Part, str]:
    """Give the parts with a lesson that is labelled inside of another part as a part of its own."""
    made = dict(found)
    for part, body in found.items():
        match = _LESSON.search(body) if Part.LEARNING not in found and part is not Part.LEARNING else None
        if match:
            made[part], made[Part.LEARNING] = body[: match.start()].strip(), body[match.end() :].strip()
    return {part: body for part, body in made.items() if body}


def _from_table(rows: Sequence[Sequence[str]]) -> dict[Part, str]:
    """Give the parts of a table with a part a row; a table with a part a column is read as rows of a bank."""
    pairs = [(parts_named_by(row[0]), row[1]) for row in rows if len(row) == 2]  # noqa: PLR2004 - a name and a text
    found = {named[0]: said for named, said in pairs if named and said}
    if len(found) >= LEAST_PARTS:
        return found
    columns = [parts_named_by(cell) for cell in rows[0]] if rows else []
    if len({named[0] for named in columns if named}) < LEAST_PARTS or len(rows) != 2:  # noqa: PLR2004 - a header and a story
        return {}
    return {named[0]: said for named, said in zip(columns, rows[1], strict=False) if named and said}


def _labelled(body: str) -> dict[Part, str]:
    record = record_reader.parse_record("bank.md", body, {}, otherwise="story")
    return {part: span.cut(body).strip() for part, span in story_parts(record).items()}


def _before(text: str, node: _Node) -> str:
    """Give what stands above the first label of a section."""
    body = text[node.start : node.stop].strip()
    record = record_reader.parse_record("bank.md", body, {}, otherwise="story")
    found = story_parts(record)
    if len(found) < LEAST_PARTS:
        return ""
    first = min(span.start for span in found.values())
    return body[: body.rfind("\n", 0, first) + 1].strip()


def _lead(text: str) -> tuple[str, str]:
    """Give what stands above the parts without its line of tags, and the tags."""
    match = _TAGS.search(text)
    return (
        ((text[: match.start()] + text[match.end() :]).strip(), match["tags"].strip(" *_"))
        if match
        else (text.strip(), "")
    )
