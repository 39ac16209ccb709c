"""Choose the smallest bank of stories that covers themes, principles or questions, or plan one interview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Any

from upward.analysis.narrative.traceability import tellable
from upward.analysis.questions.coverage import (
    COVERED_FROM,
    Cover,
    graded_bank,
    stories_to_write,
)
from upward.analysis.questions.indexed_story import IndexedStory
from upward.analysis.questions.interview_plan import assign_stories
from upward.analysis.questions.matching import ANSWERABLE_FROM, StoryBank
from upward.model.errors import UsageError, extra_install
from upward.model.job import PLACE, Job, JobResult
from upward.model.page import Block, Callout, Heading, Page, Table, Tone
from upward.model.rubric import Question
from upward.session.session import Session
from upward.text.words import count_noun

# An untagged story's affinity, in deviations above other stories, at which it counts for half; a tag counts fully.
HALF_AFFINITY, UNTAGGED_MOST = 2.0, 0.5
# A question's answer counts from the first strength on, fully from the second: a ramp, so that no threshold decides.
RAMP = (0.35, 0.65)
_RUBRICS = {"theme": "story-themes", "principle": "amazon-principles"}
# Other words for the levels of the question bank.
_LEVELS = {"intermediate": "mid", "mid-level": "mid", "junior": "mid", "lead": "staff"}


class Target(StrEnum):
    """What a bank is to cover."""

    THEMES = "themes"
    PRINCIPLES = "principles"
    QUESTIONS = "questions"
    ALL = "all"


def run(
    session: Session,
    *,
    target: Annotated[Target, "Themes, principles, questions of a level, or all"] = Target.THEMES,
    size: Annotated[int, "At most this many stories"] = 8,
    level: Annotated[str, "The level of the questions: intermediate, senior, staff"] = "",
    loop: Annotated[str, "A file with the questions of one interview: assign a story to each, none twice", PLACE] = "",
    matrix: Annotated[bool, "Show stories against themes and principles"] = False,
) -> JobResult:
    """Choose among finished stories, say what stays uncovered and what to write; exit code 1 where something does."""
    if size < 1:
        raise UsageError(f"A bank of {size} stories covers nothing", next_step="give --size 1 or more")
    bank = session.bank()
    ready = {each.record.id for each in bank.stories if tellable(each.record)}
    if loop:
        return _loop(bank, ready, list(session.questions(loop)))
    wanted = _question_level(session, level)
    questions = [item for item in session.rubrics["question-bank"].questions if item.level == wanted]
    every = {**_shown(bank, session, ready), **_answered(bank, questions, ready)}
    sorts = ("theme", "principle", "question") if target is Target.ALL else (target.value.removesuffix("s"),)
    items = {name: each for name, each in every.items() if name.startswith(sorts)}
    found = graded_bank(items, size)
    ideas = stories_to_write(found.uncovered, _ideas(found.uncovered, questions, session))
    titles = {each.record.id: each.record.title for each in bank.stories}
    found = _useful(found)
    data = _data(found, ideas, titles, session.rubrics["question-bank"].questions, size, wanted)
    data["target"] = target.value
    data["unused"] = _unused(items, found.chosen, ready, titles)
    data["unfinished"] = sorted(set(titles) - ready)
    blocks = [*_blocks(data, wanted), *_left_out(data), *(_matrix(bank, every, ready) if matrix else ())]
    return JobResult(Page("The smallest bank", tuple(blocks)), data, rows=data["bank"], succeeded=not found.uncovered)


def _useful(found: Cover) -> Cover:
    """Leave out the stories that cover nothing in full: weak matches alone are no reason to prepare one."""
    return replace(found, chosen=tuple(story for story in found.chosen if found.covered[story]))


def _question_level(session: Session, level: str) -> str:
    """Give the level of the questions by any of its names; raises UsageError for one that there is not."""
    known = session.rubrics["question-bank"].levels
    wanted = level or session.settings.level
    wanted = wanted if wanted in known else _LEVELS.get(wanted, wanted)
    if wanted not in known:
        raise UsageError(f"No question is of the level {level or wanted}", next_step=f"there are {', '.join(known)}")
    return wanted


def _shown(bank: StoryBank, session: Session, ready: AbstractSet[str]) -> dict[str, dict[str, float]]:
    """Give, for each theme and principle, how strongly each finished story shows it: fully by the person's tag."""
    items: dict[str, dict[str, float]] = {}
    for sort, ident in _RUBRICS.items():
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


