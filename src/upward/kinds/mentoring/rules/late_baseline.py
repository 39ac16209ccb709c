"""An observation has no baseline, or one that was taken long after the beginning.

Without a baseline no growth can be shown. Measure the same thing within a month of the beginning.

## Bad

```markdown
---
kind: mentoring
title: Owning the import
date: 2026-01-12
person: Heron
agreed: 2026-01-12
observations:
  - {date: 2026-05-18, measure: review rounds, value: "1.8"}
---
```

## Good

```markdown
---
kind: mentoring
title: Owning the import
date: 2026-01-12
person: Heron
agreed: 2026-01-12
baseline:
  - {date: 2026-01-19, measure: review rounds, value: "4.5"}
observations:
  - {date: 2026-05-18, measure: review rounds, value: "1.8"}
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark, Severity
from upward.model.record import NOWHERE, Record
from upward.model.rule import Rule
from upward.text import frontmatter
from upward.text.dates import parse_date

MOST_DAYS = 31


def check(record: Record) -> Iterator[Remark]:
    """Yield a remark on each measure without a before."""
    from upward.analysis.mentoring.progress import progress_of

    start = parse_date(record.string("date"))
    place = frontmatter.parse_front_matter(record.text).values.get(("observations",), NOWHERE)
    for each in progress_of(record):
        if each.before is None:
            yield Remark(f"{each.measure!r} has no baseline, so there is nothing to compare with.", place)
        elif start is not None and each.before_day is not None and (each.before_day - start).days > MOST_DAYS:
            yield Remark(
                (
                    f"The baseline of {each.measure!r} was taken {(each.before_day - start).days} days after "
                    "the beginning."
                ),
                place,
            )


RULE = Rule(
    "UP342", "late-baseline", check, kinds=("mentoring",), severity=Severity.HINT, requires_keys=("observations",)
)
