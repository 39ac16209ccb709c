"""Dates and periods as people write them in notes: "March 9, 2026", "Sept 2025", "07/2026", "Q3 FY26", "H2".

A period keeps the precision it was written in: a month is "2026-03" and never a day of it. A date that could be read
two ways (03/04/2026) is read only when the order of its parts is given.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from upward.text.date_span import MONTHS, AmbiguousDateError, DateHints, DateOrder, DateSpan, FoundDate

# Two-digit years are those of this century.
CENTURY = 2000
MOST_DAYS = 31
_NAMES: Mapping[str, int] = {
    **{name.lower(): number for number, name in enumerate(calendar.month_name) if name},
    **{name.lower(): number for number, name in enumerate(calendar.month_abbr) if name},
    "sept": 9,
}
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_MONTH = "|".join(sorted(_NAMES, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_SHORT_YEAR = rf"(?:{_YEAR}|['’]?\d\d)"


def _pattern(body: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w./-])(?:{body})(?![\w])(?![./-]\d)", re.IGNORECASE)


_DAY_ISO = _pattern(
    rf"(?P<year>{_YEAR})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
)
_DAY_NAMED = _pattern(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:[ \t]+of)?[ \t-]+(?P<name>{_MONTH})\.?,?[ \t-]+(?P<year>{_SHORT_YEAR})"
    rf"|(?P<name2>{_MONTH})\.?[ \t]+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:,[ \t]*|[ \t]+)(?P<year2>{_YEAR})"
    rf"|(?P<day3>\d{{1,2}})/(?P<name3>{_MONTH})/(?P<year3>{_SHORT_YEAR})"
)
_DAY_OF_YEAR_ABOVE = _pattern(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:[ \t]+of)?[ \t-]+(?P<name>{_MONTH})\.?"
    rf"|(?P<name2>{_MONTH})\.?[ \t]+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?![ \t]*\d)"
)
_DAY_NUMBERS = _pattern(r"(?P<one>\d{1,2})(?P<mark>[./-])(?P<two>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d|\d\d)")
_WEEK = _pattern(rf"(?P<year>{_YEAR})-?W(?P<week>\d\d)|week[ \t]+(?P<week2>\d{{1,2}}),?[ \t]+(?P<year2>{_YEAR})")
_PART = _pattern(
    rf"(?P<part>[QH][1-4])(?:[ \t]*(?:of|,|/|-|–|'|’)?[ \t]*)(?P<fiscal>FY)?[ \t-]*(?P<year>{_SHORT_YEAR})"
    rf"|(?P<fiscal2>FY)?[ \t-]*(?P<year2>{_YEAR}|(?<=FY)['’]?\d\d|(?<=FY[ -])['’]?\d\d)[ \t]*[,/–-]?[ \t]*(?P<part2>[QH][1-4])"
    rf"|(?P<word>first|second|third|fourth|1st|2nd|3rd|4th)[ \t]+(?P<unit>quarter|half)(?:[ \t]+of)?,?[ \t]+(?P<year3>{_YEAR})"
)
_PART_WORDS = _pattern(
    rf"(?P<year>{_YEAR}),?[ \t]+(?P<unit>quarter|half)[ \t]+(?P<number>[1-4])"
    rf"|(?P<unit2>quarter|half)[ \t]+(?P<number2>[1-4])(?:[ \t]+of)?,?[ \t]+(?P<year2>{_YEAR})"
)
_PART_OF_YEAR_ABOVE = _pattern(r"(?P<part>[QH][1-4])")
_FISCAL = _pattern(rf"FY[ \t-]*(?P<year>{_SHORT_YEAR})")
_MONTH_NAMED = _pattern(rf"(?P<name>{_MONTH})\.?,?[ \t-]+(?P<year>{_SHORT_YEAR}(?![ \t]*%))")
_MONTH_ISO = _pattern(rf"(?P<year>{_YEAR})[-/.](?P<month>\d\d?)|(?P<month2>\d\d?)[-/.](?P<year2>{_YEAR})")
_MONTH_OF_YEAR_ABOVE = _pattern(rf"(?P<name>{_MONTH})\.?")
# In prose a month alone is one where it stands in brackets, or in front with a mark or as a short form: "may" is a word.
_MONTHS = (
    rf"(?P<name>(?:{_MONTH}))\b\.?(?:[ \t]*(?:–|—|-|/|&|\+|,|to|and|until|through)[ \t]*(?P<name2>{_MONTH})\b\.?)?"
)
_MONTHS_IN_BRACKETS = _pattern(rf"(?<=[(\[])[ \t]*{_MONTHS}(?=[ \t]*[)\]])")
_MONTHS_IN_FRONT = re.compile(
    rf"\A[\W\d_]{{0,8}}?{_MONTHS}(?:(?=[ \t]*(?:[:;|]|[–—-][ \t]))|(?<=\.)(?=[ \t]))", re.IGNORECASE
)
_YEAR_ALONE = _pattern(rf"(?P<year>{_YEAR})")
# In prose a year is one where it stands in brackets, in front with a mark, or at the end behind "in".
_YEAR_MARKED = re.compile(
    rf"(?<=[(\[])[ \t]*(?P<year>{_YEAR})(?=[ \t]*[)\]])|\A[\W\d_]{{0,4}}?(?<!\d)(?P<year2>{_YEAR})(?=[ \t]*(?:[:|]|[–—-][ \t]))"
    rf"|(?<=\bin )(?P<year3>{_YEAR})(?=[.,;)]?\s*$)",
    re.IGNORECASE,
)
_JOIN = re.compile(r"[ \t]*(?:–|—|-|to|until|till|through)[ \t]*", re.IGNORECASE)
_OPEN_END = re.compile(r"[ \t]*(?:–|—|-|to|until|till)[ \t]*(?:present|now|today|date|current)\b", re.IGNORECASE)
# "Jan – Mar 2026": the first month takes the year of the second.
_MONTHS_OF_ONE_YEAR = _pattern(
    rf"(?P<name>{_MONTH})\.?[ \t]*(?:–|—|-|to|until|through)[ \t]*(?P<name2>{_MONTH})\.?,?[ \t]+(?P<year>{_YEAR})"
)


def find_dates(text: str, hints: DateHints | None = None, *, heading: bool = False) -> list[FoundDate]:
    """Give the dates and periods that a text names, in order, those joined by "to" or a dash as one.

    In a heading a year or a month alone is a period; in prose "2000" is a number and "may" a word. Raises
    AmbiguousDateError for a date that could be two days where `hints.order` is not given.
    """
    known = hints or DateHints()
    found: list[FoundDate] = []
    for match, span in _matches(text, known, heading=heading):
        if span is not None and not any(each.start < match.end() and match.start() < each.stop for each in found):
            found.append(FoundDate(match.start(), match.end(), span))
    return _ranges(text, sorted(found), known)


def find_period(text: str, hints: DateHints | None = None, *, heading: bool = False) -> DateSpan | None:
    """Give the first date or period that a text names; None without one."""
    found = find_dates(text, hints, heading=heading)
    return found[0].span if found else None


def parse_span(text: str, hints: DateHints | None = None) -> DateSpan | None:
    """Read a text that is a date or a period and nothing else; None where it is none. May raise AmbiguousDateError."""
    plain = text.strip()
    found = find_dates(plain, hints, heading=True)
    return found[0].span if len(found) == 1 and (found[0].start, found[0].stop) == (0, len(plain)) else None


def orders_of(values: Iterable[str]) -> frozenset[DateOrder]:
    """Give the orders in which all the numeric dates of a column are days; both where none of them decides."""
    orders = frozenset(DateOrder)
    for value in values:
        match = _DAY_NUMBERS.match(value.strip())
        if match and match["mark"] != ".":
            orders &= frozenset(order for order in DateOrder if _numbers(match, order) is not None)
    return orders


def _matches(text: str, hints: DateHints, *, heading: bool) -> Iterator[tuple[re.Match[str], DateSpan | None]]:
    """Yield what the patterns find, the most precise first."""
    for match in _DAY_ISO.finditer(text):
        yield match, _day(int(match["year"]), int(match["month"]), int(match["day"]))
    for match in _DAY_NAMED.finditer(text):
        year, name, day = (_either(match, key) for key in ("year", "name", "day"))
        yield match, _day(_full(year), _NAMES[name.lower()], int(day))
    for match in _DAY_NUMBERS.finditer(text):
        yield match, _in_order(match, hints.order)
    for match in _WEEK.finditer(text):
        yield match, _week(int(_either(match, "year")), int(_either(match, "week")))
    for match in _MONTHS_OF_ONE_YEAR.finditer(text):
        first, last = (_month(int(match["year"]), _NAMES[match[key].lower()]) for key in ("name", "name2"))
        yield match, first.joined(last)
    for match in _PART.finditer(text):
        yield match, _part(match, hints)
    for match in _PART_WORDS.finditer(text):
        unit, number = _either(match, "unit")[0].upper(), _either(match, "number")
        yield match, _piece(f"{unit}{number}", int(_either(match, "year")), 1)
    yield from _months_and_years(text, hints, heading=heading)


def _months_and_years(text: str, hints: DateHints, *, heading: bool) -> Iterator[tuple[re.Match[str], DateSpan | None]]:
    for match in _FISCAL.finditer(text):
        yield match, _months(_full(match["year"]), 1, MONTHS, hints.fiscal_start)
    for match in _MONTH_NAMED.finditer(text):
        # "March 18" is a day, "March 99", "March '18" and a table's "Mar-18" are months of a year.
        if match["year"].isdigit() and int(match["year"]) <= MOST_DAYS and "-" not in match.group():
            continue
        yield match, _month(_full(match["year"]), _NAMES[match["name"].lower()])
    for match in _MONTH_ISO.finditer(text):
        month = int(_either(match, "month"))
        yield match, _month(int(_either(match, "year")), month) if 1 <= month <= MONTHS else None
    if hints.year is not None:
        yield from _of_year_above(text, hints, hints.year, heading=heading)
    for match in (_YEAR_ALONE if heading else _YEAR_MARKED).finditer(text):
        year = _either(match, "year")
        yield match, DateSpan(year, year)


def _of_year_above(
    text: str, hints: DateHints, year: int, *, heading: bool
) -> Iterator[tuple[re.Match[str], DateSpan | None]]:
    for match in _DAY_OF_YEAR_ABOVE.finditer(text):
        name = _either(match, "name")
        # "may 5" in prose is a verb and a number.
        if heading or name[0].isupper():
            yield match, _day(year, _NAMES[name.lower()], int(_either(match, "day")))
    for match in _PART_OF_YEAR_ABOVE.finditer(text):
        yield match, _piece(match["part"], year, max(1, hints.fiscal_start))
    for pattern in (_MONTHS_IN_BRACKETS, _MONTHS_IN_FRONT):
        for match in pattern.finditer(text):
            if match["name"].islower():
                continue
            names = [each.lower() for each in (match["name"], match["name2"]) if each]
            first, last = (_month(year, _NAMES[names[at]]) for at in (0, -1))
            yield match, first.joined(last) if first.first <= last.first else None
    for match in _MONTH_OF_YEAR_ABOVE.finditer(text) if heading else ():
        yield match, _month(year, _NAMES[match["name"].lower()])


def _ranges(text: str, found: list[FoundDate], hints: DateHints) -> list[FoundDate]:
    made: list[FoundDate] = []
    for each in found:
        last = made[-1] if made else None
        if last and _JOIN.fullmatch(text, last.stop, each.start) and last.span.first <= each.span.last:
            made[-1] = FoundDate(last.start, each.stop, last.span.joined(each.span))
        else:
            made.append(each)
    if hints.today is None:
        return made
    now = hints.today.isoformat()[:7]
    for number, each in enumerate(made):
        if (tail := _OPEN_END.match(text, each.stop)) and each.span.first <= hints.today:
            made[number] = FoundDate(each.start, tail.end(), DateSpan(each.span.start, now))
    return made


def _either(match: re.Match[str], key: str) -> str:
    groups = match.groupdict()
    return next(value for name in (key, f"{key}2", f"{key}3") if (value := groups.get(name)))


def _full(year: str) -> int:
    plain = year.lstrip("'’")
    return int(plain) if len(plain) > 2 else CENTURY + int(plain)  # noqa: PLR2004 - digits


def _day(year: int, month: int, day: int) -> DateSpan | None:
    try:
        found = date(year, month, day).isoformat()
    except ValueError:
        return None
    return DateSpan(found, found)


def _month(year: int, month: int) -> DateSpan:
    name = f"{year:04}-{month:02}"
    return DateSpan(name, name)


def _week(year: int, week: int) -> DateSpan | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    return DateSpan(monday.isoformat(), (monday + timedelta(days=6)).isoformat())


def _in_order(match: re.Match[str], order: DateOrder | None) -> DateSpan | None:
    # With dots the day stands first in every locale of CLDR that writes them.
    orders = [DateOrder.DAY_FIRST] if match["mark"] == "." else [order] if order else list(DateOrder)
    readings = {each: _numbers(match, each) for each in orders}
    days = {found for found in readings.values() if found is not None}
    if len(days) > 1:
        raise AmbiguousDateError(match.group())
    return days.pop() if days else None


def _numbers(match: re.Match[str], order: DateOrder) -> DateSpan | None:
    one, two = int(match["one"]), int(match["two"])
    day, month = (one, two) if order is DateOrder.DAY_FIRST else (two, one)
    return _day(_full(match["year"]), month, day)


def _part(match: re.Match[str], hints: DateHints) -> DateSpan | None:
    year = _full(_either(match, "year"))
    if match["word"]:
        part = f"{'Q' if match['unit'].lower() == 'quarter' else 'H'}{_ORDINALS[match['word'].lower()]}"
        return _piece(part, year, 1)
    fiscal = match["fiscal"] or match["fiscal2"]
    return _piece(_either(match, "part"), year, hints.fiscal_start if fiscal else 1)


def _piece(part: str, year: int, fiscal_start: int) -> DateSpan | None:
    length = 3 if part[0].upper() == "Q" else 6
    number = int(part[1])
    if number * length > MONTHS:
        return None
    return _months(year, (number - 1) * length + 1, number * length, fiscal_start)


def _months(year: int, first: int, last: int, fiscal_start: int) -> DateSpan:
    """Give the months of a year by their number in it; a year that begins after January begins a year earlier."""
    base = (year - (1 if fiscal_start > 1 else 0)) * MONTHS + fiscal_start - 1
    ends = [divmod(base + number - 1, MONTHS) for number in (first, last)]
    return _month(ends[0][0], ends[0][1] + 1).joined(_month(ends[1][0], ends[1][1] + 1))
