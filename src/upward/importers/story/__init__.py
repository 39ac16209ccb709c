"""One story a file: upward's own form, or notes under Situation, Task, Action, Result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from upward.model.importer import ALREADY_KNOWN, Candidate, Importer, ImportQuery, Skipped
from upward.model.ports import ImportSource
from upward.model.record import Record, Value
from upward.text import frontmatter, record_reader
from upward.text.blocks import Block, BlockKind, parse_blocks
from upward.text.import_entries import Identities, title_of
from upward.text.story_parts import parts_named_by
from upward.text.template_slots import neutralised

_TEXT = (".md", ".markdown", ".txt", ".text")
LEAST_PARTS = 2
# In other languages the headings of the parts are single words too; more of them are an outline.
MOST_WORDS, LEAST_HEADINGS, MOST_HEADINGS = 2, 3, 8
# What an export or an import gives again.
_GIVEN = frozenset({"kind", "id", "origins"})


def recognises(source: ImportSource) -> bool:
    """Whether the whole file is one story: it says so, or its headings are the parts of one, each once."""
    if source.is_folder or not source.path.lower().endswith(_TEXT):
        return False
    text = source.text()
    record = _record(text)
    if record.string("kind"):
        return record.string("kind") == "story"
    heads = [each for each in parse_blocks(text, record.body.start) if each.kind is BlockKind.HEADING]
    below = heads[1:] if heads and heads[0].level < min((each.level for each in heads[1:]), default=0) else heads
    named = Counter(part for each in below for part in parts_named_by(each.text)[:1])
    if len(named) >= LEAST_PARTS and max(named.values()) == 1:
        return _are_of_one_level(below) or all(parts_named_by(each.text) for each in below)
    once = max(named.values(), default=0) <= 1
    return bool(record.string("title")) and once and _look_like_parts(below)


def _are_of_one_level(heads: list[Block]) -> bool:
    unnamed = sum(not parts_named_by(each.text) for each in heads)
    return len({each.level for each in heads}) == 1 and unnamed <= len(heads) - unnamed


def _look_like_parts(heads: list[Block]) -> bool:
    return (
        LEAST_HEADINGS <= len(heads) <= MOST_HEADINGS
        and len({each.level for each in heads}) == 1
        and all(len(each.text.split()) <= MOST_WORDS and not any(map(str.isdigit, each.text)) for each in heads)
    )


def read(source: ImportSource, query: ImportQuery) -> Iterator[Candidate | Skipped]:
    """Yield the whole file as one story, with its front matter."""
    name, record = source.path.rpartition("/")[2], _record(source.text())
    body = record.body.cut(record.text).strip()
    heads = [each for each in parse_blocks(body) if each.kind is BlockKind.HEADING]
    if not record.string("title") and heads and not parts_named_by(heads[0].text):
        title, body = title_of(heads[0].text), f"{body[: heads[0].span.start]}{body[heads[0].span.stop :]}".strip()
    else:
        said = (line for line in body.splitlines() if line.strip() and not line.lstrip().startswith("#"))
        title = title_of(record.string("title") or next(said, ""))
    if not title or not body:
        yield Skipped(name, "it has no text")
        return
    origin, known = Identities(query.known_origins).origin("story", title, body)
    if known:
        yield Skipped(name, ALREADY_KNOWN)
        return
    own: dict[str, Value] = {key: value for key, value in record.fields.items() if key not in _GIVEN}
    fields: dict[str, Value] = {**own, "title": title, "origins": [origin]}
    yield Candidate("story", title, (origin,), fields, neutralised(body, 100_000), record.string("date"))


def _record(text: str) -> Record:
    start = frontmatter.front_matter_limits(text)
    return record_reader.parse_record("story.md", text, {}, otherwise="" if start is None else "story")


IMPORTER = Importer("story", "One story a file, with or without front matter", recognises, read)
