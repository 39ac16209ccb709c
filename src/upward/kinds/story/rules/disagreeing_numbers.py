"""A number in the text is not the one in the front matter.

You will learn the one and read the other. Every metric's value should stand in the text as
it is written in the front matter.

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

from upward.analysis.telling import told
from upward.model.extension import Context, Rule
from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.span import Span
from upward.text.star import Part
from upward.text.words import number

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


def check(record: Record, context: Context) -> Iterator[Remark]:  # noqa: ARG001 - every rule is given the context
    """Yield a remark where the Result gives another number of the same unit than the metric does."""
    story = told(record)
    results = story.within(Part.RESULT)
    metrics = record.mappings("metrics")
    if not results or not metrics:
        return
    text = story.cut(story.body)
    for metric in metrics:
        value, unit = str(metric.get("value", "")), str(metric.get("unit", "")).split()
        if not unit or number(value) is None or _is_said(value, text):
            continue
        known = {number(str(each.get(key, ""))) for each in metrics for key in ("value", "baseline")}
        same_unit = re.compile(rf"({_FIGURE.pattern})\s+{re.escape(unit[0])}\b")
        for span in results:
            for match in same_unit.finditer(story.text, span.start, span.stop):
                if number(match[1]) not in known:
                    message = f"The text says {match[1]} {unit[0]}, the front matter {value}: which one is right?"
                    yield Remark(message, Span(*match.span(1)))


def _is_said(value: str, text: str) -> bool:
    """Whether the text has the figure, however it writes it."""
    if re.search(rf"(?<![\d.,]){re.escape(value)}(?![\d.,]*\d)", text):
        return True
    return number(value) in {number(figure) for figure in set(_FIGURE.findall(text))}


RULE = Rule("UP404", "disagreeing-numbers", check, kinds=("story",), keys=("metrics",))
