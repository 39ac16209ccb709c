"""A design document names the chosen option before comparing the options, and the others have no advantages.

Such a document justifies a choice instead of informing about it. Put the decision after the options, and say what each
rejected option would have been better at.

## Bad

```markdown
# Queue for orders
## Decision
We will use Kafka.
## Alternatives considered
### RabbitMQ
Not scalable enough and hard to operate.
### A table
Too slow and bad for the database.
```

## Good

```markdown
# Queue for orders
## Options
### RabbitMQ
Easier to operate than the others, but not scalable enough for December.
### Kafka
Scales, but needs two people who know it.
## Decision
We will use Kafka.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from upward.analysis.narrative.patterns.design_docs import DECISION, OPTIONS
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark, Severity
from upward.model.record import Record
from upward.model.rule import Rule

_DECISION = re.compile(
    r"^(?!decision drivers?\b)(?:(?:the |our )?(?:decision|decision outcome|chosen|choice|solution|proposal|proposed solution|recommendation|what we will do))\b",
    re.IGNORECASE,
)
_OPTIONS = re.compile(
    r"\b(?:alternatives?|(?:other |considered |rejected )options?|options? considered|options)\b", re.IGNORECASE
)
_GAIN = re.compile(
    r"\b(?:good|pros?|advantages?|benefits?|easier|simpler|simple|faster|cheaper|better|less (?:work|code|risk)|fewer|mature|proven|familiar|well[- ]known|no (?:new|extra|additional)|would (?:have )?(?:give|save|allow|make))\b|\+",
    re.IGNORECASE,
)


def check(record: Record, story: StoryText) -> Iterator[Remark]:
    """Yield one remark on a document that weighs nothing."""
    if not (story.contains(OPTIONS) and story.contains(DECISION)):
        return
    sections = record.sections
    options = next((section for section in sections if _OPTIONS.search(section.title)), None)
    decision = next((section for section in sections if _DECISION.search(section.title)), None)
    if options is None or decision is None or decision.head.start > options.head.start:
        return
    if not _GAIN.search(options.body.cut(record.text)):
        message = (
            "The chosen option is named before the others, and no other option has an advantage: "
            "what is each better at?"
        )
        yield Remark(message, options.head)


RULE = Rule("UP802", "justified-decision", check, severity=Severity.HINT, requires_patterns=("options",))
