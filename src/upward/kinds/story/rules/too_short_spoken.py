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

from upward.analysis.telling import told
from upward.model.extension import Context, Rule
from upward.model.finding import Remark, Severity
from upward.model.record import Record
from upward.text.words import spoken_seconds

LEAST = 120


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield one remark on a story that is too short."""
    story = told(record)
    if story.open:
        return
    spans = set(story.parts.values()) or {story.body}
    total = sum(spoken_seconds(story.cut(span), context.words_per_minute) for span in spans)
    if 0 < total < LEAST:
        first = story.sentences[0] if story.sentences else story.body
        yield Remark(
            f"Told at {context.words_per_minute} words a minute this takes {total:.0f} s; "
            "two minutes are the least. What did you try, and rule out?",
            first,
        )


RULE = Rule("UP302", "too-short-spoken", check, kinds=("story",), severity=Severity.HINT)
