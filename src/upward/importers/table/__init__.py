"""Evidence from a CSV table with a column `date` and one for what happened (`title`, `what`, `summary`)."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping

from upward.model.errors import SourceError
from upward.model.importer import Candidate, Importer, ImportQuery
from upward.model.ports import ImportSource
from upward.model.record import Value
from upward.text.dates import parse_date

_TITLES = ("title", "what", "summary", "accomplishment", "achievement")
_BODIES = ("body", "notes", "description", "details")
_LINKS = ("link", "url", "origin")


def recognises(source: ImportSource) -> bool:
    """Whether the file is CSV with a column for the day and one for what happened."""
    header = source.text().split("\n", 1)[0].lower() if source.path.endswith(".csv") else ""
    columns = {cell.strip().strip('"') for cell in header.split(",")}
    return "date" in columns and bool(columns & set(_TITLES))


def read(source: ImportSource, wish: ImportQuery) -> Iterator[Candidate]:
    """Yield one candidate a row; raises SourceError, naming the line, for a row without a day."""
    rows = csv.DictReader(io.StringIO(source.text()), strict=True)
    try:
        for number, row in enumerate(rows, start=2):
            plain = {
                str(key).strip().lower(): (value or "").strip() for key, value in row.items() if isinstance(key, str)
            }
            made = _candidate(plain, source.path, number)
            if made is not None and made.origins[0] not in wish.known_origins and _within(made.day, wish):
                yield made
    except csv.Error as error:
        raise SourceError(
            f"{source.path}:{rows.line_num} is no CSV", why=str(error), next_step="correct that line"
        ) from error


def _candidate(row: Mapping[str, str], path: str, number: int) -> Candidate | None:
    title = next((row[key] for key in _TITLES if row.get(key)), "")
    if not title:
        return None
    day = parse_date(row.get("date", ""))
    if day is None:
        why = f"{row.get('date', '') or 'nothing'} is no day such as 2026-03-09"
        raise SourceError(f"{path}:{number} has no date", why=why, next_step="correct that row")
    link = next((row[key] for key in _LINKS if ":" in row.get(key, "") and " " not in row[key]), "")
    origin = link or f"csv:{hashlib.sha256(f'{day} {title}'.encode()).hexdigest()[:16]}"
    people = [name.strip() for name in row.get("people", "").replace(";", ",").split(",") if name.strip()]
    fields: dict[str, Value] = {
        "title": title,
        "date": day.isoformat(),
        "origins": [origin],
        "people": [{"name": name} for name in people],
        "tags": [tag.strip() for tag in row.get("tags", "").replace(";", ",").split(",") if tag.strip()],
        "private": "true" if row.get("private", "").lower() in {"yes", "true", "1", "x"} else "",
    }
    body = next((row[key] for key in _BODIES if row.get(key)), title)
    return Candidate("evidence", title, (origin,), fields, f"## What happened\n\n{body}", day.isoformat())


def _within(day: str, wish: ImportQuery) -> bool:
    found = parse_date(day)
    return found is not None and (not wish.since or found >= wish.since) and (not wish.until or found <= wish.until)


IMPORTER = Importer("table", "A CSV table with the columns date and title", recognises, read)
