"""Career ladders of others, read into rubrics, and what could not be read of each.

Financial-Times/engineering-progression: a YAML list of competencies. monzo/progression-framework:
Markdown whose front matter holds topics with levels. jorgef/engineeringladders: Markdown headings with
numbered steps in bold. And tables with a level a column or a row (CSV, Markdown), headings "Level: Senior", and trees
of JSON or YAML with tracks and milestones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from upward.text import frontmatter
from upward.text.data_file import parse_json, parse_yaml
from upward.text.delimited import parse_table, raw_rows
from upward.text.ladder_tables import LadderCell, cells_in_markdown, cells_in_tree, cells_of_grid
from upward.text.record_writer import slug

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t#]*$")
_STEP = re.compile(
    r"^[ \t]*(?:\d+[.)]|[-*+])[ \t]+(?:\*\*|__)(?P<name>[^*_]+?)(?:\*\*|__)[ \t]*[:–—-]?[ \t]*(?P<text>.*)$"
)
LONG = ("area", "level", "text")


@dataclass
class Ladder:
    """A rubric being read: areas, levels and criteria in order, and what could not be read."""

    areas: dict[str, str] = field(default_factory=dict)
    levels: list[str] = field(default_factory=list)
    criteria: list[dict[str, Any]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def add(
        self, area: str, level: str, text: str, *, ident: str = "", title: str = "", looks: Sequence[str] = ()
    ) -> None:
        """Take a criterion; one without a text is named as unread."""
        text, area = " ".join(text.split()), area.strip() or "general"
        if not text:
            self.unread.append(f"A criterion of {area}{f', {level}' if level else ''} has no text.")
            return
        self.areas.setdefault(slug(area), area)
        if level and level not in self.levels:
            self.levels.append(level)
        known = {each["id"] for each in self.criteria}
        wanted = slug(ident or title or text)
        name = next(
            each
            for each in (wanted, *(f"{wanted}-{number}" for number in range(2, len(known) + 3)))
            if each not in known
        )
        self.criteria.append(
            {
                "id": name,
                "area": slug(area),
                "level": level,
                "title": title,
                "text": text,
                "looks-like": list(looks) or [text],
            }
        )

    def rubric(self, ident: str, title: str, source: str) -> dict[str, Any]:
        """Give the data of a rubric file."""
        return {
            "id": ident,
            "title": title,
            "source": source,
            "levels": self.levels,
            "areas": [{"id": key, "title": name} for key, name in self.areas.items()],
            "criteria": [{key: value for key, value in each.items() if value} for each in self.criteria],
        }


def parse_ladder(name: str, text: str) -> tuple[Ladder, str]:
    """Read a ladder; give it with the name of its form, which is empty where it is none."""
    reader, form = _form(name, text)
    ladder = Ladder()
    if reader is not None:
        reader(text, ladder)
    return ladder, form


def _form(name: str, text: str) -> tuple[Callable[[str, Ladder], None] | None, str]:  # noqa: PLR0911 - a form a return
    ending = name.lower().rpartition(".")[2]
    if ending in {"csv", "tsv"}:
        return _matrix, "a CSV matrix"
    if ending == "json":
        return _tree, "a JSON tree"
    if ending in {"yml", "yaml"}:
        return _competencies, "a YAML list of competencies"
    if ending in {"md", "markdown"}:
        if "topics:" in text[:20_000] and frontmatter.front_matter_limits(text):
            return _topics, "Markdown with topics in its front matter"
        if any(isinstance(each, LadderCell) for each in cells_in_markdown(text)):
            return _grid, "Markdown with levels as columns or headings"
        return _steps, "Markdown with steps below headings"
    return None, ""


def _grid(text: str, ladder: Ladder) -> None:
    _take(cells_in_markdown(text), ladder)


def _tree(text: str, ladder: Ladder) -> None:
    data, problem = parse_json(text)
    if problem:
        ladder.unread.append(f"{problem[:1].upper()}{problem[1:]}.")
    elif isinstance(data, list) or (isinstance(data, dict) and "competencies" in data):
        _entries(data, ladder)
    else:
        _take(cells_in_tree(data), ladder)


def _take(cells: Iterable[LadderCell | str], ladder: Ladder) -> None:
    for cell in cells:
        if isinstance(cell, str):
            ladder.unread.append(cell)
        else:
            ladder.add(
                cell.area, cell.level, cell.text, title=cell.title, ident=f"{cell.title or cell.area} {cell.level}"
            )


def _loaded(text: str, ladder: Ladder) -> Any:
    data, problem = parse_yaml(text)
    if problem:
        ladder.unread.append(f"{problem[:1].upper()}{problem[1:]}.")
    return data


def _competencies(text: str, ladder: Ladder) -> None:
    data = _loaded(text, ladder)
    if isinstance(data, dict) and "competencies" not in data:
        _take(cells_in_tree(data), ladder)
        if not ladder.criteria:
            ladder.unread.append("It contains no list of competencies, and no categories with levels.")
    else:
        _entries(data, ladder)


def _entries(data: Any, ladder: Ladder) -> None:
    items = data.get("competencies", []) if isinstance(data, dict) else data
    for number, item in enumerate(items if isinstance(items, list) else (), start=1):
        if not isinstance(item, dict) or "summary" not in item:
            ladder.unread.append(f"Entry {number} has no summary.")
            continue
        examples = [
            each if isinstance(each, str) else str(each.get("example", "")) for each in _list(item.get("examples"))
        ]
        area = " ".join(filter(None, (str(item.get(key) or "") for key in ("domain", "area", "theme", "category"))))
        level = str(item.get("level") or "")
        ladder.add(
            area,
            level,
            str(item["summary"]),
            ident=str(item.get("id") or ""),
            looks=[each for each in examples if each],
        )
    if not isinstance(items, list) and data is not None:
        ladder.unread.append("It contains no list of competencies.")


def _topics(text: str, ladder: Ladder) -> None:
    limits = frontmatter.front_matter_limits(text)
    data = _loaded(limits[0].cut(text), ladder) if limits else None
    for topic in _list(data.get("topics") if isinstance(data, dict) else None):
        if not isinstance(topic, dict):
            ladder.unread.append(f"The topic {str(topic)[:40]!r} has no levels.")
            continue
        area = str(topic.get("title") or topic.get("name") or "")
        for step in _list(topic.get("content")):
            if not isinstance(step, dict):
                ladder.unread.append(f"A step of {area} can't be read: {str(step)[:40]!r}.")
                continue
            level = str(step.get("level", ""))
            for each in _list(step.get("criteria")):
                ladder.add(area, level, str(each))
            for each in _list(step.get("exampleCriteria")):
                if isinstance(each, dict):
                    looks = [str(example) for example in _list(each.get("examples"))]
                    ladder.add(area, level, str(each.get("criteria", "")), looks=looks)
                else:
                    ladder.unread.append(f"An example of {area}, {level}, has no criteria.")


def _steps(text: str, ladder: Ladder) -> None:
    area, number = "", 0
    for line in text.splitlines():
        heading, step = _HEADING.match(line), _STEP.match(line)
        if heading:
            area, number = re.sub(r"[*_`\[\]]|\(.*?\)", "", heading[2]).strip(), 0
        elif step and area:
            number += 1
            ladder.add(area, str(number), step["text"] or step["name"], title=step["name"].strip(" :"))
        elif re.match(r"^[ \t]*(?:\d+[.)]|[-*+])[ \t]+\S", line) and area:
            ladder.unread.append(f"Below {area}: {line.strip()[:60]!r} names no step in bold.")
    ladder.levels.sort(key=int)


def _matrix(text: str, ladder: Ladder) -> None:
    table = parse_table(text)
    header = list(table.header) if table else []
    if table and {*LONG} <= {*header}:
        for row in table.rows:
            ladder.add(*(table.first(row, (name,)) for name in LONG))
        return
    rows = raw_rows(text)
    if len(rows) < 2:  # noqa: PLR2004 - a header and a row
        ladder.unread.append("It has no rows below its header.")
        return
    _take(cells_of_grid(rows), ladder)


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value] if value else []


def ladder_as_yaml(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a rubric file; strings are written as JSON, which is YAML too."""
    import json

    for key in ("id", "title", "source"):
        yield f"{key}: {json.dumps(data[key], ensure_ascii=False)}"
    yield f"levels: {json.dumps(data['levels'], ensure_ascii=False)}"
    for key in ("areas", "criteria"):
        yield f"{key}:"
        yield from (f"  - {json.dumps(item, ensure_ascii=False)}" for item in data[key])
