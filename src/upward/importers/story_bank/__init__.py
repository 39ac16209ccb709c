"""Stories from a bank: one a heading in Markdown, one a row in a table (CSV, JSON, YAML or Markdown)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from upward.model.importer import ALREADY_KNOWN, Candidate, Importer, ImportQuery, Skipped
from upward.model.ports import ImportSource
from upward.model.record import Value
from upward.text.data_file import parse_data_file
from upward.text.delimited import parse_table
from upward.text.import_entries import Identities, shortened, title_of
from upward.text.note_split import is_chapter_heading
from upward.text.record_writer import slug
from upward.text.story_parts import Part, parts_named_by
from upward.text.story_sections import BankSection, bank_sections
from upward.text.template_slots import neutralised

_THEMES = {
    "technical-complexity": "technical|complex|architect|debug",
    "leadership-influence": "leader|influence|initiative",
    "conflict-resolution": "conflict|disagree",
    "failure-recovery": "fail|mistake|crisis|incident|recover",
    "mentorship": "mentor|coach|grow|people",
    "customer-impact": "customer|user|client",
    "cross-team-collaboration": "cross|collab|team",
    "ambiguity-pivoting": "ambig|pivot|uncertain|change",
}
_TITLES = ("title", "name", "story", "headline", "question", "summary")
_THEME = ("theme", "themes", "category", "topic")
_TAGS = ("tags", "tag", "labels", "skills")
# A list of texts shorter than this, in characters, stays on one line.
MOST_IN_LINE = 40
_DATA = (".json", ".yaml", ".yml")


class _Story(NamedTuple):
    line: int
    title: str
    theme: str
    tags: str
    lead: str
    parts: Mapping[Part, str]
    # What stands in no part.
    rest: str = ""


def recognises(source: ImportSource) -> bool:
    """Whether the file holds at least one story with two parts or more."""
    return any(isinstance(each, _Story) for each in _stories(source))


def read(source: ImportSource, query: ImportQuery) -> Iterator[Candidate | Skipped]:
    """Yield one candidate a story; a section beside the stories that is none is left, with the reason."""
    name, identities = source.path.rpartition("/")[2], Identities(query.known_origins)
    for story in _stories(source):
        if isinstance(story, Skipped):
            yield story
            continue
        where = f"{name}:{story.line}" if story.line else f"{name}: {story.title}"
        body = _body(story)
        origin, known = identities.origin("bank", story.title, body, legacy=f"bank:{slug(story.title)}")
        if known:
            yield Skipped(where, ALREADY_KNOWN)
            continue
        themes: list[Value] = [
            theme for theme, words in _THEMES.items() if story.theme and re.search(words, story.theme, re.IGNORECASE)
        ]
        fields: dict[str, Value] = {"title": story.title, "themes": themes[:2], "tags": _tags(story.tags)}
        yield Candidate("story", story.title, (origin,), {**fields, "origins": [origin]}, body)


def _tags(said: str) -> list[str]:
    return [neutralised(tag, 60) for each in re.split(r"[,;]", said) if (tag := each.strip().lstrip("#@"))]


def _body(story: _Story) -> str:
    blocks = [story.lead] if story.lead else []
    blocks += [f"## {part.value.title()}\n\n{story.parts[part].strip()}" for part in Part if part in story.parts]
    blocks += [f"## Notes\n\n{story.rest}"] if story.rest else []
    return neutralised("\n\n".join(blocks), 100_000)


def _stories(source: ImportSource) -> Iterator[_Story | Skipped]:
    path = source.path.lower()
    if source.is_folder:
        return
    if path.endswith((".md", ".markdown")):
        yield from _in_markdown(source)
    elif path.endswith((".csv", ".tsv")):
        yield from _in_table(source)
    elif path.endswith(_DATA):
        yield from _in_data(source)


def _in_markdown(source: ImportSource) -> Iterator[_Story | Skipped]:
    name = source.path.rpartition("/")[2]
    found = list(bank_sections(source.text()))
    levels = {section.level for section in found if section.parts}
    for section in found:
        if section.parts:
            yield _from_section(section)
        elif section.text and section.level in levels and not is_chapter_heading(section.title):
            # Beside the stories, and without labels: a story all the same, whose parts are still to be found.
            yield _Story(section.line, title_of(section.title), "", "", section.text, {})
        elif section.text and levels:
            yield Skipped(
                f"{name}:{section.line}",
                "it has no parts of a story",
                shortened(title_of(section.title or section.text)),
            )


def _from_section(section: BankSection) -> _Story:
    theme = re.match(r"\[(?P<theme>[^\]\n]+)\][ \t]*(?=\S)", section.title)
    title = title_of(section.title[theme.end() :] if theme else section.title)
    return _Story(section.line, title, theme["theme"] if theme else "", section.tags, section.lead, section.parts)


def _in_table(source: ImportSource) -> Iterator[_Story | Skipped]:
    table = parse_table(source.text())
    if table is None:
        return
    columns = {place: named[0] for place, title in enumerate(table.titles) if (named := _part(title))}
    if len(set(columns.values())) < 2:  # noqa: PLR2004 - one part is no story
        return
    name = source.path.rpartition("/")[2]
    for row in table.rows:
        cells = {part: row.cells[place] for place, part in columns.items() if place < len(row.cells)}
        yield _made(
            name,
            row.line,
            {part: cell for part, cell in cells.items() if cell.strip()},
            table.first(row, _TITLES),
            table.first(row, _THEME),
            table.first(row, _TAGS),
        )


def _part(title: str) -> tuple[Part, ...]:
    return parts_named_by(title.replace("_", " ")) if title else ()


def _in_data(source: ImportSource) -> Iterator[_Story | Skipped]:
    data, _ = parse_data_file(source.path, source.text())
    rows = data if isinstance(data, list) else next((each for each in _lists(data)), [])
    name = source.path.rpartition("/")[2]
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping):
            continue
        plain = {str(key).lower(): value for key, value in row.items()}
        inner = plain.get("star")
        given = (
            {**plain, **{str(key).lower(): value for key, value in inner.items()}}
            if isinstance(inner, Mapping)
            else plain
        )
        cells = {named[0]: _text(value) for key, value in given.items() if (named := _part(key)) and _text(value)}
        if len(cells) > 1:
            said = [
                next((_text(plain[key]) for key in keys if plain.get(key)), "") for keys in (_TITLES, _THEME, _TAGS)
            ]
            yield _made(f"{name}: entry {number}", 0, cells, *said)


def _lists(data: Any) -> Iterator[Sequence[Any]]:
    if isinstance(data, Mapping):
        yield from (value for value in data.values() if isinstance(value, list))


def _text(value: Any) -> str:
    if isinstance(value, list):
        return (
            ", ".join(_text(each) for each in value)
            if all(isinstance(each, str) and len(each) < MOST_IN_LINE for each in value)
            else "\n".join(f"- {_text(each)}" for each in value)
        )
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value).strip()


def _made(name: str, line: int, cells: Mapping[Part, str], title: str, theme: str, tags: str) -> _Story | Skipped:
    where = f"{name}:{line}" if line else name
    if not cells:
        return Skipped(where, "the row has no part of a story")
    shown = title_of(title or next(iter(cells.values())))
    return _Story(line, shown, theme, tags, "", cells) if shown else Skipped(where, "the story has no title")


IMPORTER = Importer("story_bank", "A bank of stories: Markdown, CSV, JSON or YAML", recognises, read)
