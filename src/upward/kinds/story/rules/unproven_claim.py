"""Numbers and scopes in the Result are supported by nothing but your word.

Every number that a listener could doubt is a claim, whether evidence is linked or not; counting words ("two ways"),
dates, the steps of a rollout, settings and the period of a measurement are not claims. A claim counts as self-reported
with a metric that has value, unit, baseline, period and method, and as traced with a linked record that has the same
quantity. `upward claims STORY` lists all claims and what each needs; this rule reports only those in its Result.

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
from upward.model.rule import Context, Rule
from upward.text.story_parts import Part
from upward.text.words import count_noun

# So many are named; the others are counted.
NAMED = 3


def check(story: StoryText, context: Context) -> Iterator[Remark]:
    """Yield one remark for the numbers and scopes of the Result that are only stated."""
    from upward.analysis.narrative.claims import claims_of, open_result_claims

    if not context.whole or not story.within(Part.RESULT):
        return
    stated = open_result_claims(story, claims_of(story, context.corpus, context.me))
    if stated:
        names = ", ".join(f'"{claim.quoted or claim.text}"' for claim in stated[:NAMED]) + (
            ", …" if len(stated) > NAMED else ""
        )
        what = f"{count_noun(len(stated), 'claim')} of the Result {'is' if len(stated) == 1 else 'are'} only stated: {names}."
        step = "Link a record with the same quantity, or add a metric with value, unit, baseline, period and method."
        yield Remark(f"{what} {step}", stated[0].span)


RULE = Rule("UP501", "unproven-claim", check, kinds=("story",), severity=Severity.HINT)
