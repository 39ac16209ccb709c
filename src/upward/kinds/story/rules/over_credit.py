"""The credit goes to luck or to other people, and your own part cannot be seen.

Name what others did, and say what you did. Luck in the circumstances is fine ("fortunately the shop was closed that
day"); a result explained by luck is not, nor is a story whose decisive step another person takes.

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
from collections.abc import Iterator, Sequence
from operator import itemgetter

from upward.analysis.narrative.patterns.agency import CHANCE, LUCK, OTHERS
from upward.analysis.narrative.role_model import Role
from upward.analysis.narrative.sentence_roles import LIKELY, PERSON_ACTS, POSSIBLE, Agent, RoledSentence, story_roles
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Rule
from upward.model.span import Span
from upward.text.story_parts import Part

# Handing a problem on, looking at what another person did, or getting nowhere is no decisive step.
_HANDED_ON = re.compile(
    r"\bI (?:\w+ )?(?:opened a ticket|escalated|mentioned|reported|forwarded|passed|handed|informed|notified|kept \w+ \w+ informed"
    r"|kept (?:\w+ ){1,3}informed|checked (?:a few|some|it)|watched|waited|helped|assisted|supported|followed|attended)\b"
    r"|\b(?:could(?: not|n['’]t) (?:make sense|find|solve|fix|see|figure)|(?:did not|didn['’]t) know|had no idea)\b"
)
# From this probability of an action on, another person's is a step.
MIN_STEP = 0.35
_BESIDE = frozenset({Part.SITUATION, Part.TASK, Part.LEARNING})
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
    if seen:
        return
    step = _by_another(story, roles.sentences)
    if step is not None:
        yield Remark(
            "Another person took the decisive step. Say what you did, or choose a story in which it was yours.", step
        )


def _by_another(story: StoryText, sentences: Sequence[RoledSentence]) -> Span | None:
    """Give the step of another person that outweighs what the speaker did, and "we" before it."""
    steps = [each for each in sentences if each.part not in _BESIDE and each.roles[Role.ACTION] >= POSSIBLE]
    others = [each for each in sentences if each.agent is Agent.OTHER and each.part not in {*_BESIDE, Part.RESULT}]
    weight, decisive = max(((_weight(story, each), each) for each in others), key=itemgetter(0), default=(0.0, None))
    if decisive is None or weight < MIN_STEP:
        return None
    own = [
        each
        for each in steps
        if (each.agent is Agent.SELF or (each.agent is Agent.GROUP and each.span < decisive.span))
        and not _HANDED_ON.search(story.text_of(each.span))
    ]
    return decisive.span if sum(each.roles[Role.ACTION] for each in own) < weight else None


def _weight(story: StoryText, sentence: RoledSentence) -> float:
    # The model has seen few acts of others; a person who "found" or "wrote" acts.
    acts = PERSON_ACTS.search(story.text_of(sentence.span)) is not None
    return max(sentence.roles[Role.ACTION], LIKELY if acts else 0.0)


RULE = Rule("UP102", "over-credit", check, kinds=("story",))
