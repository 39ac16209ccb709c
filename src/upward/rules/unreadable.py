"""A part of the file can't be read.

Broken YAML, a repeated key, bytes that are not UTF-8, a file of many megabytes. What could be read is used; until this
is fixed, upward does not change the file.

## Bad

```markdown
---
kind: question
title: Tell me about a failure.
title: Tell me about a success.
---
```

## Good

```markdown
---
kind: question
title: Tell me about a failure.
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark, Severity
from upward.model.record import Record
from upward.model.rule import Rule


def check(record: Record) -> Iterator[Remark]:
    """Yield what the reader noted."""
    for problem in record.problems:
        yield Remark(problem.message, problem.span)


RULE = Rule("UP701", "unreadable", check, severity=Severity.ERROR)
