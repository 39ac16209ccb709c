"""The result is told without anything one could check.

"It went well" says that you did not look. Give a number with its unit and what it was
before; where there is none, say what is different now that anybody can see.

## Bad

```markdown
## Action
I rewrote the importer, although the old one had no tests.
## Result
It went really well and everyone was happy with the improvement.
```

## Good

```markdown
## Action
I rewrote the importer, although the old one had no tests.
## Result
Imports take 4 minutes instead of 50, measured over all of June.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.cues import CONCRETE, MEASURE, VAGUE
from upward.analysis.telling import Told, told
from upward.model.extension import Context, Rule
from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.span import Span
from upward.text.star import Part

SHORT = 12


def check(record: Record, context: Context) -> Iterator[Remark]:  # noqa: ARG001 - every rule is given the context
    """Yield one remark where the result neither measures nor shows anything."""
    story = told(record)
    spans = _outcome(story)
    if not spans or story.any(MEASURE, spans):
        return
    vague = next(story.hits(VAGUE, spans), None)
    if vague is not None:
        words = " ".join(story.cut(vague).split())
        yield Remark(f'"{words}" can\'t be checked: which number changed, from what to what?', vague)
    elif not story.any(CONCRETE, spans):
        message = "The result has no number and nothing one could go and see: what is different now, and by how much?"
        yield Remark(message, story.first_line(Span(spans[0].start, spans[-1].stop)))


def _outcome(story: Told) -> list[Span]:
    """Give where the result is told; without labels, the end of the story, by what sounds like one."""
    if story.parts:
        return [span for span in story.within(Part.RESULT) if story.cut(span).strip()]
    if story.words < SHORT:
        return []
    size = story.body.stop - story.body.start
    half, third = (Span(story.body.stop - size // share, story.body.stop) for share in (2, 3))
    if story.any(VAGUE, [third]) and not story.any(MEASURE, [third]):
        return [third]
    return [half]


RULE = Rule("UP105", "vague-outcome", check, kinds=("story",))
