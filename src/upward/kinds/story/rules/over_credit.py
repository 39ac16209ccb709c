"""The credit goes to luck or to other people, and your own part cannot be seen.

Name what others did, and say what you did. Luck in the circumstances is no fault ("fortunately the shop was
closed that day"); a result explained by luck is, and so is a story whose decisive step another person takes.

## Bad

```markdown
## Result
Luckily it all worked out in the end. I just helped a bit; all the credit goes to my lead.
```

## Good

```markdown
## Result
Checkout errors fell from 3 to 0.4 percent in May. A colleague built the retry queue; I
found the cause and designed the change.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from upward.analysis.narrative.patterns.agency import CHANCE, LUCK, OTHERS
from upward.analysis.narrative.role_model import Role
from upward.analysis.narrative.sentence_roles import LIKELY, POSSIBLE, Agent, RoledSentence, story_roles
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Rule
from upward.text.story_parts import Part

# Handing a problem on, or looking at what another person did, is no decisive step.
_HANDED_ON = re.compile(
    r"\bI (?:\w+ )?(?:opened a ticket|escalated|mentioned|reported|forwarded|passed|handed|informed|notified|kept \w+ \w+ informed"
    r"|kept (?:\w+ ){1,3}informed|checked (?:a few|some|it)|watched|waited|helped|assisted|supported|followed|attended)\b"
)
_RESULTS = (Role.MOOD, Role.CHECKABLE, Role.MEASURED)


def check(story: StoryText) -> Iterator[Remark]:
    """Yield a remark for each sentence that gives the credit away, and one where only others act."""
    spans = story.without(Part.LEARNING)
    seen = set()
    for pattern, advice in (
        (LUCK, "Say what you did to create or use the opportunity."),
        (OTHERS, "Name what they did; then say what you did and what it changed."),
    ):
        for place in story.occurrences(pattern, spans):
            sentence = story.sentence_at(place)
            if sentence not in seen:
                seen.add(sentence)
                yield Remark(f'"{" ".join(story.text_of(place).split())}" gives the credit away. {advice}', sentence)
    roles = story_roles(story)
    chance = story.contains(CHANCE)
    for each in roles.sentences:
        by_chance = chance and each.agent is not Agent.SELF and CHANCE.regex.search(story.text_of(each.span))
        is_result = each.part is Part.RESULT or max(each.roles[role] for role in _RESULTS) >= POSSIBLE
        if by_chance and each.span not in seen and is_result:
            seen.add(each.span)
            yield Remark("The result is credited to luck. Say what you did that made it possible.", each.span)
    others = [each for each in roles.acts(Agent.OTHER) if each.likely(Role.ACTION)]
    if others and not seen and not any(_acts(story, each) for each in roles.sentences):
        yield Remark(
            "Another person took the decisive step. Say what you did, or choose a story in which it was yours.",
            max(others, key=lambda each: each.roles[Role.ACTION]).span,
        )


def _acts(story: StoryText, sentence: RoledSentence) -> bool:
    if sentence.part in {Part.SITUATION, Part.TASK, Part.LEARNING} or _HANDED_ON.search(story.text_of(sentence.span)):
        return False
    return sentence.agent in {Agent.SELF, Agent.GROUP} and sentence.roles[Role.ACTION] >= LIKELY / 2


RULE = Rule("UP102", "over-credit", check, kinds=("story",))
