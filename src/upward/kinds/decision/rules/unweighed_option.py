"""An option was dismissed before it was weighed.

Where one option has verdicts and another has none, the second was never in the race. Weigh it, or
take it out and say why.

## Bad

```markdown
---
kind: decision
status: accepted
date: 2026-06-01
x-revisit: 2027-01-01
x-scenarios:
  - {id: peak, measure: 400 ms at most, importance: must}
x-options:
  - {id: queue, title: A queue}
  - {id: shards, title: Shards}
x-results:
  - {scenario: peak, option: queue, verdict: meets}
---

# Queue

## Decision Outcome

Chosen option: "A queue", because it is there.
```

## Good

```markdown
---
kind: decision
status: accepted
date: 2026-06-01
x-revisit: 2027-01-01
x-scenarios:
  - {id: peak, measure: 400 ms at most, importance: must}
x-options:
  - {id: queue, title: A queue}
  - {id: shards, title: Shards}
x-results:
  - {scenario: peak, option: queue, verdict: meets}
  - {scenario: peak, option: shards, verdict: risk}
---

# Queue

## Decision Outcome

Chosen option: "A queue", because it is there.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark
from upward.model.record import NOWHERE, Record
from upward.model.rule import Rule
from upward.text import frontmatter


def check(record: Record) -> Iterator[Remark]:
    """Yield a remark where that is so."""
    from upward.analysis.decisions.scoring import scoring_table

    made = scoring_table(record)
    front = frontmatter.parse_front_matter(record.text)
    weighed = {option for option, _ in made.results}
    for number, each in enumerate(record.mappings("x-options")):
        ident = str(each.get("id", ""))
        if weighed and ident and ident not in weighed:
            yield Remark(
                f"{made.options[ident]} has no verdict on any scenario.",
                front.values.get(("x-options", number), NOWHERE),
            )


RULE = Rule("UP904", "unweighed-option", check, kinds=("decision",))
