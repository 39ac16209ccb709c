"""An option has no verdict for a scenario.

Options can be compared only if each has a verdict for each scenario. Add the verdict, or remove the option and say why.
A verdict counts only if it is `meets`, `risk` or `fails` and names a scenario and an option of the record by their ids;
any other verdict is reported, too. Decisions without any verdicts are not reported.

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
    """Yield a remark for each option that lacks verdicts, and for each verdict that does not count."""
    from upward.analysis.decisions.scoring import scoring_table

    made = scoring_table(record)
    if not made.results:
        return
    front = frontmatter.parse_front_matter(record.text)
    for number, each in enumerate(record.mappings("x-options")):
        ident = str(each.get("id", ""))
        missing = made.missing(ident) if ident else ()
        if missing:
            where = "any scenario" if len(missing) == len(made.weights) else ", ".join(missing)
            place = front.values.get(("x-options", number), NOWHERE)
            yield Remark(f"{made.options[ident]} has no verdict for {where}.", place)
    for number, each in enumerate(record.mappings("x-results")):
        fault = made.fault(each)
        if fault:
            yield Remark(fault, front.values.get(("x-results", number), NOWHERE))


RULE = Rule("UP904", "unweighed-option", check, kinds=("decision",))
