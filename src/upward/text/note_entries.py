"""Notes, brag documents and résumés cut into entries: one a list item, table row, labelled section or paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from upward.text.blocks import Block, BlockKind, parse_blocks, sections_of, with_bullets
from upward.text.date_span import AmbiguousDateError, DateHints, DateSpan
from upward.text.import_entries import is_due, is_goal_heading, is_goal_item, is_only_date, title_of, without_date
from upward.text.written_dates import find_dates

# A label at the beginning of an item, such as `**Impact:** …`.
_LABELLED = re.compile(r"^(?P<label>[A-Z][\w &/-]{0,30}):(?=\s|$)")
_CONTENTS = re.compile(r"(?i)^(?:table of )?contents$|^toc$|^index$")
_WHAT = (
    "what",
    "title",
    "accomplishment",
    "achievement",
    "win",
    "what i did",
    "what happened",
    "task",
    "summary",
    "description",
    "item",
)
_WHEN = ("date", "when", "day", "month", "week", "quarter", "year", "period", "completed")
# Why a row is left that an earlier export of upward wrote.
OF_UPWARD = "written by upward from a record of yours"
# The table of upward's own export of a brag document.
_OWN_TABLES = (
    ["what", "measured", "with", "told in", "record"],
    ["what", "result", "measured", "record"],
    ["when", "what", "state", "record"],
)
_TAGS = ("tags", "tag", "topic", "topics", "category", "labels", "skills")
# Labels of the parts of one accomplishment; others, such as names of projects, begin an accomplishment each.
_PARTS = frozenset((
    *_TAGS, *_WHAT, *_WHEN, "impact", "result", "results", "outcome", "outcomes", "role", "my role", "why", "how", "facts", "metrics",
    "metric", "evidence", "context", "problem", "challenge", "situation", "action", "actions", "learning", "learned", "status", "links",
    "link", "team", "with", "details", "notes", "goal", "feedback", "contribution", "my contribution", "resume phrasing", "scope",
))  # fmt: skip
_PLACEHOLDER = re.compile(
    r"(?i)^\W*(?:\[[^\]\n]*\](?!\()|(?:add|insert|write|put|enter|type)\b[^.\n]{0,40}\bhere|tbd|todo|n/?a|x{3,}|lorem ipsum\b.*)\W*$"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that a document says was done: its line, text, period and the headings above it that name no period.

    `left` is why it is not taken; empty where it is.
    """

    line: int
    title: str
    body: str
    span: DateSpan | None
    area: str
    place: str
    tags: tuple[str, ...] = ()
    left: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """What the headings above say: a period, an area, whether all of it is wanted, and their words."""

    span: DateSpan | None
    hints: DateHints
    area: str
    goal: bool
    path: str
    problem: str = ""


def entries_of(text: str, hints: DateHints, start: int = 0) -> Iterator[Entry]:
    """Yield the entries of a document below its headings, in order, those that are plans with the reason they are left."""
    text = with_bullets(text)
    parsed = list(sections_of(parse_blocks(text, start)))
    for number, (above, blocks) in enumerate(parsed):
        place = _place(above, hints)
        if any(_CONTENTS.match(head.text) for head in above):
            continue
        kept = [each for each in blocks if each.kind not in {BlockKind.RULE, BlockKind.HTML}]
        labelled = _labels(kept)
        if above and labelled:
            yield _labelled_section(text, above[-1], kept, labelled, _place(above[:-1], hints))
            continue
        # What stands between the document's own title and its first section says what the document is.
        is_lead = len(above) == 1 and above[0].level == 1 and any(len(each) > 1 for each, _ in parsed)
        # So does what stands before a document's first section, or under the title of a document before a list.
        is_lead |= number == 0 and not above and len(parsed) > 1
        is_lead |= number == 0 and len(above) <= 1 and _is_lead_of_list(kept) and _names_no_period(above, place)
        for block in kept:
            if is_lead and block.kind is BlockKind.PARAGRAPH and not _is_dated(block.text, place.hints):
                yield _left(block.line, block.text, place, "an introduction to the document, without a date")
            else:
                yield from _entries(text, block, place)


