"""Something was reduced by 100 percent or more.

A reduction by 100 percent leaves nothing, and one by 300 percent is impossible. Usually "to a third" is meant, or "four
times as many before".

## Bad

```markdown
## Result
We reduced the load time by 300%.
```

## Good

```markdown
## Result
We reduced the load time by 67%, from 900 ms to 300 ms.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.patterns.part_patterns import CUT_BY
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark, Severity
from upward.model.rule import Rule
from upward.model.span import Span

ALL_OF_IT = 100


def check(story: StoryText) -> Iterator[Remark]:
    """Yield a remark for each reduction by more than a hundred percent."""
    for place in story.occurrences(CUT_BY):
        match = CUT_BY.regex.match(story.text, *place)
        if match and float(match["share"].replace(",", "")) > ALL_OF_IT:
            message = f"A reduction by {match['share']} percent is not possible. Give the value before and after."
            yield Remark(message, Span(match.start("share"), match.end()))


RULE = Rule("UP402", "impossible-percentage", check, kinds=("story",), severity=Severity.ERROR)
