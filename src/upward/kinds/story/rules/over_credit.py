"""The credit goes to luck or to others, and your own part disappears.

Modesty is fine at dinner. Here, thank people by what they did, and still say what you did.
Luck may have helped; say what you did with it.

## Bad

```markdown
## Result
Luckily it all worked out in the end. I just helped a bit; all the credit goes to my lead.
```

## Good

```markdown
## Result
Checkout errors fell from 3 to 0.4 percent in May. A colleague built the retry queue; I
found the cause and designed the change.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.patterns.agency import LUCK, OTHERS
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Rule
from upward.text.story_parts import Part

_ADVICE = (
    (LUCK, "What did you do that made the luck possible, or used it? Say that."),
    (OTHERS, "Thank people by what they did; then say what you did and what it changed."),
)


def check(story: StoryText) -> Iterator[Remark]:
    """Yield a remark for each place that gives the credit away."""
    spans = story.without(Part.LEARNING)
    for cue, advice in _ADVICE:
        for place in story.hits(cue, spans):
            yield Remark(f'"{" ".join(story.cut(place).split())}" gives the credit away. {advice}', place)


RULE = Rule("UP102", "over-credit", check, kinds=("story",), requires_patterns=("luck", "others"))
