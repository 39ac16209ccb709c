"""The result is told without anything one could check.

"It went well" says that you did not look. Give a number with its unit and what it was
before; where there is none, say what is different now that anybody can see.

## Bad

```markdown
## Action
I rewrote the importer, although the old one had no tests.
## Result
It went really well and everyone was happy with the improvement.
```

## Good

```markdown
## Action
I rewrote the importer, although the old one had no tests.
## Result
Imports take 4 minutes instead of 50, measured over all of June.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.outcome import outcome_of
from upward.analysis.narrative.patterns.part_patterns import RESULT
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Rule


def check(story: StoryText) -> Iterator[Remark]:
    """Yield one remark where the result neither measures nor shows anything."""
    found = outcome_of(story)
    if found is None or found.measured:
        return
    if found.mood is not None:
        words = " ".join(story.cut(found.mood).split())
        yield Remark(f'"{words}" can\'t be checked: which number changed, from what to what?', found.mood)
    elif not found.seen and (story.parts or story.any(RESULT)):
        # Where nothing is told of a result at all, missing-result says so.
        message = "The result has no number and nothing one could go and see: what is different now, and by how much?"
        yield Remark(message, story.first_line(found.place))


RULE = Rule("UP105", "vague-outcome", check, kinds=("story",))
