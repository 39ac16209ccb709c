"""Career ladders of others, read into rubrics: four forms, and what could not be read of each, said.

Financial-Times/engineering-progression: a YAML list of competencies. monzo/progression-framework:
Markdown whose front matter holds topics with levels. jorgef/engineeringladders: Markdown headings with
numbered steps in bold. And a CSV matrix: a row a criterion, a column a level.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from upward.text import frontmatter
from upward.text.record_writer import slug

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t#]*$")
_STEP = re.compile(
    r"^[ \t]*(?:\d+[.)]|[-*+])[ \t]+(?:\*\*|__)(?P<name>[^*_]+?)(?:\*\*|__)[ \t]*[:–—-]?[ \t]*(?P<text>.*)$"
)
_LEVEL_WORDS = ("level", "grade", "l1", "l2", "l3", "junior", "mid", "senior", "staff", "principal", "engineer", "lead")
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


def read(name: str, text: str) -> tuple[Ladder, str]:
    """Read a ladder; give it with the name of its form, which is empty where it is none."""
    reader, form = _form(name, text)
    ladder = Ladder()
    if reader is not None:
        reader(text, ladder)
    return ladder, form


def _form(name: str, text: str) -> tuple[Callable[[str, Ladder], None] | None, str]:
    if name.endswith(".csv"):
        return _matrix, "a CSV matrix"
    if name.endswith((".yml", ".yaml")):
        return _competencies, "a YAML list of competencies"
    if name.endswith((".md", ".markdown")):
        if "topics:" in text[:20_000] and frontmatter.limits(text):
            return _topics, "Markdown with topics in its front matter"
        return _steps, "Markdown with steps below headings"
    return None, ""


def _loaded(text: str, ladder: Ladder) -> Any:
    try:
        return yaml.load(text, Loader=_LOADER)  # noqa: S506 - the base loader makes strings, lists and dicts only
    except yaml.YAMLError as error:
        ladder.unread.append(f"It is not valid YAML: {' '.join(str(error).split())}")
        return None


def _competencies(text: str, ladder: Ladder) -> None:
    data = _loaded(text, ladder)
    items = data.get("competencies", []) if isinstance(data, dict) else data
    for number, item in enumerate(items if isinstance(items, list) else (), start=1):
        if not isinstance(item, dict) or "summary" not in item:
            ladder.unread.append(f"Entry {number} has no summary.")
            continue
        examples = [
            each if isinstance(each, str) else str(each.get("example", "")) for each in _list(item.get("examples"))
        ]
        area = " ".join(filter(None, (str(item.get("domain") or ""), str(item.get("area") or ""))))
        level = str(item.get("level") or "")
        ladder.add(
            area,
            level,
            str(item["summary"]),
            ident=str(item.get("id") or ""),
            looks=[each for each in examples if each],
        )
    if not isinstance(items, list) and data is not None:
        ladder.unread.append("It holds no list of competencies.")


def _topics(text: str, ladder: Ladder) -> None:
    limits = frontmatter.limits(text)
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
    rows = [
        [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in row)
    ]
    if len(rows) < 2:  # noqa: PLR2004 - a header and a row
        ladder.unread.append("It has no rows below its header.")
        return
    header = [cell.lower() for cell in rows[0]]
    if {*LONG} <= {*header}:
        places = [header.index(name) for name in LONG]
        for row in rows[1:]:
            area, level, said = (row[place] if place < len(row) else "" for place in places)
            ladder.add(area, level, said)
        return
    leads = sum(not any(word in cell for word in _LEVEL_WORDS) for cell in header[:2]) or 1
    for number, row in enumerate(rows[1:], start=2):
        if not row[0]:
            ladder.unread.append(f"Row {number} names no area.")
            continue
        title = row[1] if leads > 1 and len(row) > 1 else ""
        for place in range(leads, len(rows[0])):
            cell = row[place] if place < len(row) else ""
            ladder.add(row[0], rows[0][place], cell, title=title, ident=f"{title or row[0]} {rows[0][place]}")


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value] if value else []


def yaml_text(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a rubric file; strings are written as JSON, which is YAML too."""
    import json

    for key in ("id", "title", "source"):
        yield f"{key}: {json.dumps(data[key], ensure_ascii=False)}"
    yield f"levels: {json.dumps(data['levels'], ensure_ascii=False)}"
    for key in ("areas", "criteria"):
        yield f"{key}:"
        yield from (f"  - {json.dumps(item, ensure_ascii=False)}" for item in data[key])
