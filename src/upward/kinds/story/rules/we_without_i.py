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

from upward.analysis.narrative.patterns.agency import FIRST_PERSON, STATES, WE_ACTED, WE_DECIDED
from upward.analysis.narrative.patterns.part_patterns import MEASURE
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Rule
from upward.model.span import Span
from upward.text.story_parts import Part

# So many sentences before and after may hold the "I" that a "we" leans on.
NEAR = 1
# Words that open a clause in which "we" is part of an explanation, and how far back they are looked for.
_LEADS = frozenset("where which that found saw noticed how because since why what whatever whose until".split())
LEAD = 20


def check(story: StoryText) -> Iterator[Remark]:
    """Yield a remark for each sentence in which only "we" acts."""
    spans = story.without(Part.SITUATION, Part.RESULT, Part.LEARNING)
    seen = 0
    for place in sorted({*story.hits(WE_DECIDED, spans), *story.hits(WE_ACTED, spans)}):
        words = story.cut(place)
        if place.start < seen or not _is_deed(words) or _is_aside(story.text, place, words):
            continue
        near = story.neighbours(place, NEAR)
        # One remark a sentence is enough.
        seen = next((each.stop for each in near if each.start <= place.start < each.stop), place.stop)
        if any(FIRST_PERSON.exact.search(story.cut(each)) for each in near) or _is_outcome(story, place):
            continue
        yield Remark(
            f'"{" ".join(words.split())}": what was your own part? '
            'Say what you proposed, decided or did, then what "we" did.',
            place,
        )


def _is_outcome(story: StoryText, place: Span) -> bool:
    """Whether a story in which "I" acts ends here, without a label, with what "we" reached: "We launched in May"."""
    if story.parts or not story.any(FIRST_PERSON) or WE_DECIDED.exact.search(story.cut(place)):
        return False
    last = story.around(place)
    return not story.text[last.stop : story.body.stop].strip() and story.any(MEASURE, [last])


def _is_deed(words: str) -> bool:
    return words.rsplit(maxsplit=1)[-1].lower() not in STATES or WE_DECIDED.exact.search(words) is not None


def _is_aside(text: str, place: Span, words: str) -> bool:
    """Whether a clause tells how something worked or came about: "found that we fetched each row twice"."""
    before = text[max(0, place.start - LEAD) : place.start].lower().split()
    return bool(before) and before[-1] in _LEADS and WE_DECIDED.exact.search(words) is None


RULE = Rule("UP101", "we-without-i", check, kinds=("story",), requires_patterns=("we-decided", "we-acted"))
