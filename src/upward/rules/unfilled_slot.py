"""Unanswered questions of a draft.

A draft marks what upward cannot know as `{{slot: question}}`. Replace the question by the answer, or delete it if it
does not apply. A record has only one such finding, however many questions are open. In a code block the same characters
are template syntax (Helm, Jinja, Ansible) and not a question.

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
from upward.text.markdown import hidden_spans
from upward.text.template_slots import open_slots


def check(record: Record, story: StoryText) -> Iterator[Remark]:
    """Yield one remark where slots are unanswered, at the first of them."""
    found = list(open_slots(record.text)) if story.has_open_slots else []
    if found:
        hidden = list(hidden_spans(record.text))
        found = [slot for slot in found if not any(span.start <= slot.span.start < span.stop for span in hidden)]
    if len(found) == 1:
        yield Remark(f"Unanswered question ({found[0].name}): {found[0].prompt}", found[0].span)
    elif found:
        names = ", ".join(dict.fromkeys(slot.name for slot in found))
        yield Remark(f"Draft, {len(found)} questions open: {names}.", found[0].span)


RULE = Rule("UP706", "unfilled-slot", check)
