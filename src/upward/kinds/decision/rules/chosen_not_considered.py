"""The chosen option is not among the considered options.

A reader can't see what the chosen option was compared with. Add it to the list, or name it as the list does.

## Bad

```markdown
---
kind: decision
status: accepted
date: 2026-06-01
x-revisit: 2027-01-01
---

# Store carts

## Considered Options

* Postgres
* MySQL

## Decision Outcome

Chosen option: "Redis", because it is fast.
```

## Good

```markdown
---
kind: decision
status: accepted
date: 2026-06-01
x-revisit: 2027-01-01
---

# Store carts

## Considered Options

* [Postgres](https://example.com/pg)
* MySQL

## Decision Outcome

Chosen option: "Postgres", because it is known.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.rule import Rule


def check(record: Record) -> Iterator[Remark]:
    """Yield a remark where the chosen option is not one of those that are listed."""
    from upward.analysis.decisions.adr_options import chosen_option, considered_options, is_same_option
    from upward.analysis.decisions.adr_status import is_decision
    from upward.analysis.decisions.scoring import scoring_table

    chosen = chosen_option(record)
    options = [*considered_options(record), *scoring_table(record).options.values()]
    if chosen is None or not chosen.title or len(options) < 2 or not is_decision(record):  # noqa: PLR2004 - one is `one-option`
        return
    if not any(is_same_option(chosen.title, option) for option in options):
        yield Remark(f"The chosen option {chosen.title!r} is not among the considered options.", chosen.span)


RULE = Rule("UP909", "chosen-not-considered", check, kinds=("decision",))
