"""The story has no Result.

If a story stops after the work, the listener has to guess the outcome. Say what changed, with a number, and how you
know.

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

from upward.analysis.narrative.missing_parts import MIN_PART_WORDS, MIN_WORDS
from upward.analysis.narrative.outcome import OutcomeKind, story_outcome
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Rule
from upward.text.story_parts import Part

ASKED = "Say what changed, from what to what, and how you know."


def check(story: StoryText) -> Iterator[Remark]:
    """Yield one remark where the part is missing or empty; a vague one has its own rule."""
    span = story.parts.get(Part.RESULT)
    if span is not None:
        if story.length(Part.RESULT) < MIN_PART_WORDS and "{{" not in span.cut(story.record.text):
            yield Remark(f"The Result is empty. {ASKED}", span)
    elif story.words >= MIN_WORDS and not story.has_open_slots and story_outcome(story).kind is OutcomeKind.MISSING:
        yield Remark(f"Missing Result. {ASKED}", story.last_line)


RULE = Rule("UP204", "missing-result", check, kinds=("story",))
