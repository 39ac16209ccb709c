"""A post-mortem names a person's mistake as the cause.

People act on what they see, so the same mistake will happen again. Say what made the action look right or easy: a
missing guard, a misleading display, a manual step.

## Bad

```markdown
---
kind: incident
title: Orders rejected
date: 2026-05-20
---

## Contributing causes

Human error: an engineer forgot to set the limit.
```

## Good

```markdown
---
kind: incident
title: Orders rejected
date: 2026-05-20
---

## Contributing causes

The deployment accepts a configuration without the limit, and nothing shows the value that is in force.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from upward.model.finding import Remark
from upward.model.record import NOWHERE, Record
from upward.model.rule import Rule
from upward.model.span import Span
from upward.text import frontmatter

_BLAME = re.compile(
    r"(?i)\b(?:human|operator|user|pilot|engineer(?:'s|ing)?|developer'?s?|admin(?:istrator)?'?s?)\s+(?:error|mistake|fault)\b"
    r"|\b(?:carelessness|negligence|inattention|lack of attention)\b"
    r"|\b(?:should have (?:known|noticed|checked)|failed to (?:notice|follow the|pay)|forgot to|was careless)\b"
    r"|\b(?:should|must|needs? to|has to) (?:have been|be|pay) (?:more )?(?:careful|attentive|attention)\b"
    r"|\bwithout (?:thinking|paying attention)\b"
)
_CAUSES = re.compile(r"(?i)cause")


def check(record: Record) -> Iterator[Remark]:
    """Yield a remark on each phrase that blames, in the sections about causes and in `mechanism` and `trigger`."""
    values = frontmatter.parse_front_matter(record.text).values
    places = [section.body for section in record.sections if _CAUSES.search(section.title)]
    places += [values[key,] for key in ("cause", "mechanism", "trigger") if (key,) in values]
    for place in places:
        for found in _BLAME.finditer(place.cut(record.text)):
            span = Span(place.start + found.start(), place.start + found.end()) if place != NOWHERE else NOWHERE
            yield Remark(f"{found.group()!r} is not a cause: say what in the system made this likely.", span)


RULE = Rule("UP314", "human-error-as-cause", check, kinds=("incident",))
