"""The text says what you would do, not what you did.

A behavioural question asks for something that happened. Choose one occasion, and tell what you did in it.

## Bad

```markdown
When two colleagues quarrel over a design, I would talk to each of them alone first. Then I would bring them
together with a list of what they agree on.
```

## Good

```markdown
In March two colleagues quarrelled over the cache. I talked to each of them alone, wrote down what they agreed
on, and we decided in half an hour.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.occasions import NarrativeKind, narrative_kind_of
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Rule


def check(story: StoryText) -> Iterator[Remark]:
    """Yield one remark where most of the text is hypothetical."""
    found = narrative_kind_of(story)
    if found.kind is NarrativeKind.HYPOTHETICAL:
        yield Remark("Hypothetical answer. Describe one occasion: what you did, and the result.", found.place)


RULE = Rule("UP109", "hypothetical-answer", check, kinds=("story",))
