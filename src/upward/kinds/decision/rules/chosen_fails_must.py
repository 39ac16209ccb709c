"""The chosen option fails a scenario that it must satisfy.

Either the scenario is not a must, or this option can't be chosen. Change one of the two, and say who agreed.

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
  - {scenario: peak, option: queue, verdict: fails}
  - {scenario: peak, option: shards, verdict: risk}
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

from upward.model.finding import Remark, Severity
from upward.model.record import NOWHERE, Record
from upward.model.rule import Rule
from upward.text import frontmatter


def check(record: Record) -> Iterator[Remark]:
    """Yield a remark where that is so."""
    from upward.analysis.decisions.scoring import scoring_table

    made = scoring_table(record)
    front = frontmatter.parse_front_matter(record.text)
    failed = made.failed_musts(made.chosen)
    for number, scenario in enumerate(record.mappings("x-scenarios")):
        if str(scenario.get("id", "")) in failed:
            place = front.values.get(("x-scenarios", number), NOWHERE)
            yield Remark(f"{made.options[made.chosen]} fails {scenario['id']}, which it must satisfy.", place)


RULE = Rule("UP901", "chosen-fails-must", check, kinds=("decision",), severity=Severity.ERROR)
