"""An internal host, address or ticket link stands in what others will read.

It tells strangers how your employer's network is built, and tells an interviewer nothing.

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

from upward.analysis.exposure import INTERNAL
from upward.analysis.telling import told
from upward.model.extension import Context, Rule
from upward.model.finding import Applicability, Edit, Fix, Remark
from upward.model.record import Record


def check(record: Record, context: Context) -> Iterator[Remark]:  # noqa: ARG001 - every rule is given the context
    """Yield a remark for each internal address in the prose."""
    story = told(record)
    for place in story.hits(INTERNAL):
        fix = Fix("Redact it", (Edit(place, "[internal address]"),), Applicability.UNSAFE)
        yield Remark(f"{story.cut(place)} is an internal address: say what it is instead.", place, fix)


RULE = Rule("UP603", "internal-address", check, kinds=("story",), cues=("internal",))
