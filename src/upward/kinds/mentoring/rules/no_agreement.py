"""A mentoring record has no date of agreement.

Notes about a person who does not know of them are surveillance. Agree on the goal and on what is recorded, and write
the date as `agreed`.

## Bad

```markdown
---
kind: mentoring
title: Owning the import
date: 2026-01-12
person: Heron
goal: Lead a change alone by June
---
```

## Good

```markdown
---
kind: mentoring
title: Owning the import
date: 2026-01-12
person: Heron
goal: Lead a change alone by June
agreed: 2026-01-12
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark
from upward.model.record import NOWHERE, Record
from upward.model.rule import Rule
from upward.text import frontmatter
from upward.text.dates import parse_date


def check(record: Record) -> Iterator[Remark]:
    """Yield a remark where no agreement is recorded."""
    if parse_date(record.string("agreed")) is None:
        place = frontmatter.parse_front_matter(record.text).values.get(("person",), NOWHERE)
        yield Remark(
            ("No agreement: write `agreed` with the date on which both agreed to the goal and the notes."), place
        )


RULE = Rule("UP340", "no-agreement", check, kinds=("mentoring",))
