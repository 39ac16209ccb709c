"""The Result does not answer the Task.

If the Task was to halve the build time, the Result says what the build time is now. Another
gain may come after it.

## Bad

```markdown
## Task
I had to halve the build time of the mobile application by June.
## Result
The guests enjoyed the workshop, and two colleagues gave talks in autumn.
```

## Good

```markdown
## Task
I had to halve the build time of the mobile application by June.
## Result
The build takes 9 minutes instead of 20.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark, Severity
from upward.model.rule import Rule
from upward.text.story_parts import Part
from upward.text.words import index_terms

# With fewer telling words in either, having none in common means nothing.
LEAST = 4


def check(story: StoryText) -> Iterator[Remark]:
    """Yield one remark where Task and Result share no telling word."""
    task, result = story.parts.get(Part.TASK), story.parts.get(Part.RESULT)
    if task is None or result is None or task == result or story.has_open_slots:
        return
    task_terms, answered = set(index_terms(story.text_of(task))), set(index_terms(story.text_of(result)))
    # The Situation names what the Task then calls "it".
    situation = story.parts.get(Part.SITUATION)
    task_terms |= set(index_terms(story.text_of(situation))) if situation else set()
    if min(len(task_terms), len(answered)) >= LEAST and task_terms.isdisjoint(answered):
        yield Remark("The Result shares no word with the Task: does it answer the task?", story.first_line(result))


RULE = Rule("UP208", "result-off-task", check, kinds=("story",), severity=Severity.HINT, preview=True)
