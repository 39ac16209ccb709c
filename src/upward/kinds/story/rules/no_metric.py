"""The result can be seen, and nothing in it is counted.

Something is different now, and anybody could go and look: that is more than most stories have.
The next question will be "by how much?", and one number, known by heart, answers it: how
long, how many, how often, of how many, and what it was before.

## Bad

```markdown
## Action
I moved the report to a nightly table, although the analysts had asked for live figures.
## Result
It is still in use, and two other departments took over the idea.
```

## Good

```markdown
## Action
I moved the report to a nightly table, although the analysts had asked for live figures.
## Result
It is still in use, and opens in 2 seconds instead of 40, as the page's own log shows.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.outcome import outcome_of
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark, Severity
from upward.model.rule import Rule


def check(story: StoryText) -> Iterator[Remark]:
    """Yield one remark where the result shows something without a number; a vague one has its own rule."""
    found = outcome_of(story)
    if found and found.seen and not found.measured and found.mood is None and not story.open:
        yield Remark("The result has no number: how much is it, and what was it before?", story.first_line(found.place))


RULE = Rule("UP405", "no-metric", check, kinds=("story",), severity=Severity.HINT)
