"""The result names an event that can be checked, but no number.

The next question will be "by how much?". One number that you can recall answers it: how long, how many, how
often, of how many, and what it was before.

## Bad

```markdown
## Action
I moved the report to a nightly table, although the analysts had asked for live figures.
## Result
It is still in use, and the finance department took over the idea.
```

## Good

```markdown
## Action
I moved the report to a nightly table, although the analysts had asked for live figures.
## Result
It is still in use, and opens in 2 seconds instead of 40, as the page's own log shows.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.outcome import OutcomeKind, acting_sentences, story_outcome
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark, Severity
from upward.model.quantity import QuantityKind
from upward.model.rule import Rule
from upward.text.story_parts import Part


def check(story: StoryText) -> Iterator[Remark]:
    """Yield one remark where the result is an event without a number; a vague one has its own rule."""
    outcome = story_outcome(story)
    if outcome.kind is not OutcomeKind.CHECKABLE or story.has_open_slots:
        return
    # Without a labelled Result, any sentence from the first action on may tell how much, or by which day.
    places = [outcome.place, *(story.within(Part.RESULT) or acting_sentences(story))]
    found = [each for place in places for each in story.quantities_in(place)]
    if not any(each.is_number or each.kind is QuantityKind.ORDINAL for each in found):
        yield Remark("The result has no number. Say how much it is, and what it was before.", outcome.place)


RULE = Rule("UP405", "no-metric", check, kinds=("story",), severity=Severity.HINT)
