r"""An adopted standard has no check.

A standard that nothing checks is forgotten. Name files and a pattern, a file that must exist, a CI step, a SARIF log,
or what a person checks and when.

## Bad

```markdown
---
kind: standard
title: Outgoing calls have a timeout
date: 2026-03-16
status: adopted
---
```

## Good

```markdown
---
kind: standard
title: Outgoing calls have a timeout
date: 2026-03-16
status: adopted
check: {files: ["*.py"], must-not: 'requests\.get\\(url\\)'}
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
    """Yield a remark where an adopted standard is checked by nothing."""
    from upward.analysis.standards.standard import parse_standard

    standard = parse_standard(record)
    is_checked = bool(standard.items or standard.check.is_automatic or standard.check.human)
    if record.string("status") == "adopted" and not is_checked:
        place = frontmatter.parse_front_matter(record.text).values.get(("status",), NOWHERE)
        yield Remark("Nothing checks this standard: add `check`.", place)


RULE = Rule("UP352", "unchecked-standard", check, kinds=("standard",), requires_keys=("status",))
