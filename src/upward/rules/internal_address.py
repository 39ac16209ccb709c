"""A text for other readers contains an internal host, address or ticket link.

It shows outsiders how your employer's network is built, and means nothing to an interviewer.

## Bad

```markdown
The alert came from db7.payments.internal at night, although nobody was on call.
```

## Good

```markdown
The alert came from the payments database at night, although nobody was on call.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.patterns.confidential import INTERNAL
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Applicability, Edit, Fix, Remark
from upward.model.rule import Rule


def check(story: StoryText) -> Iterator[Remark]:
    """Yield a remark for each internal address in the prose."""
    for place in story.occurrences(INTERNAL):
        fix = Fix("Redact it", (Edit(place, "[internal address]"),), Applicability.UNSAFE)
        yield Remark(f"{story.text_of(place)} is an internal address: describe it instead.", place, fix)


RULE = Rule("UP603", "internal-address", check, kinds=("story",), requires_patterns=("internal",))
