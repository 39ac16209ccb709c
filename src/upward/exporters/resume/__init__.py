"""Résumé lines as JSON Resume 1.0.0: a project a story, its highlights with the evidence they rest on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from upward.analysis.narrative.traceability import finished, metrics, part, stated_only, version
from upward.model.corpus import Corpus
from upward.model.exporter import Exporter
from upward.model.record import Record
from upward.model.span import Span
from upward.text.dates import parse_date
from upward.text.markdown import spoken_text
from upward.text.story_parts import Part
from upward.text.words import sentences

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"


def write(records: Sequence[Record], corpus: Corpus) -> str:
    """Give the résumé; a story with numbers that rest on the person's word alone lists them in `x-stated-only`."""
    data = {"$schema": SCHEMA, "projects": [_project(story, corpus) for story in finished(records)]}
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _project(story: Record, corpus: Corpus) -> Mapping[str, Any]:
    line = version(story, "resume") or _first(part(story, Part.RESULT))
    project: dict[str, Any] = {
        "name": story.title,
        "description": _first(part(story, Part.TASK)) or story.title,
        "highlights": [spoken_text(each).strip() for each in ([line] if line else []) + list(metrics(story))],
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
    return spoken_text(span.cut(text)).strip() if span else ""


EXPORTER = Exporter("resume", "Résumé lines as JSON Resume", ".json", ("story",), write)
