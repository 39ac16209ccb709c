"""Evidence from a CSV table with a column for the day and one for what happened; Jira's export by its own columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from upward.model.importer import ALREADY_KNOWN, Candidate, Importer, ImportQuery, Skipped
from upward.model.ports import ImportSource
from upward.model.record import Value
from upward.text.date_span import AmbiguousDateError, DateHints, DateOrder, DateSpan
from upward.text.delimited import DelimitedTable, Row, parse_table
from upward.text.import_entries import Identities, shortened, title_of
from upward.text.template_slots import neutralised
from upward.text.written_dates import find_period, orders_of, parse_span

_TITLES = (
    "title",
    "summary",
    "what",
    "accomplishment",
    "achievement",
    "win",
    "what happened",
    "what i did",
    "activity",
    "task",
    "item",
    "task name",
    "subject",
    "story",
    "name",
    "description",
)
_DATES = (
    "date", "day", "when", "date completed", "completed date", "completed", "completed at", "completed on", "completion date", "finished",
    "done", "resolved", "resolution date", "closed", "closed at", "merged at", "end date", "ended", "end", "month", "week", "period", "quarter",
)  # fmt: skip
# Where no column has one of these names: words of columns that say when it was done, and of those that say another day.
_DONE_DAY = re.compile(r"done|complet|resolv|clos|finish|merged|shipped|deliver|end|when")
_OTHER_DAY = re.compile(r"creat|open|start|begin|began|due|deadline|plan|target|updat|changed|modif|birth")
_SEPARATED = re.compile(r"\d[./ -]|[A-Za-z]")
# Of the cells of a column that are not empty; the others may be notes such as "tbd".
LEAST_DATED = 0.8
_STARTS = ("started", "start", "start date", "begin", "from")
_BODIES = ("body", "notes", "details", "comment", "description", "impact", "result", "outcome", "why")
_LINKS = ("link", "url", "origin")
_TAGS = ("tags", "tag", "labels", "label", "category", "type", "issue type")
_PEOPLE = ("people", "with", "collaborators")
# Who did it: what trackers export is often a whole team's.
_HOLDER = re.compile(
    r"(?:assign|owne[dr]|responsible|done by|completed by|resolved by)(?!.*\b(?:id|date|count|group|team)\b)"
)
_STATUS = ("status", "state", "current state")
_RESOLUTION = ("resolution",)
_KEY = ("issue key", "key")
_ISSUE = re.compile(r"[A-Z][A-Z0-9_]+-\d+")
_DONE = frozenset(
    "done closed resolved completed complete finished fixed merged released shipped verified accepted deployed live yes".split()
)
_NOT_DONE = re.compile(
    r"(?i)won'?t|duplicate|cannot reproduce|can'?t reproduce|invalid|rejected|cancell?ed|declined|abandoned|not (?:a bug|done|needed|planned)"
    r"|incomplete|obsolete|unresolved|by design|no longer|wontfix|withdrawn"
)  # fmt: skip


def recognises(source: ImportSource) -> bool:
    """Whether the file is a table with a column for the day and one for what happened."""
    table = _table(source)
    return table is not None and bool(_dates_of(table)) and bool(_titles_of(table))


def _titles_of(table: DelimitedTable) -> tuple[str, ...]:
    """Give the columns that say what was done: by their names, else those of notes."""
    return next((names for names in (_TITLES, _BODIES) if table.column(names) is not None), ())


def _dates_of(table: DelimitedTable) -> tuple[str, ...]:
    """Give the columns that say when a row was done: by their names, else the one column whose cells are dates."""
    if table.column(_DATES) is not None:
        return _DATES
    held = [name for name in table.header if name and not _OTHER_DAY.search(name) and _holds_dates(table, name)]
    columns = [name for name in held if _DONE_DAY.search(name)]
    return tuple(columns[:1] or (held if len(held) == 1 else ()))


def _holds_dates(table: DelimitedTable, name: str) -> bool:
    cells = [cell for row in table.rows if (cell := table.first(row, (name,)))]
    # A column of years or of numbers is none: only what has a day or a month.
    dated = sum(_SEPARATED.search(cell) is not None and _is_date(cell) for cell in cells)
    return bool(cells) and dated >= LEAST_DATED * len(cells)


def _is_date(cell: str) -> bool:
    try:
        return parse_span(cell) is not None
    except AmbiguousDateError:
        return True


def _missing(table: DelimitedTable) -> str:
    """Give why a table can't be read at all; empty where it can."""
    if not _titles_of(table):
        what, name = "what was done", "title"
    elif not _dates_of(table):
        what, name = "the day on which it was done", "date"
    else:
        return ""
    return f"there is no column for {what} among {', '.join(filter(None, table.titles))}; rename it to `{name}`"


def _table(source: ImportSource) -> DelimitedTable | None:
    if source.is_folder or not source.path.lower().endswith((".csv", ".tsv")):
        return None
    return parse_table(source.text())


def read(source: ImportSource, query: ImportQuery) -> Iterator[Candidate | Skipped]:
    """Yield one candidate a row, and each row that was left with the reason."""
    table = _table(source)
    if table is None:
        return
    name = source.path.rpartition("/")[2]
    missing = _missing(table)
    if missing:
        yield Skipped(name, missing)
        return
    order = DateOrder(query.date_order) if query.date_order else _order(table)
    hints = DateHints(order=order, fiscal_start=query.fiscal_start, today=query.today)
    identities = Identities(query.known_origins)
    others = _of_others(table, query)
    for row in table.rows:
        where = f"{name}:{row.line}"
        why = others.get(row.line, "")
        found = Skipped(where, why) if why else _row(table, row, where, hints, query, identities)
        title = shortened(title_of(table.first(row, _titles_of(table))))
        yield found._replace(what=title) if isinstance(found, Skipped) else found


