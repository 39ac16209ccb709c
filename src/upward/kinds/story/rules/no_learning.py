"""The story ends without a lesson, and without what you do differently since.

One sentence is enough: what you know now, and where it changed what you did. A fact that you found out on the way is
not a lesson; a principle that you have followed since is one. In a story about a failure the lesson matters most.

## Bad

```markdown
## Action
I migrated the payments although the deadline was tight.
## Result
All 40 services moved by May, 2 weeks early.
```

## Good

```markdown
## Action
I migrated the payments although the deadline was tight.
## Result
All 40 services moved by May, 2 weeks early.
## Learning
I learned to move the hardest service first. Since then I plan every migration that way.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.lessons import MIN_WORDS, LessonKind, story_lesson
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Rule
from upward.text.story_parts import Part


def check(story: StoryText) -> Iterator[Remark]:
    """Yield one remark where there is no lesson, or, without a labelled Learning, only a general one."""
    lesson = story_lesson(story)
    labelled = story.parts.get(Part.LEARNING)
    if lesson.kind is LessonKind.SPECIFIC or story.words < MIN_WORDS:
        return
    if lesson.kind is LessonKind.GENERIC:
        if labelled is None and lesson.place is not None:
            yield Remark("The lesson is general. Say what you do differently since, and where.", lesson.place)
        return
    if labelled is not None:
        if "{{" not in labelled.cut(story.record.text):
            yield Remark("The Learning is empty. Say what you do differently since.", labelled)
        return
    failed = "failure-recovery" in story.record.strings("themes")
    extra = " In a story of failure this is what interviewers listen for." if failed else ""
    yield Remark(f"No lesson. Say what you learned and what you do differently since.{extra}", story.last_line)


RULE = Rule("UP106", "no-learning", check, kinds=("story",))
