"""The text describes a habit instead of one occasion.

"I usually" and "I always" cannot be checked. Choose one time when you did it, preferably a difficult one.

## Bad

```markdown
I usually prioritise by impact. I always keep a list and tell my manager early when a date is at risk.
```

## Good

```markdown
In May three deadlines fell into one week. I ranked the work by what a delay would cost, moved the report by a
week, and told its readers the same day.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.occasions import NarrativeKind, narrative_kind_of
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Rule


def check(story: StoryText) -> Iterator[Remark]:
    """Yield one remark where most of the text describes a habit."""
    found = narrative_kind_of(story)
    if found.kind is NarrativeKind.HABIT:
        yield Remark("A habit, not an occasion. Describe one time when you did it, and the result.", found.place)


RULE = Rule("UP110", "habit-not-occasion", check, kinds=("story",))
