"""A resolved incident has no action, so nothing keeps it from coming back.

Write at least one thing that prevents it, detects it sooner or makes it less bad, with an owner and a date. Where
nothing is worth doing, say so as an action that was dropped, with the reason.

## Bad

```markdown
---
kind: incident
title: Orders rejected
date: 2026-05-20
status: resolved
---
```

## Good

```markdown
---
kind: incident
title: Orders rejected
date: 2026-05-20
status: resolved
actions:
  - {text: Refuse settings without a limit at start, type: prevent, owner: Mara, due: 2026-06-03}
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
    """Yield a remark on a resolved incident whose actions name nothing to do."""
    if record.string("status") not in {"resolved", "closed"}:
        return
    if not any(str(each.get("text", "")).strip() for each in record.mappings("actions")):
        place = frontmatter.parse_front_matter(record.text).values.get(("status",), NOWHERE)
        yield Remark("The post-mortem has no action: write under `actions` what will be done, by whom, by when.", place)


RULE = Rule("UP319", "no-action", check, kinds=("incident",))