def _is_lead_of_list(blocks: Sequence[Block]) -> bool:
    """Whether one paragraph stands before a list, with nothing but the list below it."""
    kinds = [block.kind for block in blocks]
    return len(kinds) > 1 and kinds[0] is BlockKind.PARAGRAPH and set(kinds[1:]) == {BlockKind.ITEM}


def _names_no_period(above: Sequence[Block], place: _Place) -> bool:
    """Whether the heading is a document's title: without a date, or with the word brag beside it."""
    return place.span is None or any("brag" in head.text.lower() for head in above)


def _is_dated(text: str, hints: DateHints) -> bool:
    try:
        return bool(find_dates(text, hints))
    except AmbiguousDateError:
        return True


def _place(above: Sequence[Block], hints: DateHints) -> _Place:
    span, year, problem = None, hints.year, ""
    areas: list[str] = []
    for head in above:
        known = DateHints(year, hints.order, hints.fiscal_start, hints.today)
        try:
            found = find_dates(head.text, known, heading=True)
        except AmbiguousDateError as error:
            problem = f"{error} could be two days; give --date-order day-first or month-first"
            continue
        if found:
            span, problem = found[0].span, ""
            year = span.first.year
        else:
            areas.append(head.text)
    # The document's own title is no area.
    area = areas[-1] if len(above) > 1 and areas and above[-1].text == areas[-1] else ""
    path = " / ".join(head.text for head in above)
    goal = any(is_goal_heading(head.text) for head in above)
    return _Place(span, DateHints(year, hints.order, hints.fiscal_start, hints.today), area, goal, path, problem)


def _labels(blocks: Sequence[Block]) -> dict[str, str]:
    """Give the labelled parts of a section that has nothing else, by label in lower case; empty for another section.

    A label that stands alone takes the items of the list below it.
    """
    found: dict[str, str] = {}
    label = alone = ""
    for block in blocks:
        if block.kind not in {BlockKind.ITEM, BlockKind.PARAGRAPH}:
            return {}
        lines = [(line, _LABELLED.match(line)) for line in block.text.split("\n")] if block.bold else []
        if lines and lines[0][1]:
            for line, match in lines:
                label = match["label"].lower() if match else label
                found[label] = f"{found[label]} {line}" if match is None else line[match.end() :].strip()
            alone = label if block.kind is BlockKind.PARAGRAPH and not found[label] else ""
        elif alone and block.kind is BlockKind.ITEM:
            found[alone] = f"{found[alone]} {block.text}".strip()
        else:
            return {}
    return found if 2 * sum(label in _PARTS for label in found) >= len(found) else {}


def _labelled_section(text: str, head: Block, blocks: Sequence[Block], labels: dict[str, str], place: _Place) -> Entry:
    body = "\n".join(block.raw(text) for block in blocks)
    tags = tuple(tag.strip() for name in _TAGS for tag in labels.get(name, "").split(",") if tag.strip())
    own = next((labels[name] for name in _WHEN if name in labels), "")
    dated = f"{own}\n{head.text}" if own else head.text
    return _entry(head.line, head.text, body, dated, place, tags=tags, column=bool(own))


def _entries(text: str, block: Block, place: _Place) -> Iterator[Entry]:
    if block.kind is BlockKind.ITEM:
        yield from _item(text, block, place)
    elif block.kind is BlockKind.TABLE:
        yield from _rows(block, place)
    elif block.kind is BlockKind.PARAGRAPH:
        yield _entry(block.line, block.text, block.raw(text), block.text, place)
    else:
        what = {BlockKind.QUOTE: "quoted text", BlockKind.CODE: "a block of code"}[block.kind]
        yield _left(block.line, block.text or block.raw(text), place, what)


