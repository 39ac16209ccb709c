"""Tables as text: comma, semicolon, tab or bar between the cells, found out, not assumed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DELIMITERS = (",", ";", "\t", "|")
_SEP = re.compile(r"\A(?:sep|SEP)=(?P<delimiter>.)[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty: the line it begins on, and its cells."""

    line: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class DelimitedTable:
    """A header and its rows; the names of columns are in lower case with single spaces."""

    header: Sequence[str]
    titles: Sequence[str]
    rows: Sequence[Row]
    delimiter: str = ","

    def column(self, names: Iterable[str]) -> int | None:
        """Give the place of the first of these columns that is there; None where none is."""
        return next((self.header.index(name) for name in names if name in self.header), None)

    def first(self, row: Row, names: Iterable[str]) -> str:
        """Give the first cell of a row that is not empty in these columns, in the order of the names."""
        return next(iter(self.values(row, names)), "")

    def values(self, row: Row, names: Iterable[str]) -> list[str]:
        """Give all cells of a row that are not empty in these columns; a name may stand over several."""
        return [
            cell.strip()
            for name in names
            for place, held in enumerate(self.header)
            if held == name and place < len(row.cells) and (cell := row.cells[place]).strip()
        ]


def parse_table(text: str, least: int = 2) -> DelimitedTable | None:
    """Read a table, None without a header: the first row with `least` cells, so that a title above is none."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    said = _SEP.match(plain)
    skipped = said.end() if said else 0
    best: DelimitedTable | None = None
    for delimiter in [said["delimiter"]] if said else DELIMITERS:
        found = _parsed(plain[skipped:], delimiter, 1 if said else 0, least)
        if found and (best is None or _table_score(found) > _table_score(best)):
            best = found
    return best


def _table_score(table: DelimitedTable) -> tuple[float, int]:
    """Give how well a delimiter fits: the share of rows as wide as the header, then the number of columns."""
    width = len(table.header)
    fitting = sum(len(row.cells) == width for row in table.rows) / (len(table.rows) or 1)
    return round(fitting, 1) if width > 1 else 0.0, sum(bool(name) for name in table.header)


def _parsed(text: str, delimiter: str, above: int, least: int) -> DelimitedTable | None:
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    last = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(above + last + 1, cells))
            last = reader.line_num
    except csv.Error:
        return None
    place = next((at for at, row in enumerate(rows) if sum(bool(cell.strip()) for cell in row.cells) >= least), None)
    if place is None:
        return None
    titles = [cell.strip() for cell in rows[place].cells]
    return DelimitedTable([_plain(title) for title in titles], titles, rows[place + 1 :], delimiter)


def _plain(title: str) -> str:
    return " ".join(re.sub(r"[_\s]+", " ", title).lower().split())


def raw_rows(text: str) -> list[tuple[int, Sequence[str]]]:
    """Give every row that is not empty with its line, in the dialect of the table in it."""
    table = parse_table(text)
    if table is None:
        return []
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    rows: list[tuple[int, Sequence[str]]] = []
    last = 0
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter=table.delimiter, skipinitialspace=True)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            rows.append((last + 1, cells))
        last = reader.line_num
    return rows
