"""The Learning is a general statement that fits any story.

"Communication is important" is nothing new. Say what you believed, what you know now, and what you changed.

## Bad

```markdown
## Action
I wrote the retry queue, although two teams objected at first.
## Result
Outages fell from 8 a month to 3, counted until September.
## Learning
I learned that teamwork and communication matter.
```

## Good

```markdown
## Action
I wrote the retry queue, although two teams objected at first.
## Result
Outages fell from 8 a month to 3, counted until September.
## Learning
I learned to bring the objections into the design review. Since then I ask both teams before I write code.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.lessons import LessonKind, story_lesson
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Rule
from upward.text.story_parts import Part


def check(story: StoryText) -> Iterator[Remark]:
    """Yield one remark on a labelled Learning that names nothing one could do; no-learning covers the others."""
    lesson = story_lesson(story)
    if lesson.kind is LessonKind.GENERIC and lesson.place is not None and Part.LEARNING in story.parts:
        yield Remark("Generic lesson. Say what you changed in your own work because of it.", lesson.place)


RULE = Rule("UP107", "generic-lesson", check, kinds=("story",))
