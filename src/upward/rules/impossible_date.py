"""A date is impossible: the beginning is after the end, or the date is in the future.

## Bad

```markdown
---
kind: evidence
title: Moved the importer
started: 2026-05-01
date: 2026-04-01
---
```

## Good

```markdown
---
kind: evidence
title: Moved the importer
started: 2026-04-01
date: 2026-05-01
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.rule import Context, Rule
from upward.text import frontmatter
from upward.text.dates import parse_date

# Kinds that tell of what happened; a plan may lie in the future.
PAST = {"evidence", "rehearsal", "story", "assessment"}


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark for a date before its beginning, or after today."""
    if "date" not in record.fields:
        return
    day, started = parse_date(record.string("date")), parse_date(record.string("started"))
    if day is None:
        return
    messages = []
    if started is not None and started > day:
        messages.append(f"It ended on {day}, before it began on {started}.")
    if record.kind in PAST and (day - context.today).days > 1:
        messages.append(f"{day} is in the future.")
    # Places are looked up only where something is said: that takes longer than all the rest.
    place = frontmatter.parse_front_matter(record.text).values.get(("date",)) if messages else None
    if place is not None:
        yield from (Remark(message, place) for message in messages)


RULE = Rule("UP707", "impossible-date", check, requires_keys=("date",), volatile=True)
