"""The story has no obstacle: no problem with stakes, constraint, opposition or setback.

Without one, a story shows no judgement. Say what was difficult and what depended on it: a deadline, a failure, a person
who disagreed, or two good options of which you could choose only one. A word such as "although" is not an obstacle.

## Bad

```markdown
## Situation
Our team builds dashboards for the sales department.
## Task
I was asked to build it in March.
## Action
I gathered the wishes, I designed the screens, I built them with our usual tools, and I
presented them to the department. Then I trained the users and handed it over.
## Result
20 people use it daily.
```

## Good

```markdown
## Situation
Our team builds dashboards for the sales department.
## Task
I was asked to build it in March.
## Action
I gathered the wishes and found that two groups wanted opposite things. Sales refused a
common view, so I showed both what each would lose, and built the smaller one first.
## Result
20 people use it daily.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.patterns.part_patterns import OBSTACLE
from upward.analysis.narrative.role_model import Role
from upward.analysis.narrative.sentence_roles import story_roles
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Rule
from upward.text.story_parts import Part

# A text of fewer words is no note yet.
MIN_WORDS = 3
# How many sentences are expected to be an obstacle, with the bonus of a wording; chosen on authors left out.
MIN_OBSTACLES = 0.6
WORDED = 0.4
# A wording counts only in a sentence that may be an obstacle: "although it was Monday" is none.
SUSPECTED = 0.12


def check(story: StoryText) -> Iterator[Remark]:
    """Yield one remark where no sentence before the Result is likely to be an obstacle."""
    if story.has_open_slots or story.words < MIN_WORDS:
        return
    sentences = [each for each in story_roles(story).sentences if each.part not in {Part.RESULT, Part.LEARNING}]
    expected = sum(each.roles[Role.OBSTACLE] for each in sentences)
    if expected >= MIN_OBSTACLES:
        return
    worded = any(
        each.roles[Role.OBSTACLE] >= SUSPECTED and OBSTACLE.regex.search(story.text_of(each.span)) for each in sentences
    )
    if expected + (WORDED if worded else 0.0) < MIN_OBSTACLES:
        place = story.first_line(story.parts.get(Part.ACTION, story.body))
        yield Remark(
            "No obstacle. Say what stood in the way: a constraint, a setback, opposition or a hard choice.", place
        )


RULE = Rule("UP104", "no-obstacle", check, kinds=("story",))