def _item(text: str, block: Block, place: _Place) -> Iterator[Entry]:
    if block.checked is False:
        yield _left(block.line, block.text, place, "the task is not ticked")
        return
    inner = [each for each in block.items if each.kind is BlockKind.ITEM]
    own = block.text.split("\n", 1)[0]
    try:
        dated = find_dates(own, place.hints, heading=True)
    except AmbiguousDateError:
        dated = []
    # "- March 2026" with a list below it is a heading in all but name.
    if inner and dated and len(own) - (dated[0].stop - dated[0].start) < 4:  # noqa: PLR2004 - a colon, brackets
        below = _Place(dated[0].span, place.hints, place.area, place.goal, f"{place.path} / {own}")
        for each in inner:
            yield from _item(text, each, below)
        return
    if inner and is_goal_heading(own) and own.rstrip().endswith(":"):
        for each in inner:
            yield _left(each.line, each.text, place, "a goal or plan")
        return
    yield _entry(block.line, block.text, _without_mark(block.raw(text)), block.text, place)


def _without_mark(raw: str) -> str:
    lines = raw.splitlines()
    mark = re.match(r"[-*+•●▪◦‣○■–]\s+|\d+[.)]\s+", lines[0]) if lines else None
    if mark is None:
        return raw
    depth = mark.end()
    rest = [line[depth:] if not line[:depth].strip() else line.lstrip() for line in lines[1:]]
    first = re.sub(r"^\[[xX ]\]\s+", "", lines[0][depth:])
    return "\n".join([first, *rest]).strip()


def _rows(block: Block, place: _Place) -> Iterator[Entry]:
    header = [cell.lower() for cell in block.rows[0]] if block.rows else []
    what = next((header.index(name) for name in _WHAT if name in header), None)
    when = next((header.index(name) for name in _WHEN if name in header), None)
    for number, row in enumerate(block.rows[1:], start=block.line + 2):
        if not any(row):
            continue
        if header in _OWN_TABLES:
            yield _left(number, row[header.index("what")], place, OF_UPWARD)
            continue
        if what is None:
            yield _left(number, " | ".join(row), place, "a table row without a column such as `What` or `Title`")
            continue
        others = [f"- {block.rows[0][at]}: {cell}" for at, cell in enumerate(row) if at not in {what, when} and cell]
        date = row[when] if when is not None and when < len(row) else ""
        if not row[what]:
            yield _left(number, " | ".join(row), place, "a table row without a title")
            continue
        yield _entry(number, row[what], "\n".join([row[what], *others]), date or row[what], place, column=bool(date))


def _left(line: int, text: str, place: _Place, why: str) -> Entry:
    return Entry(line, title_of(text), text, None, place.area, place.path, left=why)


def _no_deed(text: str, title: str, body: str, place: _Place) -> str:
    """Give why an entry tells nothing that was done; empty where it may."""
    if place.goal or is_goal_item(text):
        return "a goal or plan, not something done"
    if not re.search(r"\w", title):
        return "no words"
    if _PLACEHOLDER.match(body):
        return "a placeholder of a template"
    is_alone = title == title_of(body) and "\n" not in body.strip()
    return "only a date" if is_alone and is_only_date(title) else ""


def _entry(
    line: int, text: str, body: str, dated: str, place: _Place, *, tags: tuple[str, ...] = (), column: bool = False
) -> Entry:
    title = title_of(text)
    if why := _no_deed(text, title, body, place):
        return _left(line, text, place, why)
    try:
        found = find_dates(dated, place.hints, heading=column)
    except AmbiguousDateError as error:
        return _left(line, text, place, f"{error} could be two days; give --date-order day-first or month-first")
    title = without_date(title, place.hints)
    own = [each for each in found if not is_due(dated, each.start)]
    if not own and place.problem:
        return _left(line, text, place, place.problem)
    return Entry(line, title, body, own[0].span if own else place.span, place.area, place.path, tags)
