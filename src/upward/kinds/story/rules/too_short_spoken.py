"""Told aloud, the story takes less than two minutes.

A short story usually lacks its middle: what you tried, ruled out, and why. Two to three
minutes is what an interviewer plans for. A draft with open slots is left alone.

## Bad

```markdown
## Situation
The build of our 12 engineers took 20 minutes.
## Task
I had to halve it by June.
## Action
I removed the slowest 3 steps, although two teams objected.
## Result
It takes 9 minutes.
## Learning
I learned to measure first.
```

The good form of it would fill a page: it is any story of 280 to 420 words.
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark, Severity
from upward.model.rule import Context, Rule

LEAST = 120
# Between these shares of the bound the words are counted exactly.
NEAR, FAR = 0.7, 1.3


def check(story: StoryText, context: Context) -> Iterator[Remark]:
    """Yield one remark on a story that is too short."""
    pace = context.words_per_minute
    rough = story.words * 60 / pace
    if story.open or rough > LEAST * FAR or not story.words:
        return
    if rough > LEAST * NEAR:
        rough = story.spoken * 60 / pace
    if rough < LEAST:
        yield Remark(
            f"Told at {pace} words a minute this takes about {rough:.0f} s; two minutes are the least. "
            "What did you try, and rule out?",
            story.first_line(story.body),
        )


RULE = Rule("UP302", "too-short-spoken", check, kinds=("story",), severity=Severity.HINT)
