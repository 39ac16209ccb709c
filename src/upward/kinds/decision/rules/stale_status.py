"""An unknown status, or a proposal that is still open after ninety days.

Usual statuses are proposed, accepted (approved, implemented), rejected, deprecated and superseded. Add a team's own
words to `decision_statuses` in the settings. Only records that upward wrote are checked.

## Bad

```markdown
---
kind: decision
status: perhaps
date: 2026-06-01
---

# Use a queue
```

## Good

```markdown
---
kind: decision
status: accepted
x-revisit: 2027-01-01
date: 2026-06-01
---

# Use a queue
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark, Severity
from upward.model.record import Record
from upward.model.rule import Context, Rule
from upward.text.dates import parse_date

# How long a proposal may stay open, in days.
DAYS = 90
_USUAL = "draft, proposed, accepted, rejected, deprecated, superseded"


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark for a missing or unknown status, and for an old proposal."""
    from upward.analysis.decisions.adr_status import AdrStatus, field_of, is_own, plain_status, status_of

    if not is_own(record):
        return
    status = status_of(record)
    meaning = status.meaning(context.decision_statuses)
    if not status.text:
        yield Remark(f"The status is missing; usual: {_USUAL}.", status.span)
    elif meaning is None:
        own = "or add it to `decision_statuses` in the settings"
        yield Remark(f"Unknown status {plain_status(status.text)!r}; usual: {_USUAL}; {own}.", status.span)
    elif meaning is AdrStatus.PROPOSED:
        day = parse_date(field_of(record, "date")[0][:10])
        if day is not None and (context.today - day).days > DAYS:
            days = (context.today - day).days
            yield Remark(f"Proposed {days} days ago and still open: accept or reject it.", status.span)


RULE = Rule("UP905", "stale-status", check, kinds=("decision",), severity=Severity.HINT, volatile=True)
