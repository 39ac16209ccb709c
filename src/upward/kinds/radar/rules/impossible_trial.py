"""A trial's numbers are impossible, or it names a claim that does not exist.

A trial is not counted if more tasks passed than were tried, if it has no task, or if no claim has its id.

## Bad

```markdown
---
kind: radar
title: Acme Assistant
date: 2026-06-10
ring: trial
claims:
  - {id: c1, text: Writes unit tests, source: the vendor's page}
trials:
  - {claim: c1, date: 2026-06-10, version: "4.2", n: 19, passed: 24}
---
```

## Good

```markdown
---
kind: radar
title: Acme Assistant
date: 2026-06-10
ring: trial
claims:
  - {id: c1, text: Writes unit tests, source: the vendor's page}
trials:
  - {claim: c1, date: 2026-06-10, version: "4.2", n: 24, passed: 19}
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
    """Yield a remark on each trial that cannot count."""
    from upward.analysis.radar.blip import parse_blip

    blip = parse_blip(record)
    known = {claim.id for claim in blip.claims}
    values = frontmatter.parse_front_matter(record.text).values
    for trial in blip.trials:
        place = values.get(("trials", trial.number - 1), NOWHERE)
        if not trial.is_sound:
            yield Remark("`n` must be above 0, and `passed` from 0 to `n`: this trial is not counted.", place)
        elif trial.claim not in known:
            yield Remark(f"There is no claim {trial.claim!r}, so this trial is not counted.", place)


RULE = Rule("UP322", "impossible-trial", check, kinds=("radar",), requires_keys=("trials",))
