"""A value of the scoring cannot be read, so the score leaves it out.

An importance that is none, a chosen option that is not listed, two verdicts on the same option and
scenario, a weight of a scenario that is not there, a prediction without its probability: each changes
the result without a word.

## Bad

```markdown
---
kind: decision
status: accepted
date: 2026-06-01
x-revisit: 2027-01-01
x-scenarios:
  - {id: peak, measure: 400 ms at most, importance: crucial}
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
    """Yield a remark for each value that the score leaves out."""
    from upward.analysis.decisions.unread import unread_values

    places = None
    for each in unread_values(record):
        places = places or frontmatter.parse_front_matter(record.text).values
        yield Remark(each.message, places.get(each.path, places.get(each.path[:1], NOWHERE)))


RULE = Rule("UP910", "unread-scoring", check, severity=Severity.ERROR, kinds=("decision",))
