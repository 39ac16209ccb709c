"""The front matter has a value that its kind does not allow.

A date that is not a date, an unknown rating, or a required key that is missing. upward still reads the rest of the
record.

## Bad

```markdown
---
kind: evidence
title: Shipped the importer
date: last spring
---
```

## Good

```markdown
---
kind: evidence
title: Shipped the importer
date: 2026-04-17
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.lint.schema import schema_violations
from upward.model.finding import Remark, Severity
from upward.model.record import Record
from upward.model.rule import Context, Rule
from upward.model.span import Span
from upward.text import frontmatter


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark for each value its schema refuses."""
    kind = context.kinds.get(record.kind)
    # A bare note of a story has no front matter to complain about.
    if kind is None or (not record.fields and frontmatter.front_matter_limits(record.text) is None):
        return
    whole = Span(0, min(3, len(record.text)))
    # What could not be parsed may be there: `unreadable` says so.
    broken = any(problem.slug == "broken-yaml" for problem in record.problems)
    for violation in schema_violations(record.fields, kind, context.rubrics):
        if broken and violation.about == "missing-key":
            continue
        # Places are looked up only where something is said: that takes longer than all the rest.
        places = frontmatter.parse_front_matter(record.text).values if violation.path else {}
        yield Remark(violation.message, places.get(violation.path, whole))


RULE = Rule("UP702", "wrong-value", check, severity=Severity.ERROR)
