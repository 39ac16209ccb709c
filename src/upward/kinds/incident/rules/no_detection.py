"""A resolved incident does not say when and how it was detected.

The time between onset and detection is often the longest part of an outage, and the cheapest to shorten.

## Bad

```markdown
---
kind: incident
title: Orders rejected
date: 2026-05-20
status: resolved
onset: 2026-05-20T09:40+00:00
---
```

## Good

```markdown
---
kind: incident
title: Orders rejected
date: 2026-05-20
status: resolved
onset: 2026-05-20T09:40+00:00
detected: 2026-05-20T09:52+00:00
detected-by: a customer's call
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark
from upward.model.record import NOWHERE, Record
from upward.model.rule import Rule
from upward.text import frontmatter


def check(record: Record) -> Iterator[Remark]:
    """Yield a remark on a resolved incident without detection."""
    from upward.analysis.incidents.incident import parse_incident

    if record.string("status") not in {"resolved", "closed"}:
        return
    incident = parse_incident(record)
    place = frontmatter.parse_front_matter(record.text).values.get(("status",), NOWHERE)
    if incident.onset is None or incident.detected is None:
        lacking = [f"`{key}`" for key, at in (("onset", incident.onset), ("detected", incident.detected)) if at is None]
        yield Remark(f"Time to detect is unknown: write {' and '.join(lacking)} as a time.", place)
    elif not record.string("detected-by"):
        yield Remark("Write `detected-by`: an alert, a customer, a colleague?", place)


RULE = Rule("UP315", "no-detection", check, kinds=("incident",))
