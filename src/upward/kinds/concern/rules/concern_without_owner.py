"""An open concern has no owner.

Name one person, or the team and its contact.

## Bad

```markdown
---
kind: concern
title: No alert when the import hangs
date: 2026-01-05
about: observability
status: open
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
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark, Severity
from upward.model.record import NOWHERE, Record
from upward.model.rule import Rule
from upward.text import frontmatter


def check(record: Record) -> Iterator[Remark]:
    """Yield a remark where an open concern has no owner."""
    unowned = {"", "nobody", "none"}  # language: quoted
    if record.string("status") in {"", "open"} and record.string("owner").lower() in unowned:
        place = frontmatter.parse_front_matter(record.text).values.get(("title",), NOWHERE)
        yield Remark("The concern has no owner; name one.", place)


RULE = Rule("UP332", "concern-without-owner", check, kinds=("concern",), severity=Severity.HINT)
