"""The story has no Task: your own goal.

It is the shortest part and the most often forgotten: your goal, not the project's, with a
date or a number. The result is measured against it.

## Bad

```markdown
## Situation
Every change of our 12 engineers waited 20 minutes for the build.
## Action
I profiled the build and removed the slowest 3 steps, although two teams objected.
## Result
It takes 9 minutes instead of 20.
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
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Rule
from upward.text.story_parts import Part


def check(story: StoryText) -> Iterator[Remark]:
    """Yield one remark where the part is missing or empty."""
    yield from missing_parts(story, Part.TASK, "Say what you had to achieve, by when, and who expected it.")


RULE = Rule("UP202", "missing-task", check, kinds=("story",))
