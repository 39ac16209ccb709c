"""An accepted decision has no day to look back.

Without a day nobody compares what was predicted with what came. Half a year is a good guess.

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
    """Yield a remark where that is so."""
    from upward.analysis.decisions.scoring import said

    status, place = said(record, "status")
    if status.lower().startswith("accepted") and "x-revisit" not in record.fields:
        yield Remark("When will you look back at it? Write `x-revisit:` with a day.", place)


RULE = Rule("UP908", "no-revisit", check, kinds=("decision",), severity=Severity.HINT)
