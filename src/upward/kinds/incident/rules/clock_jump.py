"""A hypothesis claims an earlier time than the one sealed before it.

The order of the seals is certain, but a clock was set back, or two computers have different times. Minutes that rest on
these times are not reliable. Say in the timeline which clock was wrong.

The example of this rule would fill a page: it takes two sealed hypotheses.
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark
from upward.model.record import NOWHERE, Record
from upward.model.rule import Rule
from upward.text import frontmatter


def check(record: Record) -> Iterator[Remark]:
    """Yield a remark where the clock ran backwards."""
    from upward.analysis.incidents.incident import parse_incident
    from upward.analysis.incidents.sealing import clock_jumps

    values = frontmatter.parse_front_matter(record.text).values
    for earlier, later in clock_jumps(parse_incident(record)):
        place = values.get(("hypotheses", later.number - 1, "at"), NOWHERE)
        yield Remark(f"{later.id} was sealed after {earlier.id} but is dated before it: a clock was set back.", place)


RULE = Rule("UP311", "clock-jump", check, kinds=("incident",), requires_keys=("hypotheses",))
