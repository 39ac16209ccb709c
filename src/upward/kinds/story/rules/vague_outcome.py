"""The result contains nothing that another person could check.

"It went well" shows that nothing was measured. Give a number with its unit and what it was before; if there is none,
name an event: adopted by a team, approved, delivered on the announced date, promoted. A sentence about mood beside such
a fact does no harm.

## Bad

```markdown
## Action
I rewrote the importer, although the old one had no tests.
## Result
It went really well and everyone was happy with the improvement.
```

## Good

```markdown
## Action
I rewrote the importer, although the old one had no tests.
## Result
Imports take 4 minutes instead of 50, measured over all of June.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.outcome import OutcomeKind, story_outcome
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Rule


def check(story: StoryText) -> Iterator[Remark]:
    """Yield one remark on the sentence of a result that neither measures nor names an event."""
    outcome = story_outcome(story)
    if outcome.kind is OutcomeKind.VAGUE and not story.has_open_slots:
        yield Remark(
            "Vague outcome: nothing here can be checked. Give a number with what it was before, or name an event.",
            outcome.place,
        )


RULE = Rule("UP105", "vague-outcome", check, kinds=("story",))
