"""Something was reduced by more than all of it.

A cut of 100 percent leaves nothing; one of 300 percent can't be. What is meant is usually
"to a third", or "four times as many before".

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

import re
from collections.abc import Iterator

from upward.analysis.telling import told
from upward.model.extension import Context, Rule
from upward.model.finding import Remark, Severity
from upward.model.record import Record
from upward.model.span import Span

_CUT = re.compile(
    r"\b(?:reduc\w+|cut(?:ting)?|decreas\w+|lower\w*|dropp?\w*|shr[aiu]nk\w*|fell|slash\w*|sav(?:ed|ing)|less|fewer|down)\b"
    r"[^.\n%]{0,60}?\bby\s+(?:about |around |over |more than |nearly )?(\d[\d,]*(?:\.\d+)?)\s*(?:%|percent\b|per cent\b)",
    re.IGNORECASE,
)
ALL_OF_IT = 100


def check(record: Record, context: Context) -> Iterator[Remark]:  # noqa: ARG001 - every rule is given the context
    """Yield a remark for each reduction by more than a hundred percent."""
    story = told(record)
    if "%" not in story.text and "percent" not in story.text and "per cent" not in story.text:
        return
    for match in _CUT.finditer(story.text, story.body.start, story.body.stop):
        if float(match[1].replace(",", "")) > ALL_OF_IT:
            message = f"Nothing can be reduced by {match[1]} percent: what was it before, and what is it now?"
            yield Remark(message, Span(match.start(1), match.end()))


RULE = Rule("UP402", "impossible-percentage", check, kinds=("story",), severity=Severity.ERROR)
