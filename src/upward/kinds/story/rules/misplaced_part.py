"""The parts are not in the order that a listener expects.

Each of Situation, Task, Action, Result and Learning answers a question that the previous part raises. A Result told
before the Action gives the ending away; a Task after it explains too late.

## Bad

```markdown
## Situation
Builds took 20 minutes.
## Result
They take 9 minutes.
## Action
I removed 3 steps.
```

## Good

```markdown
## Situation
Builds took 20 minutes.
## Action
I removed 3 steps.
## Result
They take 9 minutes.
```
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark, Severity
from upward.model.rule import Rule
from upward.text.story_parts import Part


def check(story: StoryText) -> Iterator[Remark]:
    """Yield one remark, at the first part that comes too early."""
    if not story.parts:
        return
    order = list(Part)
    found = sorted(story.parts, key=lambda part: (story.parts[part].start, order.index(part)))
    for one, other in pairwise(found):
        if order.index(other) < order.index(one):
            message = f"The {one.value.title()} comes before the {other.value.title()}; it belongs after it."
            yield Remark(message, story.first_line(story.parts[one]))
            return


RULE = Rule("UP205", "misplaced-part", check, kinds=("story",), severity=Severity.HINT)
