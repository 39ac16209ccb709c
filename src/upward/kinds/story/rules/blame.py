"""The story blames other people.

Interviewers hear blame as a lack of ownership. Describe what the other side needed or what limited them, and what you
did about it; take responsibility for your share of what went wrong.

## Bad

```markdown
## Action
I wrote the retry queue, although the database team is useless and it was their fault that it took four months.
```

## Good

```markdown
## Action
The database team had no time before June, so I wrote the retry queue with a colleague they lent us for a week.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.patterns.lesson_patterns import BLAME
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Rule


def check(story: StoryText) -> Iterator[Remark]:
    """Yield a remark for each sentence that blames a person."""
    seen = set()
    for place in story.occurrences(BLAME):
        sentence = story.sentence_at(place)
        if sentence not in seen:
            seen.add(sentence)
            words = " ".join(story.text_of(place).split())
            yield Remark(f'Blame: "{words}". Say what constrained them, and what you did about it.', sentence)


RULE = Rule("UP108", "blame", check, kinds=("story",), requires_patterns=("blame",))
