"""A course is named without what it must teach.

Courses move, change their names and vanish. Write in `teaches` what it must teach, so that another can replace it.

## Bad

```markdown
---
kind: reading
title: A course on system design
form: course
state: planned
---
```

## Good

```markdown
---
kind: reading
title: A course on system design
form: course
state: planned
teaches: sizing a system on paper, and saying trade-offs aloud, with exercises that are reviewed
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
    """Yield a remark where a course does not say what it must teach."""
    is_ahead = record.string("state") in {"planned", "reading"}
    if record.string("form") == "course" and is_ahead and not record.string("teaches"):
        place = frontmatter.parse_front_matter(record.text).values.get(("form",), NOWHERE)
        yield Remark("In `teaches`, describe what the course must teach, because its link may stop working.", place)


RULE = Rule("UP371", "undescribed-course", check, kinds=("reading",), severity=Severity.HINT)
