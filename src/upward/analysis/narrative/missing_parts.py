"""Parts that a story should have and does not."""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.patterns.pattern import Pattern
from upward.analysis.narrative.story_text import parse_story
from upward.model.finding import Remark
from upward.model.record import Record
from upward.text.story_parts import Part

# A part of fewer words is a heading with a placeholder.
LEAST = 2
# A text of fewer words is no story told without labels.
SHORT = 12


def missing_parts(record: Record, part: Part, cue: Pattern, question: str) -> Iterator[Remark]:
    """Yield one remark where the part is not there, is empty, or, without labels, nothing sounds like it."""
    story = parse_story(record)
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
