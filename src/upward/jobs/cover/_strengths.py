"""How strongly each finished story shows a theme or a principle, and answers a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

from upward.analysis.questions.indexed_story import IndexedStory, story_tags
from upward.analysis.questions.matching import StoryBank
from upward.model.record import Record
from upward.model.rubric import Question
from upward.session.session import Session

# An untagged story's affinity, in deviations above other stories, at which it counts for half; a tag counts fully.
HALF_AFFINITY, UNTAGGED_MOST = 2.0, 0.5
# A question's answer counts from the first strength on, fully from the second: a ramp, so that no threshold decides.
RAMP = (0.35, 0.65)
RUBRICS = {"theme": "story-themes", "principle": "amazon-principles"}


def lacks_tags(session: Session) -> Callable[[Record], bool]:
    """Give which stories have no tag of some rubric: only of these the text is compared with its criteria."""
    rubrics = [{criterion.id for criterion in session.rubric(ident).criteria} for ident in RUBRICS.values()]
    return lambda story: any(names.isdisjoint(story_tags(story)) for names in rubrics)


def shown(bank: StoryBank, session: Session, ready: AbstractSet[str]) -> dict[str, dict[str, float]]:
    """Give, for each theme and principle, how strongly each finished story shows it: fully by the person's tag."""
    items: dict[str, dict[str, float]] = {}
    for sort, ident in RUBRICS.items():
        names = [criterion.id for criterion in session.rubric(ident).criteria]
        for name in names:
            strengths = {
                each.record.id: each.quality if name in each.tags else _untagged(each, name, names)
                for each in bank.stories
                if each.record.id in ready
            }
            items[f"{sort}:{name}"] = {story: value for story, value in strengths.items() if value > 0}
    return items


def _untagged(story: IndexedStory, name: str, names: Sequence[str]) -> float:
    """Give what a story without any tag of a rubric counts for one of its criteria: never as much as a tag."""
    if not story.tags.isdisjoint(names):
        return 0.0
    return (
        UNTAGGED_MOST
        * 0.98
        * min(1.0, max(0.0, story.label_affinity.get(name, 0.0) - 0.5) / HALF_AFFINITY)
        * story.quality
    )


def answered(bank: StoryBank, questions: Sequence[Question], ready: AbstractSet[str]) -> dict[str, dict[str, float]]:
    low, high = RAMP
    return {
        f"question:{item.id}": {
            match.story: min(1.0, (match.strength - low) / (high - low))
            for match in bank.rank_stories(item.text, len(bank.stories)).matches
            if match.strength > low and match.story in ready
        }
        for item in questions
    }
