"""An open concern is past its review date.

Measure it, then move the date, accept it and say who did, or close it with `upward concern close`.

## Bad

```markdown
---
kind: concern
title: No alert when the import hangs
date: 2026-01-05
about: observability
status: open
owner: Mara
review-by: 2026-03-01
---
```

## Good

```markdown
---
kind: concern
title: No alert when the import hangs
date: 2026-01-05
about: observability
status: open
owner: Mara
review-by: 2027-03-01
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark
from upward.model.record import NOWHERE, Record
from upward.model.rule import Context, Rule
from upward.text import frontmatter
from upward.text.dates import parse_date


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark where the review date has passed."""
    day = parse_date(record.string("review-by"))
    if day is not None and day < context.today and record.string("status") in {"", "open"}:
        place = frontmatter.parse_front_matter(record.text).values.get(("review-by",), NOWHERE)
        yield Remark(f"Review was due on {day}: measure it, then move the date, accept it or close it.", place)


RULE = Rule("UP330", "overdue-concern", check, kinds=("concern",), requires_keys=("review-by",), volatile=True)
