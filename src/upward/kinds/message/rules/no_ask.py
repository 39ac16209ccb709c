"""A message does not say what its reader should do, or by when.

The reader will ask what you expect of them. Say it in one sentence with a date, even if it is "nothing".

## Bad

```markdown
---
kind: message
title: Rejected orders
date: 2026-05-22
audience: director
---

## What happened

Orders were rejected for 52 minutes.

## What we need by when

We will keep you informed.
```

## Good

```markdown
---
kind: message
title: Rejected orders
date: 2026-05-22
audience: director
---

## What happened

Orders were rejected for 52 minutes.

## What we need by when

Please decide by Friday, 29 May, whether Mara may build the check.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from upward.model.finding import Remark
from upward.model.record import NOWHERE, Record
from upward.model.rule import Rule
from upward.text import frontmatter

_ASK = re.compile(
    r"(?i)\bplease\b|\b(?:we|i) (?:need|ask|want|propose) (?:you|your|that you)\b|\bcan you\b|\bwill you\b"
    r"|\b(?:decide|approve|confirm|sign|tell|let us know|reply|answer|choose|send)\b"
    r"|\bnothing (?:is )?(?:needed|to do)\b|\byou (?:do not |don't )?need to\b"
)
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|noon|end of"
_DAY = re.compile(rf"(?i)\b(?:by|before|until|on)\b[^.\n]{{0,30}}(?:\d|{_DAYS})")


def check(record: Record) -> Iterator[Remark]:
    """Yield a remark where the last section holds no ask, or no day."""
    section = next((each for each in record.sections if "need" in each.title.lower()), None)
    if section is None:
        place = frontmatter.parse_front_matter(record.text).values.get(("title",), NOWHERE)
        yield Remark("There is no request: add a section `## What we need by when`.", place)
        return
    text = section.body.cut(record.text)
    if "{{" in text:
        return
    if not _ASK.search(text):
        yield Remark("There is no request: say what the reader should do, even if it is nothing.", section.head)
    elif not _DAY.search(text) and "nothing" not in text.lower() and not record.string("needed-by"):
        yield Remark("The request has no date: say by when.", section.head)


RULE = Rule("UP360", "no-ask", check, kinds=("message",))
