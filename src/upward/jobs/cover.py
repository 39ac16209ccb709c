"""Choose the smallest bank of stories that covers themes, principles and questions, or plan one interview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from upward.analysis.questions.coverage import Cover, InterviewPlan, assign_stories, smallest_bank, stories_to_write
from upward.analysis.questions.matching import ENOUGH, StoryBank
from upward.model.errors import UsageError, extra_install
from upward.model.job import PLACE, Job, JobResult
from upward.model.page import Block, Callout, Heading, Page, Table, Tone
from upward.model.rubric import Question
from upward.session.session import Session
from upward.text.words import count_noun

# A story that is not tagged counts as showing what it speaks of this much more than others, in deviations.
SPOKEN = 1.0
_RUBRICS = {"principle": "amazon-principles", "theme": "story-themes"}


def run(
    session: Session,
    *,
    size: Annotated[int, "At most this many stories"] = 8,
    level: Annotated[str, "Cover the questions of this level: mid, senior, staff"] = "",
    loop: Annotated[
        str, "A file with the questions of one interview: plan who answers what, no story twice", PLACE
    ] = "",
    matrix: Annotated[bool, "Show stories against principles and themes"] = False,
) -> JobResult:
    """Solve exactly, say what stays uncovered and what to write; exit code 1 where something does."""
    if size < 1:
        raise UsageError(f"A bank of {size} stories covers nothing", next_step="give --size 1 or more")
    made = session.bank()
    if loop:
        return _loop(made, list(session.questions(loop)))
    level = level or session.settings.level
    questions = [item for item in session.rubrics["question-bank"].questions if item.level == level]
    if not questions:
        known = ", ".join(session.rubrics["question-bank"].levels)
        raise UsageError(f"No question is of the level {level}", next_step=f"there are {known}")
    items = {**_shown(made, session), **_answered(made, questions)}
    found = smallest_bank(items, size)
    ideas = stories_to_write(found.uncovered, _ideas(found.uncovered, questions, session))
    titles = {told.record.id: told.record.title for told in made.stories}
    data = _data(found, ideas, titles, session.rubrics["question-bank"].questions, size, level)
    blocks = [*_blocks(data, level), *(_matrix(made, items) if matrix else ())]
    return JobResult(Page("The smallest bank", tuple(blocks)), data, rows=data["bank"], succeeded=not found.uncovered)


def _shown(made: StoryBank, session: Session) -> dict[str, dict[str, float]]:
    """Give, for each principle and theme, the stories that show it, by their tags or else by what they speak of."""
    items: dict[str, dict[str, float]] = {}
    for sort, ident in _RUBRICS.items():
        names = [criterion.id for criterion in session.rubric(ident).criteria]
        for name in names:
            items[f"{sort}:{name}"] = {
                told.record.id: told.factor
                for told in made.stories
                if name in told.tags or (told.tags.isdisjoint(names) and told.speaks.get(name, 0.0) >= SPOKEN)
            }
    return items


def _answered(made: StoryBank, questions: Sequence[Question]) -> dict[str, dict[str, float]]:
    return {
        f"question:{item.id}": {
            match.story: match.strength
            for match in made.answer(item.text, len(made.stories)).matches
            if match.strength >= ENOUGH
        }
        for item in questions
    }


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
    rows = tuple(
        (
            row["story"],
            row["title"],
            *(str(sum(each.startswith(sort) for each in row["covers"])) for sort in ("principle", "theme", "question")),
        )
        for row in data["bank"]
    )
    if rows:
        yield Table(("story", "title", "principles", "themes", f"questions ({level})"), rows)
    else:
        yield Callout("There is no story to choose from yet: `upward draft`, or `upward add story`.", Tone.WARN)
    proof = _proof(data["gap"], "No other bank of this size covers more.", optimal=data["optimal"])
    yield Callout(
        f"{count_noun(len(rows), 'story', 'stories')} of at most {data['size']}. {proof}",
        Tone.GOOD if data["optimal"] else Tone.WARN,
    )
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


def _matrix(made: StoryBank, items: Mapping[str, Mapping[str, float]]) -> Iterator[Block]:
    """Yield a table of stories against what they show; a dot is by tag or by what they speak of."""
    for sort in _RUBRICS:
        names = [each for each in items if each.startswith(f"{sort}:")]
        rows = tuple(
            (told.record.id, *("●" if told.record.id in items[name] else "" for name in names)) for told in made.stories
        )
        yield Table(("story", *(name.split(":")[1] for name in names)), rows)


def _loop(made: StoryBank, questions: Sequence[str]) -> JobResult:
    answers = {question: made.answer(question, len(made.stories)) for question in dict.fromkeys(questions)}
    strengths = {
        question: {match.story: match.strength for match in answer.matches if match.strength >= ENOUGH}
        for question, answer in answers.items()
    }
    plan: InterviewPlan = assign_stories(strengths)
    rows: list[dict[str, Any]] = [
        {
            "question": question,
            "story": plan.pairs.get(question, ""),
            "strength": strengths[question].get(plan.pairs.get(question, ""), 0.0),
        }
        for question in strengths
    ]
    data = {"plan": rows, "unanswered": list(plan.unanswered), "optimal": plan.optimal, "gap": plan.gap}
    table = Table(
        ("question", "story", "strength"),
        tuple((row["question"], row["story"] or "no story yet", f"{row['strength']:.2f}") for row in rows),
    )
    proof = _proof(plan.gap, "No other plan is better.", optimal=plan.optimal)
    note = Callout(
        f"{len(plan.pairs)} of {len(rows)} answered, no story twice. {proof}",
        Tone.WARN if plan.unanswered else Tone.GOOD,
    )
    return JobResult(Page("Who answers what", (table, note)), data, rows=rows, succeeded=not plan.unanswered)


JOB = Job("cover", run, group="Interview")
