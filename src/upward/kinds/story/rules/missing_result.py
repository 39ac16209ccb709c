"""The story has no Result: what came of it.

A story that stops after the work leaves the listener to guess. Say what changed, with a
number, and how you know.

## Bad

```markdown
## Situation
Every change of our 12 engineers waited 20 minutes for the build.
## Task
I had to halve the build time by June.
## Action
I profiled the build and removed the slowest 3 steps, although two teams objected.
```

## Good

```markdown
## Situation
Every change of our 12 engineers waited 20 minutes for the build.
## Task
I had to halve the build time by June.
## Action
I profiled the build and removed the slowest 3 steps, although two teams objected.
## Result
It takes 9 minutes instead of 20.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.missing_parts import missing_parts
from upward.analysis.narrative.patterns.part_patterns import MEASURE, RESULT
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.rule import Rule
from upward.text.story_parts import Part


def check(record: Record, story: StoryText) -> Iterator[Remark]:
    """Yield one remark where the part is missing or empty."""
    # A note without labels that ends in a measure has told its result, whatever it calls it.
    if story.parts or not any(story.any(MEASURE, [story.last(share)]) for share in (3, 2)):
        yield from missing_parts(record, Part.RESULT, RESULT, "what changed, from what to what, and how do you know?")


RULE = Rule("UP204", "missing-result", check, kinds=("story",))
