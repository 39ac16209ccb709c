"""A text of notes cut into the notes: by headings, rules, labels, arrows, dates, items or paragraphs, as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from upward.text import frontmatter, record_reader
from upward.text.blocks import Block, BlockKind, parse_blocks, sections_of, with_bullets
from upward.text.date_span import AmbiguousDateError
from upward.text.story_parts import Part, parts_named_by, story_parts
from upward.text.written_dates import find_dates

_ARROW = re.compile(r"→|[-=]>|⇒|➜")
# "5 % -> 0.1 %" is a measure and no step of a note.
_CHANGE = re.compile(r"[\d.,]+[ \t]*\w?%?[ \t]*(?:→|[-=]>|⇒|➜)[ \t]*[\d.,]+")
_NUMBERED = re.compile(r"(?i)^\W*(?:note|story|entry|example|item|case|win|#)[ \t]*#?\d{1,3}\b[ \t]*[:.)–—-]?[ \t]*")
_NUMBERED_LINE = re.compile(r"(?im)^[ \t]*(?:note|story|entry|example|case)[ \t]*#?\d{1,3}[ \t]*[:.)–—-]")
LEAST_NUMBERED = 2
_GENERIC = re.compile(
    r"(?i)^\W*(?:(?:my|our|some|more|other|raw|random|rough|career|interview|work|weekly|daily|team)[ \t]+)*(?:notes?|stories|story bank|story notes|projects?|wins?"
    r"|achievements?|accomplishments?|highlights?|experience|work experience|employment(?: history)?|misc(?:ellaneous)?|other|done|log|journal|work log"
    r"|collaboration(?:[ \t]*(?:and|&)[ \t]*mentorship)?|mentoring|mentorship|leadership|impact|examples?|drafts?|bullets?|responsibilities|summary|inbox)\W*$"
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*$")
# A sentence that begins so is not the first of its note.
_GOES_ON = re.compile(
    r"(?i)(?:then|so|but|after(?:wards| that)|in the end|eventually|anyway|meanwhile|as a result|the result was|later|next|luckily|finally)\b(?!\s*[:–—-])"
)
# Fewer lines than this are a paragraph that happens to break at sentences.
LEAST_LINES = 3
# A heading with fewer letters beside its date, such as "Week of", names a period.
SHORT_TITLE = 8
MOST_TITLE_WORDS = 10


@dataclass(frozen=True, slots=True)
class Note:
    """One note: the line it begins on, its text, and the headings above it."""

    line: int
    text: str
    headings: tuple[str, ...] = ()


def is_chapter_heading(title: str) -> bool:
    """Whether a heading names a sort of notes, such as "Projects", and no note."""
    return bool(_GENERIC.match(title))


def split_notes(text: str) -> Iterator[Note]:
    """Yield the notes of a text in order; no line but headings and rules is left out."""
    limits = frontmatter.front_matter_limits(text)
    start = limits[1] if limits else 0
    text = with_bullets(text)
    blocks = parse_blocks(text, start)
    if not any(block.kind is BlockKind.HEADING for block in blocks):
        yield from _numbered(text, start) or _without_headings(text, blocks)
        return
    sections = list(_stories_kept(sections_of(blocks)))
    for number, (above, found) in enumerate(sections):
        titles = tuple(head.text for head in above)
        inner = [block for block in found if block.kind is not BlockKind.RULE]
        if not inner:
            # A heading with nothing below it is a note of one line, but for the name of an empty group.
            following = sections[number + 1][0] if number + 1 < len(sections) else ()
            is_leaf = bool(above) and above[-1] not in following
            if is_leaf and titles[-1] and not is_chapter_heading(titles[-1]):
                yield Note(above[-1].line, titles[-1], titles[:-1])
            continue
        head = above[-1] if above else None
        if head is None or _is_chapter(head.text, inner, text):
            yield from (Note(note.line, note.text, titles) for note in _without_headings(text, inner))
        else:
            yield Note(head.line, _whole(text, inner), titles)


def _numbered(text: str, start: int) -> list[Note]:
    """Give the notes of a text in which each begins with "Note 1:" or the like; none where fewer than two do."""
    heads = list(_NUMBERED_LINE.finditer(text, start))
    if len(heads) < LEAST_NUMBERED:
        return []
    notes = list(_without_headings(text, parse_blocks(text[: heads[0].start()], start)))
    for head, following in zip_longest(heads, heads[1:]):
        stop = following.start() if following else len(text)
        blocks = parse_blocks(text[:stop], head.start())
        # Behind a rule something else begins.
        rule = next((at for at, block in enumerate(blocks) if block.kind is BlockKind.RULE), len(blocks))
        whole = _whole(text, blocks[:rule])
        notes.append(Note(blocks[0].line, _NUMBERED.sub("", whole).strip() or whole))
        notes += _without_headings(text, blocks[rule + 1 :])
    return notes


def _stories_kept(
    sections: Iterator[tuple[tuple[Block, ...], list[Block]]],
) -> Iterator[tuple[tuple[Block, ...], list[Block]]]:
    """Yield the sections, those below part headings ("### Situation") put together under the heading above them."""
    held: tuple[tuple[Block, ...], list[Block]] | None = None
    for above, inner in sections:
        if (
            above
            and len(above) > 1
            and parts_named_by(above[-1].text)
            and held is not None
            and held[0][:1] == above[:1]
        ):
            held[1].extend([above[-1], *inner])
            continue
        if held is not None:
            yield held
        held = (above, list(inner))
    if held is not None:
        yield held


def _is_chapter(title: str, blocks: Sequence[Block], text: str) -> bool:
    """Whether a heading names a group of notes, not one of them."""
    if any(block.kind is BlockKind.HEADING for block in blocks) or len(_parts(_whole(text, blocks))) > 1:
        return False
    if _NUMBERED.match(title):
        return False
    if _GENERIC.match(title):
        return True
    try:
        dated = find_dates(title, heading=True)
    except AmbiguousDateError:
        return True
    if dated and len(blocks) > 1 and all(block.kind is BlockKind.ITEM for block in blocks):
        return True
    return bool(dated) and len(re.sub(r"\W", "", title[: dated[0].start] + title[dated[0].stop :])) < SHORT_TITLE


def _whole(text: str, blocks: Sequence[Block]) -> str:
    return text[blocks[0].span.start : blocks[-1].span.stop].strip() if blocks else ""


def _parts(body: str) -> set[Part]:
    return set(story_parts(record_reader.parse_record("note.md", body, {}, otherwise="story")))


def _without_headings(text: str, blocks: Sequence[Block]) -> Iterator[Note]:
    """Yield the notes among blocks: cut at rules where there are some, else by block."""
    if sum(block.kind is BlockKind.RULE for block in blocks) and not all(
        block.kind in {BlockKind.RULE, BlockKind.ITEM} for block in blocks
    ):
        yield from _between_rules(text, blocks)
        return
    held: list[Block] = []
    for block in blocks:
        if block.kind in {BlockKind.RULE, BlockKind.HTML}:
            continue
        # A labelled part, a quote or code belongs to the note that it continues.
        if held and (_continues(held, block) or _introduces(held, block)):
            held.append(block)
            continue
        yield from _notes(text, held)
        held = [block]
    yield from _notes(text, held)


def _between_rules(text: str, blocks: Sequence[Block]) -> Iterator[Note]:
    held: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.RULE:
            yield from _chunk(text, held)
            held = []
        else:
            held.append(block)
    yield from _chunk(text, held)


def _chunk(text: str, blocks: Sequence[Block]) -> Iterator[Note]:
    """Yield what stands between two rules: one note, or a note an item of a list."""
    if blocks and all(block.kind is BlockKind.ITEM for block in blocks):
        yield from (Note(block.line, _raw(text, [block])) for block in blocks)
    elif blocks:
        yield Note(blocks[0].line, _whole(text, blocks))


def _continues(held: Sequence[Block], block: Block) -> bool:
    if block.kind in {BlockKind.QUOTE, BlockKind.CODE}:
        return True
    if _goes_on(held, block):
        return True
    label = _first_label(block)
    if label is None:
        # Prose behind an open label, before the next note's first label, is of the part.
        return False
    before = [_first_label(each) for each in held]
    if not any(before):
        # A short line above the first label is the story's title.
        return (
            len(held) == 1 and len(held[0].text.split()) <= MOST_TITLE_WORDS and not _SENTENCE_END.search(held[0].text)
        )
    return label not in before and label is not Part.SITUATION


def _goes_on(held: Sequence[Block], block: Block) -> bool:
    """Whether a paragraph goes on with what a line above it names, or begins as a sentence that needs one before it."""
    if block.kind is not BlockKind.PARAGRAPH or any(each.kind is not BlockKind.PARAGRAPH for each in held):
        return False
    arrows = all(_ARROW.search(_CHANGE.sub("", line)) for line in block.text.splitlines())
    if arrows or _dated(block.text) or _first_label(block):
        return False
    first = held[0].text.strip()
    if _SENTENCE_END.search(first.rstrip("?")) or _ARROW.search(first) or len(first.split()) > MOST_TITLE_WORDS:
        return bool(_GOES_ON.match(block.text))
    # Below a title, prose that is written in small letters throughout.
    return (
        "\n" not in first
        and not is_chapter_heading(first)
        and (block.text[:1].islower() or bool(_GOES_ON.match(block.text)))
    )


def _first_label(block: Block) -> Part | None:
    """Give the part that a block opens with as a label: `S:`, `**Task**`."""
    line = block.text.strip().split("\n", 1)[0]
    match = re.match(
        r"^(?:\W*)(?P<label>[A-Za-z][A-Za-z ]{0,24}?|[STARL])[ \t]*(?:\([^)]{0,20}\))?[ \t]*(?::|[–—-][ \t]|$)", line
    )
    named = parts_named_by(match["label"]) if match else ()
    return named[0] if named else None


def _introduces(held: Sequence[Block], block: Block) -> bool:
    """Whether a paragraph that ends in a colon, or that names a note, goes with what follows."""
    last = held[-1]
    if last.kind is BlockKind.PARAGRAPH and len(held) == 1:
        named = _NUMBERED.fullmatch(last.text.strip()) or (
            last.text.rstrip().endswith(":") and block.kind is BlockKind.ITEM
        )
        return bool(named)
    return False


def _notes(text: str, blocks: Sequence[Block]) -> Iterator[Note]:
    """Yield the notes of blocks that belong together: one, but for a paragraph in which each line is one."""
    if not blocks:
        return
    if len(blocks) > 1 or blocks[0].kind is not BlockKind.PARAGRAPH:
        yield Note(blocks[0].line, _raw(text, blocks))
        return
    block = blocks[0]
    lines = [line.strip() for line in block.raw(text).splitlines()]
    if len(lines) > 1 and len(_parts(block.raw(text))) <= 1 and _each_is_a_note(lines):
        yield from (Note(block.line + number, line) for number, line in enumerate(lines) if line)
    else:
        yield Note(block.line, block.raw(text))


def _raw(text: str, blocks: Sequence[Block]) -> str:
    raw = _whole(text, blocks)
    if len(blocks) == 1 and blocks[0].kind is BlockKind.ITEM:
        raw = re.sub(r"^(?:[-*+]|\d+[.)])[ \t]+(?:\[[xX]\][ \t]+)?", "", raw)
        raw = re.sub(r"(?m)^[ ]{2,4}(?=\S)", "", raw)
    return raw


def _each_is_a_note(lines: Sequence[str]) -> bool:
    """Whether each line of a paragraph is a note: with arrows, with a date in front, numbered, or a sentence of its own."""
    if all(_ARROW.search(line) for line in lines) and not any(_ARROW.match(line) for line in lines[1:]):
        return True
    if all(_NUMBERED.match(line) for line in lines) or all(_dated(line) for line in lines):
        return True
    return (
        len(lines) >= LEAST_LINES
        and all(line[:1].isupper() for line in lines)
        and all(_SENTENCE_END.search(line) for line in lines)
    )


def _dated(line: str) -> bool:
    try:
        found = find_dates(line)
    except AmbiguousDateError:
        return True
    return bool(found) and found[0].start <= len("- [")
