"""The story is not written in English, so its wording is not checked.

The rules about wording understand only English. Facts such as links, dates and keys are checked in every language.

## Bad

```markdown
Wir haben den Import umgestellt und ich habe die Abfragen geschrieben, die das Ergebnis mit dem alten vergleichen.
```

## Good

```markdown
We moved the import, and I wrote the queries that compare the result with the old one.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark, Severity
from upward.model.rule import Rule


def check(story: StoryText) -> Iterator[Remark]:
    """Yield one remark that names the language."""
    if story.is_foreign:
        yield Remark(story.unread(), story.first_line(story.body))


RULE = Rule("UP209", "other-language", check, kinds=("story",), severity=Severity.HINT)
