"""Only one option was considered.

A decision compares at least two options. Doing nothing is an option; so is the simplest thing that could work.

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
from upward.model.record import Record
from upward.model.rule import Rule
from upward.model.span import Span


def check(record: Record) -> Iterator[Remark]:
    """Yield a remark where one option is named and no other."""
    from upward.analysis.decisions.adr_status import AdrStatus, is_decision, status_of
    from upward.analysis.decisions.scoring import named_options

    named = named_options(record)
    status = status_of(record)
    if len(named) == 1 and status.text and status.meaning() is not AdrStatus.DRAFT and is_decision(record):
        place = next((section.head for section in record.sections), Span(0, 3))
        yield Remark(f"{named[0]} is the only option considered; name at least one other, such as no change.", place)


RULE = Rule("UP903", "one-option", check, kinds=("decision",))
