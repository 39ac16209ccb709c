"""A book or course is finished without a takeaway.

What you can't say in two sentences a week later is forgotten in a year. Write takeaways, or `takeaway` at a chapter.

## Bad

```markdown
---
kind: reading
title: Release It!
form: book
state: done
date: 2026-02-20
---

## Takeaways

{{takeaways: Which three points will you still need in a year?}}
```

## Good

```markdown
---
kind: reading
title: Release It!
form: book
state: done
date: 2026-02-20
---

## Takeaways

A slow dependency is worse than a dead one.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark
from upward.model.record import NOWHERE, Record
from upward.model.rule import Rule
from upward.text import frontmatter
from upward.text.template_slots import blank_slots


def check(record: Record) -> Iterator[Remark]:
    """Yield a remark where something is done without a takeaway."""
    if record.string("state") != "done" or any(each.get("takeaway") for each in record.mappings("chapters")):
        return
    text = blank_slots(record.text)
    written = any(section.body.cut(text).strip() for section in record.sections if "takeaway" in section.title.lower())
    if not written:
        place = frontmatter.parse_front_matter(record.text).values.get(("state",), NOWHERE)
        yield Remark("Finished without a takeaway: write what you will still need in a year.", place)


RULE = Rule("UP370", "no-takeaways", check, kinds=("reading",), requires_keys=("state",))
