"""Parts that a story should have and does not: by its labels, and without labels by the roles of its sentences."""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.patterns.part_patterns import TASK
from upward.analysis.narrative.role_model import Role
from upward.analysis.narrative.sentence_roles import LIKELY, POSSIBLE, story_roles
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.text.story_parts import Part

# A part of fewer words is a heading with a placeholder.
MIN_PART_WORDS = 2
# A text of fewer words is no note yet.
MIN_WORDS = 3
# The probability below which no sentence of a text without labels has a part's role: chosen on authors left out.
MIN_ROLE = 0.1
# A longer text without labels tells what was to be done by all that it tells: of 17 such findings on notes of another
# writer no reader called one right (docs/evaluation/red-flags.md).
MOST_WORDS_WITHOUT_TASK = 80
_ROLES = {
    Part.SITUATION: (Role.SITUATION, Role.OBSTACLE, Role.TASK),
    Part.TASK: (Role.TASK,),
    Part.ACTION: (Role.ACTION,),
}


def _tells_situation(story: StoryText) -> bool:
    # Of one sentence, it is the Task itself.
    first = [each for each in story_roles(story).sentences if each.part in {None, Part.TASK}]
    return len(first) > 1 and any(
        max(each.roles[Role.SITUATION], each.roles[Role.OBSTACLE]) >= LIKELY for each in first[:2]
    )


def missing_parts(story: StoryText, part: Part, question: str) -> Iterator[Remark]:
    """Yield one remark where a part is not there, is empty, or, without labels, no sentence has its role."""
    span = story.parts.get(part)
    name = part.value.title()
    if span is not None:
        if story.length(part) < MIN_PART_WORDS and "{{" not in span.cut(story.record.text):
            yield Remark(f"The {name} is empty. {question}", span)
        return
    if part is Part.TASK and story.contains(TASK, story.without(Part.RESULT, Part.LEARNING)):
        return
    roles = story_roles(story)
    highest = max(roles.highest(role) for role in _ROLES[part])
    if story.parts:
        # A Task is often written in the Situation's last sentence, a Situation in the Task's first.
        hides = highest >= POSSIBLE if part is Part.TASK else part is Part.SITUATION and _tells_situation(story)
        if not hides:
            yield Remark(f"Missing {name}. {question}", story.last_line)
    elif part is Part.TASK and story.words > MOST_WORDS_WITHOUT_TASK:
        return
    elif story.words >= MIN_WORDS and not story.has_open_slots and highest < MIN_ROLE:
        yield Remark(f"No sentence of the story is its {name}. {question}", story.last_line)
