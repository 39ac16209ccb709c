"""Interview questions from a list: YAML, JSON, CSV by its column, Markdown, or one a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from upward.model.errors import SourceError
from upward.model.importer import ALREADY_KNOWN, Candidate, Importer, ImportQuery, Skipped
from upward.model.ports import ImportSource
from upward.model.record import Value
from upward.text.blocks import Block, BlockKind, parse_blocks
from upward.text.data_file import parse_data_file
from upward.text.delimited import parse_table
from upward.text.import_entries import shortened
from upward.text.question_text import question_in
from upward.text.record_writer import slug
from upward.text.story_parts import parts_named_by
from upward.text.template_slots import neutralised

_TEXT = ("question", "text", "questions", "prompt")
# A key or column of such a name holds questions, whatever they look like; one called "text" may hold anything.
_NAMED = ("question", "questions")
_SOURCE = ("source", "company", "from")
_LISTS = ("principles", "themes")
_TAGS = ("category", "categories", "topic", "theme", "tags", "tag", "type", "competency")
_LEVELS = {
    "mid": "intermediate",
    "intermediate": "intermediate",
    "senior": "senior",
    "staff": "staff",
    "principal": "staff",
}
_DATA = (".yaml", ".yml", ".json")
# The share of lines that must be questions for a text without any structure to be a list of them.
LEAST_SHARE = 0.6
LEAST_PARTS = 2
_CONTENTS = "it is an entry of a table of contents"


class _Row(NamedTuple):
    where: str
    text: str
    fields: Mapping[str, Any]


def recognises(source: ImportSource) -> bool:
    """Whether most entries of the file are questions, or a column or key holds them."""
    if source.is_folder or not source.path.lower().endswith((*_DATA, ".csv", ".tsv", ".md", ".markdown", ".txt")):
        return False
    rows = list(_rows(source))
    rows = [each for each in rows if not (isinstance(each, Skipped) and each.why == _CONTENTS)]
    questions = sum(isinstance(each, _Row) for each in rows)
    share = 0 if source.path.lower().endswith((*_DATA, ".csv", ".tsv")) else LEAST_SHARE
    return questions > 0 and questions >= share * len(rows)


def read(source: ImportSource, query: ImportQuery) -> Iterator[Candidate | Skipped]:
    """Yield one candidate a question; raises SourceError where the list can't be read."""
    if source.path.lower().endswith(_DATA) and (problem := parse_data_file(source.path, source.text())[1]):
        raise SourceError(f"{source.path} can't be read", why=problem, next_step="correct the file")
    given: set[str] = set()
    for row in _rows(source):
        if isinstance(row, Skipped):
            yield row
            continue
        origin = f"question:{slug(row.text, 80)}"
        legacy = f"question:{slug(row.text)}"
        if origin in given:
            yield Skipped(row.where, "the question appears twice in the list")
        elif {origin, legacy} & query.known_origins:
            yield Skipped(row.where, ALREADY_KNOWN)
        else:
            given.add(origin)
            yield _candidate(row, origin)


def _candidate(row: _Row, origin: str) -> Candidate:
    text = neutralised(row.text, 1000)
    level = str(row.fields.get("level") or "").strip()
    others = [] if level.lower() in _LEVELS else [level]
    tags = [*others, *(tag for key in _TAGS for tag in _listed(row.fields.get(key)))]
    fields: dict[str, Value] = {
        "title": text,
        "level": _LEVELS.get(level.lower(), ""),
        "tags": list(dict.fromkeys(neutralised(tag, 60) for tag in tags if tag)),
        "source": neutralised(next((str(row.fields[key]) for key in _SOURCE if row.fields.get(key)), ""), 200),
    }
    fields |= {key: [neutralised(each, 60) for each in _listed(row.fields.get(key))] for key in _LISTS}
    return Candidate("question", text, (origin,), {**fields, "origins": [origin]}, "")


def _rows(source: ImportSource) -> Iterator[_Row | Skipped]:
    path, name = source.path.lower(), source.path.rpartition("/")[2]
    if path.endswith((".csv", ".tsv")):
        yield from _in_table(name, source.text())
    elif path.endswith(_DATA):
        yield from _in_data(name, parse_data_file(path, source.text())[0])
    elif path.endswith(".txt"):
        yield from _in_lines(name, source.text())
    else:
        yield from _in_markdown(name, source.text())


