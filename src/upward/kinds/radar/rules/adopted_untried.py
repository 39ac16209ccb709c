"""A tool is in the ring adopt without a live claim, or with one that was never tested.

A claim is live while your own trial with the version in use supports it and it has not expired. Test it with `upward
radar try`, or move the tool to trial.

## Bad

```markdown
---
kind: radar
title: Acme Assistant
date: 2026-06-10
version: "4.2"
ring: adopt
claims:
  - {id: c1, text: Writes unit tests, source: the vendor's page}
---
```

## Good

```markdown
---
kind: radar
title: Acme Assistant
date: 2026-06-10
version: "4.2"
ring: adopt
claims:
  - {id: c1, text: Writes unit tests, source: the vendor's page}
trials:
  - {claim: c1, date: 2026-06-10, version: "4.2", n: 24, passed: 19, reviewer: Jun}
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark, Severity
from upward.model.record import NOWHERE, Record
from upward.model.rule import Context, Rule
from upward.text import frontmatter


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark where a tool stands in a higher ring than its claims carry."""
    from upward.analysis.radar.blip import is_over_ring, parse_blip

    because = is_over_ring(parse_blip(record), context.today)
    if because:
        place = frontmatter.parse_front_matter(record.text).values.get(("ring",), NOWHERE)
        yield Remark(f"The tool can't be in the ring adopt: {because}.", place)


RULE = Rule(
    "UP320", "adopted-untried", check, kinds=("radar",), severity=Severity.ERROR, requires_keys=("ring",), volatile=True
)