def _of_others(table: DelimitedTable, query: ImportQuery) -> dict[int, str]:
    """Give why rows are left because of the person they are assigned to, by line; a table of one person is that person's."""
    columns = [name for name in dict.fromkeys(table.header) if _HOLDER.match(name)]
    holders = {row.line: table.values(row, columns) for row in table.rows}
    mine = {form for name in query.authors if name for form in (name.casefold(), name.casefold().partition("@")[0])}
    own = {line for line, names in holders.items() if mine & {part for name in names for part in _names(name)}}
    if own:
        return {
            line: f"assigned to {names[0]}" if names else "not assigned to anyone"
            for line, names in holders.items()
            if line not in own
        }
    if len({names[0].casefold() for names in holders.values() if names}) <= 1:
        return {}
    return {
        line: f"assigned to {names[0]}; if that is you, give --author '{names[0]}'"
        if names
        else "not assigned to anyone"
        for line, names in holders.items()
    }


def _names(cell: str) -> list[str]:
    return [name.strip().casefold() for name in re.split(r"[,;]", cell)]


def _order(table: DelimitedTable) -> DateOrder | None:
    """Give the order of the parts in which every date of the column is a day, where only one is."""
    orders = orders_of(table.first(row, _dates_of(table)) for row in table.rows)
    return next(iter(orders)) if len(orders) == 1 else None


def _row(
    table: DelimitedTable, row: Row, where: str, hints: DateHints, query: ImportQuery, identities: Identities
) -> Candidate | Skipped:
    title = title_of(table.first(row, _titles_of(table)))
    if not title:
        return Skipped(where, "the row has no title")
    status, resolution = table.first(row, _STATUS), table.first(row, _RESOLUTION)
    if _NOT_DONE.search(resolution) or _NOT_DONE.search(status):
        return Skipped(where, f"not done: {resolution or status}")
    if status and not _DONE & {*re.findall(r"[a-z]+", status.lower())}:
        return Skipped(where, f"not done: its status is {status}")
    span = _span(table, row, hints)
    if isinstance(span, str):
        return Skipped(where, span)
    within = query.outside(span)
    if within:
        return Skipped(where, within)
    shown = span.until(query.today) if query.today else span
    return _candidate(table, row, title, shown or span, where, identities)


def _span(table: DelimitedTable, row: Row, hints: DateHints) -> DateSpan | str:
    given = table.first(row, _dates_of(table))
    if not given:
        return "the row has no date"
    try:
        span = parse_span(given, hints) or find_period(given, hints, heading=True)
        start = table.first(row, _STARTS)
        begun = parse_span(start, hints) if start else None
    except AmbiguousDateError as error:
        return f"{error} is ambiguous; give --date-order day-first or month-first"
    if span is None:
        return f"{given!r} is not a date such as 2026-03-09"
    return begun.joined(span) if begun and begun.first <= span.last else span


def _candidate(
    table: DelimitedTable, row: Row, title: str, span: DateSpan, where: str, identities: Identities
) -> Candidate | Skipped:
    link = next((each for each in table.values(row, _LINKS) if ":" in each and not re.search(r"\s", each)), "")
    key = next((each for each in table.values(row, _KEY) if _ISSUE.fullmatch(each)), "")
    own = f"jira:{key}" if key else link
    legacy = _legacy(span.end, title)
    bodies = table.values(row, _BODIES)
    made, known = identities.origin("csv", span.start, span.end, title, *bodies, legacy=legacy)
    if known or (own and own in identities.known):
        return Skipped(where, ALREADY_KNOWN)
    origins = tuple(dict.fromkeys(each for each in (own or made, link) if each))
    parts = dict.fromkeys(
        name.strip() for cell in table.values(row, _PEOPLE) for name in re.split(r"[;,]", cell) if name.strip()
    )
    people = [{"name": neutralised(each, 100)} for each in parts]
    people += [{"name": neutralised(each, 100), "part": "assignee"} for each in table.values(row, ("assignee",))[:1]]
    fields: dict[str, Value] = {
        "title": title,
        "date": span.end,
        "started": span.start if span.start != span.end else "",
        "origins": list(origins),
        "people": people,
        "tags": _tags(table, row),
        "private": "true" if table.first(row, ("private",)).lower() in {"yes", "true", "1", "x"} else "",
    }
    said = [each for each in bodies if each != title]
    body = neutralised("\n\n".join(dict.fromkeys(said)) or table.first(row, _titles_of(table)), 20_000)
    return Candidate("evidence", title, origins, fields, f"## What happened\n\n{body}", span.end)


def _tags(table: DelimitedTable, row: Row) -> Sequence[str]:
    found = (tag.strip().lstrip("#@") for cell in table.values(row, _TAGS) for tag in re.split(r"[;,]", cell))
    return [neutralised(tag, 60) for tag in dict.fromkeys(found) if tag]


def _legacy(day: str, title: str) -> str:
    import hashlib

    return f"csv:{hashlib.sha256(f'{day} {title}'.encode('utf-8', 'replace')).hexdigest()[:16]}"


IMPORTER = Importer("table", "A CSV table with a column for the date and one for what happened", recognises, read)
