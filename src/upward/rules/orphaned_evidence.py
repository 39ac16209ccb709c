"""Significant evidence is not used in any story.

It was mined with a high score months ago, and nothing refers to it. Draft a story from it, or tag it with the criterion
it shows. The rule looks at the whole logbook, so it has no example of one record.
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark, Severity
from upward.model.record import Record
from upward.model.rule import Context, Rule
from upward.text import frontmatter
from upward.text.dates import parse_date

STANDS_OUT = 0.6
MONTHS = 90


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark on significant evidence that neither a story nor a criterion uses."""
    day = parse_date(record.string("date"))
    try:
        weight = float(record.string("significance") or 0)
    except ValueError:
        return
    if not context.whole or weight < STANDS_OUT or day is None or (context.today - day).days < MONTHS:
        return
    if record.strings("criteria") or record.id in context.linked_evidence():
        return
    place = frontmatter.parse_front_matter(record.text).values[("significance",)]
    yield Remark(f"This scored {weight:.2f}, but no story uses it: `upward draft {record.id}`.", place)


RULE = Rule("UP709", "orphaned-evidence", check, kinds=("evidence",), severity=Severity.HINT, volatile=True)
