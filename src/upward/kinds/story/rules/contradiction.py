"""Two statements of a story, or of a story and a record it links, can't both be right.

Computed, never guessed: "from 900 to 200 ms, that is 50 percent less" is 78 percent; parts that do not add up; a period
that does not fit its dates; "alone" although the record names a co-author; "led" although it names another lead. An
interviewer does the same arithmetic.

## Bad

```markdown
## Result
The search went from 900 to 200 ms, that is 50 percent less.
```

## Good

```markdown
## Result
The search went from 900 to 200 ms, that is 78 percent less.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Context, Rule

# Told by rules of their own: impossible-percentage, overstated-verb.
_ELSEWHERE = frozenset({"more-than-all", "led"})


def check(story: StoryText, context: Context) -> Iterator[Remark]:
    """Yield a remark for each contradiction."""
    from upward.analysis.narrative.contradictions import contradictions

    for each in contradictions(story, context.corpus, context.me):
        if each.kind not in _ELSEWHERE:
            message = f"{each.message[:1].upper()}{each.message[1:]}"
            yield Remark(f"Contradiction: {message}. Correct one of the two.", each.span)


RULE = Rule("UP503", "contradiction", check, kinds=("story",))
