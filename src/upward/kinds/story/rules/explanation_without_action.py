"""The text explains a technology or a system, and no person acts in it.

An interviewer asks what you did. Keep one sentence of explanation, and say what you decided, built or changed.

## Bad

```markdown
Each request carries a version. The store compares the version of the row with that of the request. An older
request is rejected, and the client reads the row again. The log keeps every version for a week. Compaction
removes the older ones at night, and a checksum protects each segment.
```

## Good

```markdown
Two clients overwrote each other's rows, and nobody knew which. I gave each row a version, let the store reject
older requests, and wrote the test that had been missing.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.occasions import explains_only
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Rule


def check(story: StoryText) -> Iterator[Remark]:
    """Yield one remark on a text in which no person acts."""
    if explains_only(story):
        yield Remark(
            "Technical explanation without an action. Say what you decided, built or changed.",
            story.first_line(story.body),
        )


RULE = Rule("UP112", "explanation-without-action", check, kinds=("story",))
