"""The cause was named by the person whose hypothesis it confirms.

A score that people give to themselves says little. Let a colleague name the cause, or add evidence for it to the
timeline.

## Bad

```markdown
---
kind: incident
title: Orders rejected
date: 2026-05-20
cause: payments
judged-by: Mara
hypotheses:
  - {id: h1, at: "2026-05-20T09:50:00+00:00", by: Mara, component: payments, text: The pool is exhausted, seal: 0}
---
```

## Good

```markdown
---
kind: incident
title: Orders rejected
date: 2026-05-20
cause: payments
judged-by: Jun
hypotheses:
  - {id: h1, at: "2026-05-20T09:50:00+00:00", by: Mara, component: payments, text: The pool is exhausted, seal: 0}
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
    """Yield a remark where the judge's own hypothesis is the one that came true."""
    from upward.analysis.incidents.incident import folded, parse_incident

    incident = parse_incident(record)
    judge = folded(incident.judged_by)
    if judge and any(folded(each.by) == judge and incident.is_cause(each.component) for each in incident.hypotheses):
        place = frontmatter.parse_front_matter(record.text).values.get(("judged-by",), NOWHERE)
        yield Remark(f"{incident.judged_by} judged their own hypothesis right; let another person confirm it.", place)


RULE = Rule("UP316", "self-judged", check, kinds=("incident",), severity=Severity.HINT, requires_keys=("judged-by",))