def _in_table(name: str, text: str) -> Iterator[_Row | Skipped]:
    table = parse_table(text, least=1)
    # A table of stories has questions, too.
    is_bank = (
        table is not None and len({part for title in table.titles for part in parts_named_by(title)}) >= LEAST_PARTS
    )
    if table is None or is_bank or table.column(_TEXT) is None:
        return
    for row in table.rows:
        said = table.first(row, _TEXT)
        fields = {key: "; ".join(table.values(row, (key,))) for key in ("level", *_SOURCE, *_LISTS, *_TAGS)}
        is_question = table.column(_NAMED) is not None or question_in(said)
        if said and is_question:
            yield _Row(f"{name}:{row.line}", said, fields)
        else:
            why = "not a question" if said else "the row has no question"
            yield Skipped(f"{name}:{row.line}", why, shortened(said))


def _in_data(name: str, data: Any) -> Iterator[_Row | Skipped]:
    items = data
    if isinstance(data, Mapping):
        items = next((data[key] for key in ("questions", "items", "data") if isinstance(data.get(key), list)), None)
    if not isinstance(items, list):
        # A heading a list: `failure: [Tell me about …, …]`.
        groups = data.items() if isinstance(data, Mapping) else ()
        items = [
            each
            for _, value in groups
            if isinstance(value, list)
            for each in value
            if isinstance(each, str) and question_in(each)
        ]
    for number, item in enumerate(items, start=1):
        where = f"{name}: entry {number}"
        if isinstance(item, Mapping):
            plain = {str(key).lower(): value for key, value in item.items()}
            said = next((str(plain[key]).strip() for key in _TEXT if isinstance(plain.get(key), str)), "")
            is_story = len({part for key in plain for part in parts_named_by(key)}) >= LEAST_PARTS
            is_named = any(key in plain for key in _NAMED)
            if said and not is_story and (is_named or question_in(said)):
                yield _Row(where, said, plain)
            else:
                yield Skipped(where, "not a question" if said else "no text of a question", shortened(said))
        elif isinstance(item, str):
            said = question_in(item)
            yield _Row(where, said, {}) if said else Skipped(where, "not a question", shortened(item))


def _in_lines(name: str, text: str) -> Iterator[_Row | Skipped]:
    for number, line in enumerate(text.splitlines(), start=1):
        plain = line.strip()
        if plain and not plain.startswith("#"):
            said = question_in(plain)
            yield (
                _Row(f"{name}:{number}", said, {})
                if said
                else Skipped(f"{name}:{number}", "not a question", shortened(plain))
            )


def _in_markdown(name: str, text: str) -> Iterator[_Row | Skipped]:
    """Yield the questions among items and headings; an answer, which stands below a heading, is left."""
    for block in parse_blocks(text):
        yield from _of_block(name, block)


def _of_block(name: str, block: Block) -> Iterator[_Row | Skipped]:
    where = f"{name}:{block.line}"
    if block.kind is BlockKind.ITEM:
        first = block.text.split("\n", 1)[0]
        said = question_in(first)
        why = _CONTENTS if block.is_link else "not a question"
        yield _Row(where, said, {}) if said and not block.is_link else Skipped(where, why, shortened(first))
        for inner in block.items:
            if inner.kind is BlockKind.ITEM:
                yield from _of_block(name, inner)
    elif block.kind is BlockKind.HEADING:
        if said := question_in(block.text):
            yield _Row(where, said, {})
    elif block.kind is BlockKind.TABLE:
        yield from _of_table(name, block.line, block.rows)
    elif block.kind is BlockKind.PARAGRAPH:
        for number, line in enumerate(block.text.splitlines()):
            said = question_in(line)
            at = f"{name}:{block.line + number}"
            yield _Row(at, said, {}) if said else Skipped(at, "not a question", shortened(line))


def _of_table(name: str, line: int, rows: Sequence[Sequence[str]]) -> Iterator[_Row | Skipped]:
    header = [cell.lower() for cell in rows[0]] if rows else []
    place = next((header.index(key) for key in _TEXT if key in header), None)
    for number, row in enumerate(rows[1:], start=line + 2):
        said = row[place] if place is not None and place < len(row) else ""
        yield _Row(f"{name}:{number}", said, {}) if said else Skipped(f"{name}:{number}", "the row has no question")


def _listed(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(item) for item in value]
    return [part.strip() for part in str(value or "").replace(";", ",").split(",") if part.strip()]


IMPORTER = Importer("question_list", "A list of questions: YAML, JSON, CSV, Markdown or text", recognises, read)