def _answered(bank: StoryBank, questions: Sequence[Question], ready: AbstractSet[str]) -> dict[str, dict[str, float]]:
    low, high = RAMP
    return {
        f"question:{item.id}": {
            match.story: min(1.0, (match.strength - low) / (high - low))
            for match in bank.rank_stories(item.text, len(bank.stories)).matches
            if match.strength > low and match.story in ready
        }
        for item in questions
    }


def _unused(
    items: Mapping[str, Mapping[str, float]], chosen: Sequence[str], ready: AbstractSet[str], titles: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Give the finished stories that are not in the bank, with what they would cover as well."""
    left = sorted(ready - set(chosen))
    return [
        {
            "story": story,
            "title": titles[story],
            "covers": [item for item, each in items.items() if each.get(story, 0.0) >= COVERED_FROM],
        }
        for story in left
    ]


def _left_out(data: Mapping[str, Any]) -> Iterator[Block]:
    if data["unused"]:
        yield Heading("Finished stories not needed for this")
        yield Table(
            ("story", "title", "covers as well"),
            tuple(
                (row["story"], row["title"], ", ".join(each.split(":")[1] for each in row["covers"]))
                for row in data["unused"]
            ),
        )
    if data["unfinished"]:
        yield Callout(f"Left out as drafts or too short: {', '.join(data['unfinished'])}.")


def _ideas(uncovered: Sequence[str], questions: Sequence[Question], session: Session) -> Mapping[str, Sequence[str]]:
    """Give what a new story would cover that is written for a question: the question, its principles, its themes."""
    bank_of_all = session.rubrics["question-bank"].questions
    found = {}
    for item in bank_of_all:
        labels = {f"principle:{name}" for name in item.principles} | {f"theme:{name}" for name in item.themes}
        alike = {
            f"question:{other.id}"
            for other in questions
            if other.id == item.id or ({*other.principles} == {*item.principles} and {*other.themes} == {*item.themes})
        }
        covers = [each for each in uncovered if each in labels | alike]
        if covers:
            found[item.id] = covers
    # A principle that no question of the bank asks for can still be written about.
    asked = {each for covers in found.values() for each in covers}
    return found | {f"about:{each}": [each] for each in uncovered if each not in asked}


def _data(
    found: Cover, ideas: Cover, titles: Mapping[str, str], questions: Sequence[Question], size: int, level: str
) -> dict[str, Any]:
    texts = {item.id: item.text for item in questions}
    return {
        "level": level,
        "size": size,
        "bank": [
            {"story": story, "title": titles[story], "covers": list(found.covered[story])} for story in found.chosen
        ],
        "uncovered": list(found.uncovered),
        "to_write": [
            {"idea": idea.removeprefix("about:"), "question": texts.get(idea, ""), "covers": list(ideas.covered[idea])}
            for idea in ideas.chosen
        ],
        "optimal": found.optimal,
        "gap": found.gap,
    }


def _blocks(data: Mapping[str, Any], level: str) -> Iterator[Block]:
    names = {"theme": "themes", "principle": "principles", "question": f"questions ({level})"}
    listed = [*data["uncovered"], *(each for row in data["bank"] for each in row["covers"])]
    sorts = [sort for sort in names if any(each.startswith(sort) for each in listed)]
    rows = tuple(
        (row["story"], row["title"], *(str(sum(each.startswith(sort) for each in row["covers"])) for sort in sorts))
        for row in data["bank"]
    )
    if not rows and not data["unused"]:
        yield Callout("There is no finished story yet: `upward draft`, or `upward add story`.", Tone.WARN)
    elif not rows:
        yield Callout("No finished story covers any of this in full.", Tone.WARN)
    else:
        yield Table(("story", "title", *(names[sort] for sort in sorts)), rows)
        proof = _proof(data["gap"], "No other bank of this size covers more.", optimal=data["optimal"])
        said = f"{count_noun(len(rows), 'story', 'stories')} of at most {data['size']}. {proof}"
        yield Callout(said, Tone.GOOD if data["optimal"] else Tone.WARN)
    if data["uncovered"]:
        yield Heading(f"Uncovered: {len(data['uncovered'])}")
        by_sort = {
            sort: [each.split(":")[1] for each in data["uncovered"] if each.startswith(sort)]
            for sort in ("theme", "principle", "question")
        }
        yield Table(("what", "which"), tuple((sort, ", ".join(names)) for sort, names in by_sort.items() if names))
        yield Heading(f"The fewest stories that would close it: {len(data['to_write'])}")
        yield Table(
            ("write a story for", "it would cover"),
            tuple((row["question"] or row["idea"], str(len(row["covers"]))) for row in data["to_write"]),
        )


def _proof(gap: float | None, best: str, *, optimal: bool) -> str:
    """Say how good the choice is: the best, within a gap of it, or chosen without the solver."""
    if optimal:
        return best
    if gap is None:
        return f"Chosen greedily; another choice may be better. For the proven best: {extra_install('cover')}."
    return f"The solver stopped early; another choice may be up to {gap:.1%} better."


def _matrix(bank: StoryBank, items: Mapping[str, Mapping[str, float]], ready: AbstractSet[str]) -> Iterator[Block]:
    """Yield a table of finished stories against what they show: ● by the person's tag, ○ suggested by its words."""
    for sort in _RUBRICS:
        names = [each for each in items if each.startswith(f"{sort}:")]
        rows = tuple(
            (each.record.id, *(_dot(each, name.split(":")[1], items[name]) for name in names))
            for each in bank.stories
            if each.record.id in ready
        )
        yield Table(("story", *(name.split(":")[1] for name in names)), rows)


def _dot(story: IndexedStory, name: str, strengths: Mapping[str, float]) -> str:
    return "●" if name in story.tags else "○" if strengths.get(story.record.id, 0.0) >= UNTAGGED_MOST / 2 else ""


def _loop(made: StoryBank, ready: AbstractSet[str], questions: Sequence[str]) -> JobResult:
    answers = {question: made.rank_stories(question, len(made.stories)) for question in dict.fromkeys(questions)}
    strengths = {
        question: {
            match.story: match.strength
            for match in answer.matches
            if match.strength >= ANSWERABLE_FROM and match.story in ready
        }
        for question, answer in answers.items()
        if answer.asks_for_story
    }
    plan = assign_stories(strengths)
    rows: list[dict[str, Any]] = [
        {
            "question": question,
            "story": plan.pairs.get(question, ""),
            "strength": strengths.get(question, {}).get(plan.pairs.get(question, ""), 0.0),
            "asks_for_story": answers[question].asks_for_story,
        }
        for question in answers
    ]
    data = {"plan": rows, "unanswered": list(plan.unanswered), "optimal": True, "gap": 0.0}
    table = Table(("question", "story", "strength"), tuple(_planned(row) for row in rows))
    note = Callout(
        f"{len(plan.pairs)} of {len(strengths)} answered, no story twice. No other plan is better.",
        Tone.WARN if plan.unanswered else Tone.GOOD,
    )
    return JobResult(
        Page("Which story answers which question", (table, note)), data, rows=rows, succeeded=not plan.unanswered
    )


def _planned(row: Mapping[str, Any]) -> tuple[str, str, str]:
    if not row["asks_for_story"]:
        return row["question"], "asks for no story", ""
    return row["question"], row["story"] or "no story yet", f"{row['strength']:.2f}" if row["story"] else ""


JOB = Job("cover", run, group="Interview")
