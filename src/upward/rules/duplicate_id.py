"""Two records have the same id.

A record's id is its file name without `.md`; links name it. If two records share it, a link is ambiguous.

This rule looks at the whole logbook, so it has no example of one record.
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark, Severity
from upward.model.record import Record
from upward.model.rule import Context, Rule
from upward.model.span import Span


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark where another record has the same id."""
    if not context.whole:
        return
    others = [other.path for other in context.corpus.named(record.id) if other.path != record.path]
    if others:
        yield Remark(
            f"The id {record.id} is also used by {', '.join(others)}; rename one of the files.",
            Span(0, min(3, len(record.text))),
        )


RULE = Rule("UP705", "duplicate-id", check, severity=Severity.ERROR)
