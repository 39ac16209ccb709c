"""An exception to a standard has no end or no owner, or its end has passed.

An exception without an end date is a second standard. Give it a date and one responsible person, or end it.

## Bad

```markdown
---
kind: standard
title: Outgoing calls have a timeout
date: 2026-03-16
exceptions:
  - {where: tools/, why: scripts}
---
```

## Good

```markdown
---
kind: standard
title: Outgoing calls have a timeout
date: 2026-03-16
exceptions:
  - {where: tools/, until: 2027-09-30, owner: Jun, why: scripts}
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark
from upward.model.record import NOWHERE, Record
from upward.model.rule import Context, Rule
from upward.text import frontmatter


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark on each exception that has no end, no owner, or has ended."""
    from upward.analysis.standards.standard import parse_standard

    values = frontmatter.parse_front_matter(record.text).values
    for each in parse_standard(record).exemptions:
        place = values.get(("exceptions", each.number - 1), NOWHERE)
        missing = [name for name, value in (("end", each.until), ("owner", each.owner)) if not value]
        if missing:
            yield Remark(f"The exception for {each.where} has no {' and no '.join(missing)}.", place)
        elif not each.holds(context.today):
            yield Remark(
                f"The exception for {each.where} ended on {each.until}; the standard applies there now.", place
            )


RULE = Rule("UP350", "endless-exception", check, kinds=("standard",), requires_keys=("exceptions",), volatile=True)
