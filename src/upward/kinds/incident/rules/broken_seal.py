"""A hypothesis has no seal, or one that no longer holds.

Hypotheses are sealed when they are made, so that a later claim to have known the cause can be checked. One that changed
after it was sealed, or was sealed after the incident was resolved, does not count in `upward incident score`. Do not
edit a sealed hypothesis: add a new one with `upward incident hypothesise`.

## Bad

```markdown
---
kind: incident
title: Orders rejected
date: 2026-05-20
hypotheses:
  - {id: h1, at: 2026-05-20T09:50:00+00:00, by: Mara, component: payments, text: The pool is full}
---
```

## Good

```markdown
---
kind: incident
title: Orders rejected
date: 2026-05-20
hypotheses:
  - id: h1
    at: "2026-05-20T09:50:00+00:00"
    by: Mara
    component: payments
    text: The pool is full
    seal: e17ded63360c6ccd4f7f0082906086213ad9c99cc9eb55f92e6fc251da156efb
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
    """Yield a remark on each hypothesis whose seal does not hold, and on a lost last seal."""
    from upward.analysis.incidents.incident import parse_incident
    from upward.analysis.incidents.sealing import SealState, check_seals, is_last_seal_lost

    values = frontmatter.parse_front_matter(record.text).values
    incident = parse_incident(record)
    for found in check_seals(incident):
        if found.state is not SealState.HOLDS:
            place = values.get(("hypotheses", found.hypothesis.number - 1), NOWHERE)
            yield Remark(f"Hypothesis {found.hypothesis.id} does not count: {found.because}.", place)
    if is_last_seal_lost(incident):
        place = values.get(("last-seal",), NOWHERE)
        yield Remark("The seal recorded at the resolution is missing: hypotheses were removed or rewritten.", place)


RULE = Rule("UP310", "broken-seal", check, kinds=("incident",), severity=Severity.ERROR, requires_keys=("hypotheses",))
