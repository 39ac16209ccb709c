"""It is unclear whether the record is private, so it is treated as private.

The flag is `private: true` or `private: false`, in the front matter, which begins on the first line. Anything else that
looks like the flag (`Private: true`, `private: y`, `private: [true]`, a front matter behind an empty line) keeps the
record out of exports and away from assistants, since a wrong guess could not be undone.

## Bad

```markdown
---
title: A talk about pay
date: 2026-03-01
private: y
---
```

## Good

```markdown
---
title: A talk about pay
date: 2026-03-01
private: true
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark, Severity
from upward.model.record import Record
from upward.model.rule import Rule
from upward.model.span import Span


def check(record: Record) -> Iterator[Remark]:
    """Yield a remark where the flag is unclear."""
    doubt = record.privacy.doubt
    if doubt:
        step = "Write `private: true` or `private: false` in the front matter, which begins on the first line."
        yield Remark(f"Unclear privacy, treated as private: {doubt}. {step}", Span(0, min(3, len(record.text))))


RULE = Rule("UP710", "unclear-privacy", check, severity=Severity.ERROR)
