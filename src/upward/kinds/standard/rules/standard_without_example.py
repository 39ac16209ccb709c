"""A standard shows no example, or no counter-example.

Two readers of one sentence understand two different things. An example and a counter-example settle most questions.

## Bad

```markdown
---
kind: standard
title: Outgoing calls have a timeout
date: 2026-03-16
---

## The standard

A call that leaves the process has a timeout.
```

## Good

```markdown
---
kind: standard
title: Outgoing calls have a timeout
date: 2026-03-16
---

## The standard

A call that leaves the process has a timeout.

## Example

`requests.get(url, timeout=2.5)`

## Counter-example

`requests.get(url)`
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark, Severity
from upward.model.record import NOWHERE, Record
from upward.model.rule import Rule
from upward.text import frontmatter


def check(record: Record) -> Iterator[Remark]:
    """Yield a remark on each side that has no example; a checklist needs none."""
    if record.string("status") == "retired" or record.mappings("items"):
        return
    titles = {section.title.lower() for section in record.sections if section.body.cut(record.text).strip()}
    place = frontmatter.parse_front_matter(record.text).values.get(("title",), NOWHERE)
    for wanted in ("example", "counter-example"):
        if wanted not in titles:
            yield Remark(f"No {wanted}: write a section `## {wanted.capitalize()}`.", place)


RULE = Rule("UP351", "standard-without-example", check, kinds=("standard",), severity=Severity.HINT)
