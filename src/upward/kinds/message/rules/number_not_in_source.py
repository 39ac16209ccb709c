"""A number in a message is not in the record it explains.

Messages to finance and to support about the same incident must have the same numbers. Correct the message, or write the
number into the source first, with how it is known.

The example of this rule would fill a page: it takes two records.
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.rule import Context, Rule


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark on each number that the source does not have."""
    from upward.analysis.messages.facts import unsupported_numbers

    source = next(iter(context.corpus.named(record.string("source"))), None) if record.string("source") else None
    if source is not None:
        for each in unsupported_numbers(record, source):
            yield Remark(f"{each.text!r} is not in {source.id}: numbers must be the same in every version.", each.span)


RULE = Rule("UP362", "number-not-in-source", check, kinds=("message",), requires_keys=("source",))
