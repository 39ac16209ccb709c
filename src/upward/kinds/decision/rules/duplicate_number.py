"""Two decisions have the same number.

People refer to a decision by its number. Renumber the later one. Records named by a day, as log4brains names them,
have no number.

The example of this rule would fill a page: it takes two records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.rule import Context, Rule
from upward.model.span import Span
from upward.text.dates import parse_date

_NUMBER = re.compile(r"(?:m?adr-?)?0*(\d+)(?=\D|$)", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?=\D|$)")


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark where another decision has the number."""
    from upward.analysis.decisions.adr_status import is_decision

    mine = _number(record.id)
    if mine is None or not context.whole or not is_decision(record):
        return
    others = [
        each.path
        for each in context.corpus.records("decision")
        if each.path != record.path and _number(each.id) == mine and is_decision(each)
    ]
    if others:
        yield Remark(f"The number {mine} is also used by {', '.join(others)}.", Span(0, min(3, len(record.text))))


def _number(ident: str) -> int | None:
    day = _DAY.match(ident)
    if day and parse_date("-".join(day.groups())):
        return None
    found = _NUMBER.match(ident)
    return int(found[1]) if found else None


RULE = Rule("UP907", "duplicate-number", check, kinds=("decision",), volatile=True)
