"""A scenario's response measure has no number with a unit.

"Fast enough" can't be tested, so nothing can fail it. Write a number with a unit, and under which load.

## Bad

```markdown
---
kind: decision
status: accepted
date: 2026-06-01
x-revisit: 2027-01-01
x-scenarios:
  - {id: peak, measure: fast enough, importance: must}
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

from upward.model.finding import Remark
from upward.model.record import NOWHERE, Record
from upward.model.rule import Rule
from upward.text import frontmatter


def check(record: Record) -> Iterator[Remark]:
    """Yield a remark where that is so."""
    from upward.analysis.decisions.scoring import MEASURED

    front = frontmatter.parse_front_matter(record.text)
    for number, scenario in enumerate(record.mappings("x-scenarios")):
        said = str(scenario.get("measure", ""))
        if not MEASURED.search(said):
            place = front.values.get(("x-scenarios", number), NOWHERE)
            yield Remark(
                (
                    f"{scenario.get('id', 'a scenario')}: {said or 'nothing'!r} can't be tested; give a "
                    "measure with a number and a unit."
                ),
                place,
            )


RULE = Rule("UP902", "measure-without-number", check, kinds=("decision",))
