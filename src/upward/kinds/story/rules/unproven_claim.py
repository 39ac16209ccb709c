"""Numbers and scopes of the Result that rest on the person's word alone.

Every number is a claim, whether evidence is linked or not. It counts as self-reported with a
metric that has value, unit, baseline, period and method, and as traced with a linked record
that has the same quantity. `upward claims STORY` lists all claims and what each needs.

## Bad

```markdown
---
title: Moved the checkout
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
metrics:
  - {id: deploys, value: "11", unit: deploys a week, baseline: "2", period: May 2026, method: the pipeline's runs}
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
from upward.model.quantity import Quantity, QuantityKind
from upward.model.rule import Context, Rule
from upward.text.story_parts import Part
from upward.text.words import count_noun

# So many are named; the others are counted.
NAMED = 3
_OUTCOMES = {QuantityKind.PERCENT, QuantityKind.POINTS, QuantityKind.MONEY, QuantityKind.FACTOR, QuantityKind.SIZE}


def check(story: StoryText, context: Context) -> Iterator[Remark]:
    """Yield one remark for the numbers and scopes of the Result that are only stated."""
    from upward.analysis.narrative.claims import ClaimStanding, claims_of

    results = story.within(Part.RESULT)
    if not context.whole or not results:
        return
    stated = [
        claim
        for claim in claims_of(story, context.corpus, context.me)
        if claim.standing is ClaimStanding.STATED
        and claim.kind != "verb"
        and (claim.quantity is None or _is_outcome(claim.quantity))
        and any(span.start <= claim.span.start < span.stop for span in results)
    ]
    if stated:
        names = ", ".join(f'"{claim.text}"' for claim in stated[:NAMED]) + (", …" if len(stated) > NAMED else "")
        what = f"{count_noun(len(stated), 'claim')} of the Result {'is' if len(stated) == 1 else 'are'} only stated: {names}."
        step = "Link a record with the same quantity, or add a metric with value, unit, baseline, period and method."
        yield Remark(f"{what} {step}", stated[0].span)


def _is_outcome(quantity: Quantity) -> bool:
    """Whether a number tells an outcome: a share, money, a factor, a rate or a change; "two people" does not."""
    return quantity.kind in _OUTCOMES or bool(quantity.per) or quantity.baseline is not None or quantity.is_baseline


RULE = Rule("UP501", "unproven-claim", check, kinds=("story",), severity=Severity.HINT)
