"""A decision or an action is told as "we", and nothing near it says what you did.

A listener wants to know what you would do on their team. "We decided" hides that: were you
for it, against it, in the room? Say "I proposed…, and we agreed"; keep "we" for what
really was everybody's. Ask yourself: what would have been different without me?

## Bad

```markdown
## Action
We analysed the slow queries. We decided to add a cache and we implemented it in two weeks.
```

## Good

```markdown
## Action
I analysed the slow queries and proposed a cache. We implemented it in two weeks; I wrote
the invalidation.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.telling import FIRST_PERSON, TEAM_ACTED, WE_ACTED, WE_DECIDED, told
from upward.model.extension import Context, Rule
from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.span import Span
from upward.text.star import Part

# So many sentences before and after may hold the "I" that a "we" leans on.
NEAR = 1


def check(record: Record, context: Context) -> Iterator[Remark]:  # noqa: ARG001 - every rule is given the context
    """Yield a remark for each sentence in which only "we" acts."""
    story = told(record)
    around = story.without(Part.SITUATION, Part.RESULT, Part.LEARNING)
    for number, sentence in enumerate(around):
        words = story.cut(sentence)
        match = WE_DECIDED.search(words) or WE_ACTED.search(words) or TEAM_ACTED.search(words)
        if match is None:
            continue
        near = around[max(0, number - NEAR) : number + NEAR + 1]
        if any(FIRST_PERSON.search(story.cut(each)) for each in near):
            continue
        place = Span(sentence.start + match.start(), sentence.start + match.end())
        yield Remark(
            f'"{" ".join(match.group().split())}": what was your own part? '
            'Say what you proposed, decided or did, then what "we" did.',
            place,
        )


RULE = Rule("UP101", "we-without-i", check, kinds=("story",))
