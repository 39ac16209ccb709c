"""The Action names attitudes instead of steps.

"I took ownership and worked closely with the team" could be said of anything. Say what
a colleague would have seen you do: wrote, asked, measured, removed, called.

## Bad

```markdown
## Action
I took full ownership, collaborated with all stakeholders and made sure that everything went ahead.
```

## Good

```markdown
## Action
I read the logs of May, found two queries behind every timeout, and asked both owners to review an index.
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from upward.analysis.narrative.patterns.agency import ABSTRACT, STEP
from upward.analysis.narrative.sentence_roles import Agent, story_roles
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Rule
from upward.model.span import Span
from upward.text.story_parts import Part

# One step may be an accident of words; two are a way.
LEAST = 2
SHORT = 8


def check(story: StoryText) -> Iterator[Remark]:
    """Yield one remark where the Action has attitudes and fewer than two steps."""
    spans = story.within(Part.ACTION)
    if not spans or story.has_open_slots or story.length(Part.ACTION) < SHORT:
        return
    places = list(story.occurrences(ABSTRACT, spans))
    vague = next(iter(places), None)
    steps = {story.text_of(place).lower() for place in story.occurrences(STEP, spans)}
    if vague is not None and len(steps) < LEAST and not _lists_steps(story, places):
        words = " ".join(story.text_of(vague).split())
        yield Remark(f'"{words}" is too vague: write what a colleague would have seen you do, step by step.', vague)


def _lists_steps(story: StoryText, abstract: Sequence[Span]) -> bool:
    """Whether the Action is a list of steps without a subject, whatever the verbs: "Studied the rules"."""
    listed = [each.span for each in story_roles(story).acts(Agent.SELF) if each.part is Part.ACTION and each.implied]
    starts = {place.start for place in abstract}
    return sum(span.start not in starts for span in listed) > LEAST


RULE = Rule("UP207", "abstract-action", check, kinds=("story",))
