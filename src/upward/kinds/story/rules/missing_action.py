"""The story has no Action: what you did, step by step.

Interviewers score this part. It should take about half of the time, and each step should be one that another engineer
might have done differently.

## Bad

```markdown
## Situation
Every change of our 12 engineers waited 20 minutes for the build.
## Task
The goal was half of that by June.
## Result
It takes 9 minutes instead of 20.
```

## Good

```markdown
## Situation
Every change of our 12 engineers waited 20 minutes for the build.
## Task
The goal was half of that by June.
## Action
I profiled the build and removed the slowest 3 steps, although two teams objected.
## Result
It takes 9 minutes instead of 20.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.missing_parts import MIN_WORDS, missing_parts
from upward.analysis.narrative.occasions import explains_only
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Rule
from upward.text.story_parts import Part


def check(story: StoryText) -> Iterator[Remark]:
    """Yield one remark where the part is missing or empty; explanation-without-action covers an explanation."""
    if story.words < MIN_WORDS and not story.parts and not story.has_open_slots:
        yield Remark("The story is empty. Say what happened, what you did, and the outcome.", story.last_line)
    elif not explains_only(story):
        yield from missing_parts(story, Part.ACTION, "Say what you did, step by step.")


RULE = Rule("UP203", "missing-action", check, kinds=("story",))
