"""A percentage does not say what it is a share of.

"40 percent faster" than what? Give both values, or the number of cases: from 20 to 12 minutes; 8 of 11 releases.

## Bad

```markdown
## Result
Deploys got 40% faster.
```

## Good

```markdown
## Result
Deploys got 40% faster: 12 minutes instead of 20.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark, Severity
from upward.model.rule import Rule
from upward.model.span import Span
from upward.text.story_parts import Part

_PERCENT = re.compile(r"\b\d[\d,.]*\s*(?:%|percent\b|per cent\b)", re.IGNORECASE)
# What a percentage is of stands behind it: "92% of assets".
_SHARE_OF = re.compile(r"\s+of\s+[A-Za-z]")
# A second number, or words that name what it was before or a share of.
_BASE = re.compile(
    r"\d|\b(?:from|instead|before|previously|compared|baseline|than (?:the|in|last|we|it)|of (?:the|our|all|users|customers|requests|deploys|cases))\b",
    re.IGNORECASE,
)


def check(story: StoryText) -> Iterator[Remark]:
    """Yield a remark for each percentage of the Result without a base in its sentence."""
    for span in story.within(Part.RESULT):
        for match in _PERCENT.finditer(story.text, span.start, span.stop):
            around = story.sentence_at(Span(*match.span()))
            rest = story.text[around.start : match.start()] + " " + story.text[match.end() : around.stop]
            if not _BASE.search(rest):
                is_share = _SHARE_OF.match(story.text, match.end()) is not None
                message = (
                    f"{match.group()} of how many? Give the number, or what it was before."
                    if is_share
                    else f"{match.group()} of what? Say what it was before, or out of how many."
                )
                yield Remark(message, Span(*match.span()))


RULE = Rule("UP403", "percentage-without-base", check, kinds=("story",), severity=Severity.HINT)
