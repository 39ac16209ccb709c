"""Résumé lines as JSON Resume 1.0.0: stories as highlights of the position they fall into, else as projects.

A résumé of the person's own is kept as it is, and added to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from upward.analysis.narrative.traceability import finished, metrics, part, result_line, stated_only
from upward.model.corpus import Corpus
from upward.model.exporter import Exporter
from upward.model.record import Record
from upward.model.span import Span
from upward.text.dates import parse_date
from upward.text.story_parts import Part
from upward.text.words import sentences

# The amount of a metric in words, "checkout p95: 380 ms, before 2.1 s (June 2026)".
_AMOUNT = re.compile(r"^(?:[^:]*: )?(.*?)(?:, before .*| \(.*\))*$")
SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"


def write(records: Sequence[Record], corpus: Corpus, base: Mapping[str, Any]) -> str:
    """Give the résumé; a story with numbers that rest on the person's word alone lists them in `x-stated-only`.

    `base` is what it begins with: the person's `basics`, or a whole résumé.
    """
    work = [dict(each) for each in base.get("work", []) if isinstance(each, Mapping)]
    projects = [each for each in base.get("projects", []) if isinstance(each, Mapping)]
    for story in finished(records):
        made = _project(story, corpus)
        position = next((each for each in work if _covers(each, story.string("date"))), None)
        if position is None:
            projects += [made] if made["name"] not in {each.get("name") for each in projects} else []
        else:
            _extend(position, made)
    data = {"$schema": SCHEMA, **base, **({"work": work} if work else {}), "projects": projects}
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _covers(position: Mapping[str, Any], day: str) -> bool:
    """Whether a day falls into a position, by as many parts of the dates as both have; one without an end goes on."""
    start, end = str(position.get("startDate") or ""), str(position.get("endDate") or "")
    if not day or not start:
        return False
    return start[: len(day)] <= day[: len(start)] and (not end or day[: len(end)] <= end[: len(day)])


def _extend(position: dict[str, Any], project: Mapping[str, Any]) -> None:
    for key in ("highlights", "x-evidence", "x-stated-only"):
        held = position.get(key)
        found = [*(held if isinstance(held, list) else []), *project.get(key, [])]
        if found:
            position[key] = list(dict.fromkeys(map(str, found)))


def _project(story: Record, corpus: Corpus) -> Mapping[str, Any]:
    line = result_line(story)
    held = list(metrics(story))
    said = line.replace(" ", "")
    told_already = {each for each in held if _AMOUNT.sub(r"\1", each).replace(" ", "") in said}
    project: dict[str, Any] = {
        "name": story.title,
        "description": _first(part(story, Part.TASK)) or story.title,
        "highlights": [*([line] if line else []), *(each for each in held if each not in told_already)],
        "keywords": [*story.strings("themes"), *story.strings("tags")],
    }
    written = story.string("date")
    if parse_date(written):
        # JSON Resume takes a year or a month, too: no day is made up.
        project["endDate"] = written[:10]
    project["x-evidence"] = list(story.strings("evidence"))
    doubtful = stated_only(story, corpus)
    if doubtful:
        project["x-stated-only"] = doubtful
    return project


def _first(text: str) -> str:
    span = next(sentences(text, Span(0, len(text))), None)
    return " ".join(span.cut(text).split()) if span else ""


EXPORTER = Exporter("resume", "Résumé lines as JSON Resume", ".json", ("story",), write)
