"""Nothing stood in the way: no problem, no doubt, no hard choice.

A story without resistance shows no judgment. Say what was difficult: a constraint, a
failure, somebody who disagreed, two good options of which one had to go.

## Bad

```markdown
## Situation
Our team needed a new dashboard for the sales department.
## Task
I was asked to build it in March.
## Action
I gathered the wishes, I designed the screens, I built them with our usual tools, and I
presented them to the department. Then I trained the users and handed it over.
## Result
20 people use it daily.
```

## Good

```markdown
## Situation
Our team needed a new dashboard for the sales department.
## Task
I was asked to build it in March.
## Action
I gathered the wishes and found that two groups wanted opposite things. Sales refused a
common view, so I showed both what each would lose, and built the smaller one first.
## Result
20 people use it daily.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.patterns.part_patterns import OBSTACLE
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Rule
from upward.text.story_parts import Part

# A note of a line or two has no room for one yet.
SHORT = 25


def check(story: StoryText) -> Iterator[Remark]:
    """Yield one remark where no sentence of the story tells of an obstacle."""
    if story.open or story.words < SHORT or story.any(OBSTACLE):
        return
    place = story.first_line(story.parts.get(Part.ACTION, story.body))
    yield Remark("Nothing stands in the way in this story: which problem, doubt or hard choice was there?", place)


RULE = Rule("UP104", "no-obstacle", check, kinds=("story",))
