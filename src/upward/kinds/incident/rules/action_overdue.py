"""An action of a post-mortem is past its date and not done.

Do it, move its date and say why, or set `status: dropped`.

## Bad

```markdown
---
kind: incident
title: Orders rejected
date: 2026-05-20
actions:
  - {text: Alarm on rejected orders, type: detect, owner: Mara, due: 2026-06-03, status: open}
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
from upward.model.rule import Context, Rule
from upward.text import frontmatter


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark on each action that is overdue."""
    from upward.analysis.incidents.incident import parse_incident

    values = frontmatter.parse_front_matter(record.text).values
    for action in parse_incident(record).actions:
        if action.due is not None and action.due < context.today and not action.is_done:
            place = values.get(("actions", action.number - 1, "due"), NOWHERE)
            yield Remark(f"The action {action.text!r} was due on {action.due}.", place)


RULE = Rule("UP313", "action-overdue", check, kinds=("incident",), requires_keys=("actions",), volatile=True)
