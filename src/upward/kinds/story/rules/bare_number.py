"""A number has no unit, no previous value, no period, or no method of measurement.

In the front matter every metric needs all four, since you will be asked for them. In the Result, a bare number says
nothing: 40 what?

## Bad

```markdown
---
title: Faster builds
metrics:
  - {id: build, value: "9"}
---
## Action
I removed 3 steps although two teams objected.
## Result
It went down to 9.
```

## Good

```markdown
---
title: Faster builds
metrics:
  - {id: build, value: "9", unit: minutes, baseline: "20", period: June 2026, method: median of the pipeline's log}
---
## Action
I removed 3 steps although two teams objected.
## Result
It went down to 9 minutes.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.rule import Rule
from upward.model.span import Span
from upward.text import frontmatter
from upward.text.quantities import quantities
from upward.text.story_parts import Part

_WANTED = ("unit", "baseline", "period", "method")
# A figure before the end of a clause, with nothing that it counts; dates, times, ranks and versions are none.
_BARE = re.compile(
    r"(?<![\w.,:/#$€£v-])(?:to|by|of|at|was|is|reached|hit|about|around|only)\s+(\d[\d,]*(?:\.\d+)?)(?=\s*(?:[.;,)]\s|[.;]?$))",
    re.MULTILINE,
)
_FIGURE = re.compile(r"\d[\d,.]*")
_YEAR = re.compile(r"(?:19|20)\d\d")


def check(record: Record, story: StoryText) -> Iterator[Remark]:
    """Yield a remark for each metric that lacks something, and for each bare figure of the Result."""
    metrics = record.mappings("metrics")
    front = frontmatter.parse_front_matter(record.text if metrics else "")
    for number, metric in enumerate(metrics):
        lacking = [key for key in _WANTED if not metric.get(key)]
        if "unit" in lacking and any(each.has_unit for each in quantities(str(metric.get("value") or ""))):
            lacking.remove("unit")
        # What counts days without something has no baseline.
        if lacking and lacking != ["baseline"]:
            name = metric.get("id") or metric.get("value") or "this metric"
            place = front.values.get(("metrics", number), Span(0, 0))
            yield Remark(f"{name} has no {', '.join(lacking)}, which interviewers ask for.", place)
        differs = _other_unit(metric)
        if differs:
            yield Remark(differs, front.values.get(("metrics", number), Span(0, 0)))
    for span in story.within(Part.RESULT):
        for match in _BARE.finditer(story.text, span.start, span.stop):
            # "9 minutes instead of 20": the second figure takes the unit of the first.
            alone = len(_FIGURE.findall(story.text_of(story.sentence_at(Span(*match.span()))))) == 1
            if alone and not _YEAR.fullmatch(match[1]):
                yield Remark(f"{match[1]} what? Say what it counts, and what it was before.", Span(*match.span(1)))


def _other_unit(metric: Mapping[str, Any]) -> str:
    """Say that a baseline has a unit of its own, which is not that of the value; empty where it has none."""
    unit, baseline = str(metric.get("unit") or ""), str(metric.get("baseline") or "")
    own = next((each for each in quantities(baseline) if each.has_unit), None)
    value = next(iter(quantities(f"{metric.get('value', '')} {unit}")), None)
    if not unit or own is None or value is None or (own.kind is value.kind and own.unit == value.unit):
        return ""
    name = metric.get("id") or metric.get("value") or "this metric"
    return f"{name} is in {unit} and its baseline is {baseline}: write both in one unit."


RULE = Rule("UP401", "bare-number", check, kinds=("story",))
