"""A title is written in capitals."""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.rule import Context, Rule
from upward.model.span import Span


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark on a title in capitals."""
    if record.title.isupper():
        yield Remark("Please don't shout.", Span(0, 3))


RULE = Rule("OUT001", "no-shouting", check)
