"""Evidence from jrnl's JSON export (`jrnl --export json`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from upward.model.errors import SourceError
from upward.model.importer import Candidate, Importer, ImportQuery
from upward.model.ports import ImportSource
from upward.text.dates import parse_date


def recognises(source: ImportSource) -> bool:
    """Whether the file is JSON with a list of entries."""
    return source.path.endswith(".json") and '"entries"' in source.text()[:100_000]


def read(source: ImportSource, wish: ImportQuery) -> Iterator[Candidate]:
    """Yield one candidate an entry; raises SourceError where the file is not what jrnl writes."""
    try:
        data = json.loads(source.text())
    except (ValueError, RecursionError) as error:
        raise SourceError(
            f"{source.path} is not valid JSON", why=str(error), next_step="export it again with `jrnl --export json`"
        ) from error
    entries = data.get("entries") if isinstance(data, dict) else None
    if not isinstance(entries, list):
        raise SourceError(f"{source.path} has no list of entries", next_step="export it with `jrnl --export json`")
    for entry in entries:
        made = _candidate(entry) if isinstance(entry, dict) else None
        if made is not None and made.origins[0] not in wish.known_origins and _within(parse_date(made.day), wish):
            yield made


def _candidate(entry: dict[str, Any]) -> Candidate | None:
    title, day = str(entry.get("title", "")).strip(), str(entry.get("date", ""))
    if not title or parse_date(day) is None:
        return None
    origin = f"jrnl:{day}T{entry.get('time', '')}".replace(" ", "")
    tags = [str(tag).lstrip("@#") for tag in entry.get("tags", ()) if isinstance(tag, str)]
    fields = {"title": title, "date": day, "origins": [origin], "tags": tags}
    body = f"## What happened\n\n{str(entry.get('body', '')).strip() or title}"
    return Candidate("evidence", title, (origin,), fields, body, day)


def _within(day: date | None, wish: ImportQuery) -> bool:
    return day is not None and (wish.since is None or day >= wish.since) and (wish.until is None or day <= wish.until)


IMPORTER = Importer("jrnl", "A journal exported with `jrnl --export json`", recognises, read)
