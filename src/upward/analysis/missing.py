"""Parts that a story should have and does not."""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.cue import Cue
from upward.analysis.telling import told
from upward.model.finding import Remark
from upward.model.record import Record
from upward.text.star import Part

# A part of fewer words is a heading with a placeholder.
LEAST = 2
# A text of fewer words is no story told without labels.
SHORT = 12


def missing(record: Record, part: Part, cue: Cue, question: str) -> Iterator[Remark]:
    """Yield one remark where the part is not there, is empty, or, without labels, nothing sounds like it."""
    story = told(record)
    span = story.parts.get(part)
    if span is not None:
        if story.length(part) < LEAST and "{{" not in span.cut(record.text):
            yield Remark(f"The {part.value.title()} is empty: {question}", span)
        return
    if story.parts:
        # A Task is often told in the Situation's last sentence; no other part hides so well.
        if part is not Part.TASK or not story.any(cue, story.within(Part.SITUATION)):
            yield Remark(f"There is no {part.value.title()}: {question}", story.last_line)
    elif story.words >= SHORT and not story.any(cue):
        yield Remark(f"Nothing here tells the {part.value.title()}: {question}", story.last_line)
