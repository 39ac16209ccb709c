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

from collections.abc import Iterator, Sequence

from upward.analysis.telling import CONCRETE, MEASURE, RESULT, VAGUE, Told, told
from upward.model.extension import Context, Rule
from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.span import Span
from upward.text.star import Part

SHORT = 12


def check(record: Record, context: Context) -> Iterator[Remark]:  # noqa: ARG001 - every rule is given the context
    """Yield one remark where the result neither measures nor shows anything."""
    story = told(record)
    sentences = _outcome(story)
    if not sentences or any(MEASURE.search(story.cut(each)) for each in sentences):
        return
    for sentence in sentences:
        match = VAGUE.search(story.cut(sentence))
        if match:
            place = Span(sentence.start + match.start(), sentence.start + match.end())
            yield Remark(
                f'"{" ".join(match.group().split())}" can\'t be checked: which number changed, from what to what?',
                place,
            )
            return
    if not any(CONCRETE.search(story.cut(each)) for each in sentences):
        place = Span(sentences[0].start, sentences[-1].stop)
        yield Remark(
            "The result has no number and nothing one could go and see: what is different now, and by how much?", place
        )


def _outcome(story: Told) -> Sequence[Span]:
    """Give the sentences of the result; in a story without labels, those that sound like one, or its last third."""
    if story.parts:
        return story.of(Part.RESULT)
    if story.words < SHORT:
        return ()
    rest = story.sentences[len(story.sentences) * 2 // 3 :]
    found = [
        each
        for each in story.sentences[len(story.sentences) // 2 :]
        if RESULT.search(story.cut(each)) or VAGUE.search(story.cut(each))
    ]
    return found or rest


RULE = Rule("UP105", "vague-outcome", check, kinds=("story",))
