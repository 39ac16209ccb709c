"""Two decisions have the same number.

A number is how people speak of a decision; two of them speak of different things.

The example of this rule would fill a page: it takes two records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.rule import Context, Rule
from upward.model.span import Span

_NUMBER = re.compile(r"(?:adr-?)?0*(\d+)(?=\D|$)", re.IGNORECASE)


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark where that is so."""
    mine = _NUMBER.match(record.id)
    if mine is None or not context.whole:
        return
    others = [
        each.path
        for each in context.corpus.records("decision")
        if each.path != record.path and (found := _NUMBER.match(each.id)) and int(found[1]) == int(mine[1])
    ]
    if others:
        yield Remark(f"The number {mine[1]} is also that of {', '.join(others)}.", Span(0, min(3, len(record.text))))


RULE = Rule("UP907", "duplicate-number", check, kinds=("decision",))
