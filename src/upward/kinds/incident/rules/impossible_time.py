"""A time of an incident is in the future, or the detection, mitigation or cause is dated before the onset.

The minutes to detect, to mitigate and to find the cause are computed from these times. Correct the wrong one.

## Bad

```markdown
---
kind: incident
title: Orders rejected
date: 2026-05-20
onset: 2026-05-20T09:40+02:00
detected: 2026-05-20T09:04+02:00
---
```

## Good

```markdown
---
kind: incident
title: Orders rejected
date: 2026-05-20
onset: 2026-05-20T09:40+02:00
detected: 2026-05-20T09:47+02:00
---
```
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.rule import Context, Rule
from upward.text import frontmatter
from upward.text.moments import has_time, parse_moment

_AFTER = ("detected", "mitigated", "identified")


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark on each time that cannot be."""
    onset = parse_moment(record.string("onset"))
    # Elsewhere it may be tomorrow already.
    latest = context.today + timedelta(days=1)
    for path, place in frontmatter.parse_front_matter(record.text).values.items():
        written = place.cut(record.text).strip().strip("\"'")
        is_time = path[-1:] == ("at",) or (len(path) == 1 and path[0] in ("onset", *_AFTER))
        moment = parse_moment(written) if is_time and has_time(written) else None
        if moment is None:
            continue
        if moment.date() > latest:
            yield Remark(f"{written} lies in the future.", place)
        elif path[0] in _AFTER and onset is not None and moment < onset:
            yield Remark(f"`{path[0]}` is before `onset`: correct one of the two.", place)


RULE = Rule("UP318", "impossible-time", check, kinds=("incident",), requires_keys=("onset",), volatile=True)
