"""A claim is based on a trial with another version, has expired, or is contradicted by a trial.

Test it again with the version in use, or remove the claim.

## Bad

```markdown
---
kind: radar
title: Acme Assistant
date: 2026-06-10
version: "5.0"
ring: trial
claims:
  - {id: c1, text: Writes unit tests, source: the vendor's page}
trials:
  - {claim: c1, date: 2026-06-10, version: "4.2", n: 24, passed: 19, reviewer: Jun}
---
```

## Good

```markdown
---
kind: radar
title: Acme Assistant
date: 2026-06-10
version: "4.2"
ring: trial
claims:
  - {id: c1, text: Writes unit tests, source: the vendor's page}
trials:
  - {claim: c1, date: 2026-06-10, version: "4.2", n: 24, passed: 19, reviewer: Jun}
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark
from upward.model.record import NOWHERE, Record
from upward.model.rule import Context, Rule
from upward.text import frontmatter


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark on each claim that was tried and is not live."""
    from upward.analysis.radar.blip import ClaimState, claim_standing, parse_blip

    blip = parse_blip(record)
    if blip.ring == "hold":
        return
    values = frontmatter.parse_front_matter(record.text).values
    for claim in blip.claims:
        found = claim_standing(blip, claim, context.today)
        if found.state not in {ClaimState.LIVE, ClaimState.UNTRIED}:
            place = values.get(("claims", claim.number - 1), NOWHERE)
            yield Remark(f"Claim {claim.id} is not live: {found.because}.", place)


RULE = Rule("UP321", "stale-claim", check, kinds=("radar",), requires_keys=("claims",), volatile=True)
