"""Spoken, the story takes less than two minutes.

A short story usually lacks what you tried, what you ruled out, and why. Two to three minutes is what an interviewer
plans for; the bounds are the first and the last of `lights` in the settings. A quick note (under 150 words, unless it
is a titled record with four labelled parts) and a draft with open questions are not checked.

## Bad

```markdown
---
title: Builds in half the time
---
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

from upward.analysis.narrative.story_text import StoryText, is_written_out
from upward.model.finding import Remark, Severity
from upward.model.rule import Context, Rule

# Between these shares of the bound the words are counted exactly.
NEAR, FAR = 0.7, 1.3


def check(story: StoryText, context: Context) -> Iterator[Remark]:
    """Yield one remark on a written story that is too short; a quick note is not meant to be spoken."""
    pace, least = context.words_per_minute, context.spoken_seconds[0]
    rough = story.words * 60 / pace
    if story.has_open_slots or rough > least * FAR or not is_written_out(story):
        return
    if rough > least * NEAR:
        rough = story.spoken * 60 / pace
    if rough < least:
        yield Remark(
            f"Too short: {rough:.0f} s at {pace} words a minute (aim for at least {least / 60:.3g} minutes). "
            "Say what you tried and what you ruled out.",
            story.first_line(story.body),
        )


RULE = Rule("UP302", "too-short-spoken", check, kinds=("story",), severity=Severity.HINT)
