"""Evidence from a JSON Resume (or the same as YAML): highlights of positions and projects, awards, publications, certificates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from upward.model.errors import SourceError
from upward.model.importer import ALREADY_KNOWN, Candidate, Importer, ImportQuery, Skipped
from upward.model.ports import ImportSource
from upward.model.record import Value
from upward.text.data_file import parse_data_file
from upward.text.date_span import AmbiguousDateError, DateHints, DateOrder, DateSpan
from upward.text.import_entries import Identities, shortened, title_of
from upward.text.template_slots import neutralised
from upward.text.written_dates import parse_span

_ENDINGS = (".json", ".yaml", ".yml")
# What holds highlights, and the fields that name it.
_POSITIONS = {"work": ("name", "company"), "volunteer": ("organization",), "projects": ("name",)}
# What is one accomplishment by itself: the fields of its title, its day, and who gave it.
_ALONE = {
    "awards": (("title",), ("date",), ("awarder",)),
    "certificates": (("name",), ("date",), ("issuer",)),
    "publications": (("name",), ("releaseDate",), ("publisher",)),
}
_NO_ACCOMPLISHMENTS = ("education", "skills", "languages", "interests", "references")


class _Line(NamedTuple):
    where: str
    title: str
    body: str
    span: DateSpan | None
    area: str
    why: str = ""


def recognises(source: ImportSource) -> bool:
    """Whether the file is a JSON Resume: `basics` beside a list of positions, projects or awards."""
    if source.is_folder or not source.path.lower().endswith(_ENDINGS) or "basics" not in source.text():
        return False
    data, _ = parse_data_file(source.path, source.text())
    held = {*_POSITIONS, *_ALONE, *_NO_ACCOMPLISHMENTS}
    return isinstance(data, dict) and "basics" in data and any(isinstance(data.get(key), list) for key in held)


def read(source: ImportSource, query: ImportQuery) -> Iterator[Candidate | Skipped]:
    """Yield one candidate a highlight, award, certificate or publication; raises SourceError where it is not a data file."""
    data, problem = parse_data_file(source.path, source.text())
    name = source.path.rpartition("/")[2]
    if problem or not isinstance(data, dict):
        raise SourceError(
            f"{name} is not a JSON Resume file", why=problem or "it is not a mapping", next_step="export it again"
        )
    hints = DateHints(order=DateOrder(query.date_order) if query.date_order else None, today=query.today)
    identities = Identities(query.known_origins)
    for line in _lines(name, data, hints):
        yield _made(line, query, identities)


def _lines(name: str, data: Mapping[str, Any], hints: DateHints) -> Iterator[_Line]:
    for section in _POSITIONS:
        for number, each in _entries(data, section):
            yield from _position(f"{name}: {section} {number}", section, each, hints)
    for section, (titles, days, givers) in _ALONE.items():
        for number, each in _entries(data, section):
            span = _span(_text(each, days), hints)
            yield _Line(
                f"{name}: {section} {number}", _text(each, titles), _text(each, ("summary",)), span, _text(each, givers)
            )
    for section in _NO_ACCOMPLISHMENTS:
        for number, each in _entries(data, section):
            what = _text(each, ("institution", "name", "language"))
            yield _Line(f"{name}: {section} {number}", what, "", None, "", "no accomplishment")


def _entries(data: Mapping[str, Any], section: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    held = data.get(section)
    for number, each in enumerate(held if isinstance(held, list) else [], start=1):
        if isinstance(each, Mapping):
            yield number, each


def _position(where: str, section: str, position: Mapping[str, Any], hints: DateHints) -> Iterator[_Line]:
    area = _text(position, _POSITIONS[section])
    start, end = (_span(_text(position, (key,)), hints) for key in ("startDate", "endDate"))
    if start and not end and not _text(position, ("endDate",)) and hints.today:
        end = DateSpan(start.start, hints.today.isoformat()[:7])
    span = start.joined(end) if start and end and start.first <= end.last else end or start
    held = position.get("highlights")
    highlights = (
        [str(each) for each in held if isinstance(each, str) and each.strip()] if isinstance(held, list) else []
    )
    if "x-evidence" in position and section == "projects":
        yield _Line(where, area, "", None, "", "written by upward from a story of yours")
    elif not highlights:
        yield _Line(
            where,
            area,
            "",
            None,
            "",
            f"no highlights; what a {'project' if section == 'projects' else 'position'} was is no accomplishment",
        )
    else:
        for each in highlights:
            yield _Line(where, title_of(each), each, span, area)


def _text(entry: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    return next(
        (" ".join(value.split()) for key in keys if isinstance(value := entry.get(key), str) and value.strip()), ""
    )


def _span(text: str, hints: DateHints) -> DateSpan | None:
    try:
        return parse_span(text, hints) if text else None
    except AmbiguousDateError:
        return None


def _made(line: _Line, query: ImportQuery, identities: Identities) -> Candidate | Skipped:
    title = title_of(line.title)
    what = shortened(title)
    if line.why or not title:
        return Skipped(line.where, line.why or "no title", what)
    if line.span is None:
        return Skipped(line.where, "it has no date that is a single day or month", what)
    outside = query.outside(line.span)
    origin, known = identities.origin("resume", line.area, line.title, line.body)
    if known or outside:
        return Skipped(line.where, ALREADY_KNOWN if known else outside, what)
    shown = (line.span.until(query.today) if query.today else None) or line.span
    fields: dict[str, Value] = {
        "title": title,
        "date": shown.end,
        "started": shown.start if shown.start != shown.end else "",
        "origins": [origin],
        "areas": [neutralised(line.area, 100)] if line.area else [],
    }
    body = neutralised(line.body or line.title, 20_000)
    return Candidate("evidence", title, (origin,), fields, f"## What happened\n\n{body}", shown.end)


IMPORTER = Importer("resume", "A JSON Resume: highlights, awards, certificates and publications", recognises, read)
