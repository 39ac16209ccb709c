"""The actions are written as "we", and none as "I": the reader cannot see your own part.

An interviewer assesses what you would do on their team. Say what you yourself proposed, decided or did; keep "we" for
what was shared. If you only took part, say so, or choose a story in which the decisive step was yours: writing "I"
where others acted does not survive the first follow-up question. Background and a team's result may stay "we"; "I
recall" or "I think" does not count as an action.

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

import re
from collections.abc import Iterator

from upward.analysis.narrative.role_model import Role
from upward.analysis.narrative.sentence_roles import Agent, RoledSentence, story_roles
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Rule
from upward.text.story_parts import Part

# From this probability of an action on, "I" counts as acting, and "we" as acting: chosen on authors left out.
MIN_OWN, MIN_SHARED = 0.25, 0.1
# So many times more of the acting is the group's before a story with an "I" gets this remark.
OUTNUMBERED = 4
# "When we save it, we compare the two" explains how something works.
_RULE_OF_A_SYSTEM = re.compile(r"(?i)(?:when(?:ever)?|if|each time|every time|before|after) we \w+(?<!ed)\b")
# "I helped a bit" is no decisive act.
_MARGINAL = re.compile(
    r"\bI(?:['’]ve| have| had)? (?:\w+ )?(?:helped|assisted|supported|participated|attended|joined|contributed|took part"
    r"|was (?:\w+ )?(?:involved|part|there|present|responsible for (?:some|a part|parts)))\b"
)
# A sentence that describes how things were accuses no person.
BACKGROUND = 0.6


def check(story: StoryText) -> Iterator[Remark]:
    """Yield one remark on the first shared action of a story in which "I" does nothing that counts."""
    roles = story_roles(story)
    own = sum(
        each.roles[Role.ACTION]
        for each in roles.acts(Agent.SELF, outside=(Part.SITUATION, Part.LEARNING))
        if each.roles[Role.ACTION] >= MIN_OWN and not _MARGINAL.search(story.text_of(each.span))
    )
    shared = [
        each
        for each in roles.acts(Agent.GROUP, outside=(Part.SITUATION, Part.RESULT, Part.LEARNING))
        if _acts(each) and not _RULE_OF_A_SYSTEM.match(story.text, each.span.start)
    ]
    if not shared or (own and sum(each.roles[Role.ACTION] for each in shared) < OUTNUMBERED * own):
        return
    decisive = max(shared, key=lambda each: each.roles[Role.ACTION])
    yield Remark(
        'Only "we" acts in this story. Say what you yourself proposed, decided or did here; '
        "if the step was not yours, choose another story.",
        decisive.span,
    )


def _acts(sentence: RoledSentence) -> bool:
    action = sentence.roles[Role.ACTION]
    result = max(sentence.roles[Role.MEASURED], sentence.roles[Role.CHECKABLE])
    return action >= MIN_SHARED and action >= result and sentence.roles[Role.SITUATION] <= BACKGROUND


RULE = Rule("UP101", "we-without-i", check, kinds=("story",))
