"""A time in an incident is not an ISO time with an offset.

Minutes can only be counted between times such as `2026-05-20T09:40+02:00`. A time without an offset is taken as UTC.

## Bad

```markdown
---
kind: incident
title: Orders rejected
date: 2026-05-20
onset: this morning
timeline:
  - {at: 9:40, text: Errors rise}
---
```

## Good

```markdown
---
kind: incident
title: Orders rejected
date: 2026-05-20
onset: 2026-05-20T09:40+02:00
timeline:
  - {at: 2026-05-20T09:40+02:00, text: Errors rise}
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.rule import Rule
from upward.text import frontmatter
from upward.text.moments import has_time

_KEYS = ("onset", "detected", "mitigated", "identified")


def check(record: Record) -> Iterator[Remark]:
    """Yield a remark on each time that cannot be read."""
    for path, place in frontmatter.parse_front_matter(record.text).values.items():
        is_time = path[-1:] == ("at",) or (len(path) == 1 and path[0] in _KEYS)
        written = place.cut(record.text).strip().strip("\"'")
        if is_time and written and not written.startswith("{{") and not has_time(written):
            yield Remark(f"{written!r} is not a time such as 2026-05-20T09:40+02:00.", place)


RULE = Rule("UP317", "unreadable-time", check, kinds=("incident",))
