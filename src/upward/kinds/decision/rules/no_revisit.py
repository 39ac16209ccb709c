"""An accepted decision has no review date.

A decision is compared with its outcome only if it has a review date. Half a year is usual. Records that upward did not
write need none.

## Bad

```markdown
---
kind: decision
status: accepted
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
from upward.model.rule import Rule


def check(record: Record) -> Iterator[Remark]:
    """Yield a remark for an accepted record of upward's own without a day."""
    from upward.analysis.decisions.adr_status import AdrStatus, is_own, status_of

    status = status_of(record)
    if is_own(record) and status.meaning() is AdrStatus.ACCEPTED and "x-revisit" not in record.fields:
        yield Remark("No day is set for comparing the decision with its outcome: add `x-revisit:`.", status.span)


RULE = Rule("UP908", "no-revisit", check, kinds=("decision",), severity=Severity.HINT)
