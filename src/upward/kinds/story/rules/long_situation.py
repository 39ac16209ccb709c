"""The Situation takes more than its share.

Three sentences of background are enough to judge what you did. If you spend half of the time on it, too little is left
for the Action, which is what counts.

## Bad

```markdown
## Situation
Our company sells tools. It was founded in 1998 and has offices in four cities. The platform group has
three teams, and each of them has a backlog, a board and a weekly meeting with the others about plans.
The system that I will talk about was written by another group before I came, in a language nobody used
any more, and it had been handed from team to team for years. Nobody had written down what it did, or who
depended on it, and so each change to it took a long time and broke something else somewhere.
## Action
I wrote it down, and then I replaced it in steps.
```

## Good

```markdown
## Situation
A service nobody owned broke something with each change.
## Action
I wrote down who depended on it. Then I replaced it in steps, the riskiest first, and showed both results
side by side to each team for a week before I switched them over. Two teams refused, so I moved them last.
I asked each team for one person who knew how the old one was used, and paired with them for a day, which
brought up nine uses that nobody had known. Four of these I removed, since a report did the same. For the
others I added a test before I touched the code.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Rule
from upward.text.story_parts import Part

# Of the words of a story; a quarter is good, and under this many words any story is too short to tell.
MOST = 0.40
SHORT = 60


def check(story: StoryText) -> Iterator[Remark]:
    """Yield one remark where the Situation is longer than two fifths of the story."""
    span = story.parts.get(Part.SITUATION)
    if span is None:
        return
    others = [part for part in story.parts if story.parts[part] != span]
    if Part.ACTION not in others:
        return
    mine = story.length(Part.SITUATION)
    total = mine + sum(story.length(part) for part in others)
    if total >= SHORT and mine > MOST * total:
        message = f"The Situation is {mine / total:.0%} of the story; a quarter is enough."
        yield Remark(message, story.first_line(span))


RULE = Rule("UP206", "long-situation", check, kinds=("story",))
