"""The text tells two stories.

Two minutes are enough for only one. Keep the stronger one here, and move the other to its own file.

## Bad

```markdown
I had to fix the export by May. I rewrote the parser and compared both outputs. It ran 90 nights without a failure.

Another time the billing had to move. I wrote a script that compared both sides. Nothing was lost.
```

## Good

```markdown
I had to fix the export by May. I rewrote the parser and compared both outputs. It ran 90 nights without a failure.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.patterns.lesson_patterns import ANOTHER_STORY
from upward.analysis.narrative.role_model import Role
from upward.analysis.narrative.sentence_roles import story_roles
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Rule
from upward.model.span import Span

# From this probability of an action on, something is done on either side: an opening sentence is rarely a clear action.
MIN_ACT = 0.1


def check(story: StoryText) -> Iterator[Remark]:
    """Yield one remark where a second occasion begins, with actions before and behind it."""
    for place in story.occurrences(ANOTHER_STORY):
        # What announces it may begin with the end of the sentence before.
        sentence = story.sentence_at(Span(place.stop - 1, place.stop))
        again = story.text_of(place).endswith(":")
        acts = [each.span.start for each in story_roles(story).sentences if each.roles[Role.ACTION] >= MIN_ACT]
        if again or (any(act < sentence.start for act in acts) and any(act >= sentence.start for act in acts)):
            yield Remark("A second story begins here. Move it to its own file.", sentence)
            return


RULE = Rule("UP111", "two-stories", check, kinds=("story",), requires_patterns=("another-story",))
