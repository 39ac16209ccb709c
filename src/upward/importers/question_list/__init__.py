"""Questions from a list: YAML (`- text: …`), or CSV with a column `text` or `question`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from upward.model.errors import SourceError
from upward.model.importer import Candidate, Importer, ImportQuery
from upward.model.ports import ImportSource
from upward.model.record import Value
from upward.text.record_writer import slug

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_TEXT = ("text", "question", "title")
_LISTS = ("principles", "themes")


def recognises(source: ImportSource) -> bool:
    """Whether the file is a YAML or CSV list with a column for the question."""
    if source.path.endswith((".yaml", ".yml")):
        return any(f"{key}:" in source.text()[:20_000] for key in _TEXT)
    header = source.text().split("\n", 1)[0].lower() if source.path.endswith(".csv") else ""
    return any(key in header for key in _TEXT) and "date" not in header


def read(source: ImportSource, wish: ImportQuery) -> Iterator[Candidate]:
    """Yield one candidate a question; raises SourceError where the list can't be read."""
    for row in _rows(source):
        text = next((str(row[key]).strip() for key in _TEXT if row.get(key)), "")
        origin = f"question:{slug(text)}"
        if text and origin not in wish.known_origins:
            fields: dict[str, Value] = {
                "title": text,
                "level": str(row.get("level", "")),
                "source": str(row.get("source", "")),
            }
            fields |= {key: _listed(row.get(key)) for key in _LISTS}
            yield Candidate("question", text, (origin,), {**fields, "origins": [origin]}, "")


def _rows(source: ImportSource) -> Iterator[Mapping[str, Any]]:
    if source.path.endswith(".csv"):
        for row in csv.DictReader(io.StringIO(source.text())):
            yield {str(key).strip().lower(): value or "" for key, value in row.items() if key is not None}
        return
    try:
        data = yaml.load(source.text(), Loader=_LOADER)  # noqa: S506 - the base loader makes strings, lists and dicts only
    except yaml.YAMLError as error:
        raise SourceError(
            f"{source.path} is not valid YAML", why=str(error), next_step="correct the line it names"
        ) from error
    items = data.get("questions", ()) if isinstance(data, dict) else data
    for item in items if isinstance(items, list) else ():
        yield item if isinstance(item, dict) else {"text": str(item)}


def _listed(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(item) for item in value]
    return [part.strip() for part in str(value or "").replace(";", ",").split(",") if part.strip()]


IMPORTER = Importer("question_list", "A list of questions in YAML or CSV", recognises, read)
