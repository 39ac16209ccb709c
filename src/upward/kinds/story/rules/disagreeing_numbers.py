"""A number in the text differs from the one in the front matter.

You would learn one number and read another. Write every metric's value in the text as in the front matter.

## Bad

```markdown
---
title: Faster builds
metrics:
  - {id: build, value: "9", unit: minutes, baseline: "20", period: June, method: log}
---
## Result
Builds take 12 minutes instead of 20 minutes.
```

## Good

```markdown
---
title: Faster builds
metrics:
  - {id: build, value: "9", unit: minutes, baseline: "20", period: June, method: log}
---
## Result
Builds take 9 minutes instead of 20 minutes.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.rule import Rule
from upward.model.span import Span
from upward.text.story_parts import Part
from upward.text.words import parse_number

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


def check(record: Record, story: StoryText) -> Iterator[Remark]:
    """Yield a remark where the Result gives another number of the same unit than the metric does."""
    results = story.within(Part.RESULT)
    metrics = record.mappings("metrics")
    if not results or not metrics:
        return
    text = story.text_of(story.body)
    for metric in metrics:
        value, unit = str(metric.get("value", "")), str(metric.get("unit", "")).split()
        if not unit or parse_number(value) is None or _is_said(value, text):
            continue
        known = {parse_number(str(each.get(key, ""))) for each in metrics for key in ("value", "baseline")}
        same_unit = re.compile(rf"({_FIGURE.pattern})\s+{re.escape(unit[0])}\b")
        for span in results:
            for match in same_unit.finditer(story.text, span.start, span.stop):
                if parse_number(match[1]) not in known:
                    message = f"The text says {match[1]} {unit[0]}, the front matter says {value}: which one is right?"
                    yield Remark(message, Span(*match.span(1)))


def _is_said(value: str, text: str) -> bool:
    """Whether the text has the figure, however it writes it."""
    if re.search(rf"(?<![\d.,]){re.escape(value)}(?![\d.,]*\d)", text):
        return True
    return parse_number(value) in {parse_number(figure) for figure in set(_FIGURE.findall(text))}


RULE = Rule("UP404", "disagreeing-numbers", check, kinds=("story",), requires_keys=("metrics",))
