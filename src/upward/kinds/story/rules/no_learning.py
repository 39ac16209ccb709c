"""The story ends without what you learned, or what you do differently since.

Growth is the difference between ten years and one year ten times. One sentence is enough:
what you know now, and where it changed what you did. In a story of failure it is the point.

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

from upward.analysis.narrative.patterns.part_patterns import LEARNED
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.rule import Rule
from upward.text.story_parts import Part

# Fewer words than this say nothing: "Learning: TBD", "Learning: a lot".
LEAST = 3
SHORT = 12


def check(record: Record, story: StoryText) -> Iterator[Remark]:
    """Yield one remark where nothing was learned."""
    labelled = story.parts.get(Part.LEARNING)
    if labelled is not None and story.length(Part.LEARNING) >= LEAST:
        return
    told_of = story.any(LEARNED) and story.any(LEARNED, story.without(Part.SITUATION, Part.LEARNING))
    if told_of or story.words < SHORT:
        return
    if labelled is not None:
        if "{{" not in labelled.cut(record.text):
            yield Remark("The Learning says nothing yet: what do you do differently since?", labelled)
        return
    failed = "failure-recovery" in record.strings("themes")
    extra = " In a story of failure this is what they listen for." if failed else ""
    yield Remark(f"What did you learn, and what do you do differently since?{extra}", story.last_line)


RULE = Rule("UP106", "no-learning", check, kinds=("story",))
