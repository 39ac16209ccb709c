"""An action of a post-mortem has no owner or no date.

An action that a whole team owns is often not done. Name one person and a date.

## Bad

```markdown
---
kind: incident
title: Orders rejected
date: 2026-05-20
actions:
  - {text: Alarm on rejected orders, type: detect}
---
```

## Good

```markdown
---
kind: incident
title: Orders rejected
date: 2026-05-20
actions:
  - {text: Alarm on rejected orders, type: detect, owner: Mara, due: 2026-06-03, status: done}
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
    """Yield a remark on each action without an owner or a date."""
    from upward.analysis.incidents.incident import parse_incident

    values = frontmatter.parse_front_matter(record.text).values
    for action in parse_incident(record).actions:
        missing = [name for name, value in (("owner", action.owner), ("due date", action.due)) if not value]
        if missing:
            place = values.get(("actions", action.number - 1), NOWHERE)
            yield Remark(f"The action {action.text!r} has no {' and no '.join(missing)}.", place)


RULE = Rule("UP312", "action-without-owner", check, kinds=("incident",), requires_keys=("actions",))
