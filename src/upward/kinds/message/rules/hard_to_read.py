"""A message is hard to read for its audience.

The Flesch-Kincaid grade is the number of school years needed to read a text: up to 9 for customers, 10 for support, 12
for finance and directors. Shorter sentences lower it most.

## Bad

```markdown
---
kind: message
title: Rejected orders
date: 2026-05-22
audience: customer
---

## What happened

Owing to an unanticipated configuration irregularity affecting the communication infrastructure responsible for
authorisation procedures, a considerable proportion of transactions initiated during the morning could not be
satisfactorily accommodated, notwithstanding comprehensive precautionary measures previously established.
```

## Good

```markdown
---
kind: message
title: Rejected orders
date: 2026-05-22
audience: customer
---

## What happened

This morning you could not place an order for a while. We had changed a setting, and it was wrong. It works again now.
If your order did not go through, please place it once more. We are sorry for the trouble.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark, Severity
from upward.model.record import NOWHERE, Record
from upward.model.rule import Rule
from upward.text import frontmatter
from upward.text.spoken_text import spoken_text
from upward.text.template_slots import blank_slots, open_slots


def check(record: Record) -> Iterator[Remark]:
    """Yield a remark where the grade is above the audience's."""
    from upward.analysis.messages.readability import reading_grade
    from upward.analysis.messages.skeleton import MOST_GRADE

    most = MOST_GRADE.get(record.string("audience"))
    grade = reading_grade(spoken_text(blank_slots(record.prose)))
    if most is not None and grade is not None and grade > most and not any(open_slots(record.text)):
        place = frontmatter.parse_front_matter(record.text).values.get(("audience",), NOWHERE)
        yield Remark(
            f"Reading grade {grade:g}; for {record.string('audience')} at most {most:g}. Shorten sentences.", place
        )


RULE = Rule("UP363", "hard-to-read", check, kinds=("message",), severity=Severity.HINT)
