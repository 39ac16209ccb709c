"""A slot of the template still waits for what only you know.

A draft marks what upward can't find out as `{{slot: question}}`. Answer the question in
its place, or delete it where it does not apply.

## Bad

```markdown
---
kind: question
title: Tell me about a failure.
---

{{notes: What do you think they want to find out?}}
```

## Good

```markdown
---
kind: question
title: Tell me about a failure.
---

They want to hear what changed afterwards.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.rule import Rule
from upward.text.template_slots import slots


def check(record: Record, story: StoryText) -> Iterator[Remark]:
    """Yield a remark for each slot; for evidence one in all, since its questions may wait until it is told."""
    found = list(slots(record.text)) if story.open else []
    if record.kind == "evidence" and len(found) > 1:
        names = ", ".join(slot.name for slot in found)
        yield Remark(f"{len(found)} questions are still open: {names}.", found[0].span)
        return
    for slot in found:
        yield Remark(f"Still to be told ({slot.name}): {slot.prompt}", slot.span)


RULE = Rule("UP706", "unfilled-slot", check)
