"""A verb claims more than the linked evidence shows.

"Led" means that others followed; "single-handedly" means that there were no partners. If the evidence names another
lead, or a small share of the work as yours, choose the verb that fits: proposed, wrote, reviewed, took part.

## Bad

```markdown
---
title: Moved the shop
evidence: [example-led-by-another]
---
## Action
I led the migration although it was risky.
```

## Good

```markdown
---
title: Moved the shop
evidence: [example-led-by-another]
---
## Action
I wrote the plan for going back, although nobody had asked for one.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.rule import Context, Rule


def check(record: Record, story: StoryText, context: Context) -> Iterator[Remark]:
    """Yield a remark for each strong verb that the linked evidence contradicts."""
    from upward.analysis.narrative.claims import ClaimStanding, verb_claims

    if not record.strings("evidence"):
        return
    for claim in verb_claims(story, context.corpus, context.me):
        if claim.standing is ClaimStanding.STATED and claim.evidence:
            yield Remark(f'"{claim.text}" says more than the linked record shows: {claim.because}.', claim.span)


RULE = Rule("UP502", "overstated-verb", check, kinds=("story",), requires_keys=("evidence",))
