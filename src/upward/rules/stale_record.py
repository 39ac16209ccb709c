"""A record was begun long ago and not finished.

A book takes no year to read; a story about an event more than five years ago says little about you now. Finish it, drop
it, or find a more recent one.

## Bad

```markdown
---
kind: reading
title: A long book
state: reading
started: 2024-01-01
---
```

## Good

```markdown
---
kind: reading
title: A long book
state: dropped
started: 2024-01-01
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark, Severity
from upward.model.record import Record
from upward.model.rule import Context, Rule
from upward.text import frontmatter
from upward.text.dates import parse_date

# In days: a year for a book, five years for a story.
BOOK, STORY = 365, 5 * 365


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark on a book begun long ago, and on an old story."""
    key, most = {"reading": ("started", BOOK), "story": ("date", STORY)}.get(record.kind, ("", 0))
    day = parse_date(record.string(key)) if key in record.fields else None
    if day is None or (context.today - day).days <= most:
        return
    place = frontmatter.parse_front_matter(record.text).values[(key,)]
    if record.kind == "story":
        yield Remark(
            (f"This happened {(context.today - day).days // 365} years ago; a more recent example is more convincing."),
            place,
        )
    elif record.string("state") == "reading":
        yield Remark(f"You began this on {day}: finish it, or drop it.", place)


RULE = Rule("UP708", "stale-record", check, severity=Severity.HINT, requires_keys=("date", "started"), volatile=True)
