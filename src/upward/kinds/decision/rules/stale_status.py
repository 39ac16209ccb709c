"""A status that nobody knows, or a proposal that nobody decided.

MADR knows proposed, rejected, accepted, deprecated and "superseded by". A proposal of more than
ninety days is decided by nobody.

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

KNOWN = ("proposed", "accepted", "rejected", "deprecated", "superseded", "draft")
DAYS = 90


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark where that is so."""
    from upward.analysis.decisions.scoring import said

    status, place = said(record, "status")
    status, day = status.lower().strip("*_ "), parse_date(said(record, "date")[0][:10])
    if not status.startswith(KNOWN):
        what = f"{status!r} is no status" if status else "It has no status"
        yield Remark(f"{what}: {', '.join(KNOWN)}.", place)
    elif status.startswith("proposed") and day is not None and (context.today - day).days > DAYS:
        yield Remark(f"Proposed {(context.today - day).days} days ago: decide it, or reject it.", place)


RULE = Rule("UP905", "stale-status", check, kinds=("decision",), severity=Severity.HINT)
