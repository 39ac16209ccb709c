"""A number or a scope that no evidence carries.

`upward claims STORY` prints the whole ledger. Link the evidence that has the number, put it
among the metrics with its method, or mark it as an estimate. The rule speaks only in a
logbook, where evidence could be linked.

## Bad

```markdown
---
title: Moved the checkout
evidence: [example-evidence]
---
## Action
I moved it in 4 stages although two teams objected.
## Result
It saved 350,000 euros across 12 services.
```

## Good

```markdown
---
title: Moved the checkout
evidence: [example-evidence]
---
## Action
I moved it in stages although two teams objected.
## Result
It goes live 11 times a week instead of 2.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark, Severity
from upward.model.record import Record
from upward.model.rule import Context, Rule
from upward.text.story_parts import Part


def check(record: Record, story: StoryText, context: Context) -> Iterator[Remark]:
    """Yield a remark for each number of the Result, and each scope, that nothing proves."""
    from upward.analysis.narrative.claims import ClaimStanding, claims_of

    if not context.whole or not record.strings("evidence"):
        return
    results = story.within(Part.RESULT)
    for claim in claims_of(record, context.corpus):
        told_as_result = any(span.start <= claim.span.start < span.stop for span in results)
        if claim.standing is ClaimStanding.UNPROVEN and claim.kind != "verb" and told_as_result:
            yield Remark(f'"{claim.text}" is unproven: {claim.because}. It needs {claim.proof}.', claim.span)


RULE = Rule("UP501", "unproven-claim", check, kinds=("story",), severity=Severity.HINT, requires_keys=("evidence",))
