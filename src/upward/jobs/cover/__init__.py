"""Choose the smallest set of stories that covers themes, principles or questions, or plan one interview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Annotated, NamedTuple

from upward.analysis.narrative.traceability import tellable
from upward.analysis.questions.coverage import COVERED_FROM, graded_bank, stories_to_write
from upward.analysis.questions.fit import ANSWERS
from upward.analysis.questions.indexed_story import IndexedStory
from upward.analysis.questions.interview_plan import assign_stories
from upward.analysis.questions.matching import StoryBank
from upward.jobs.cover._strengths import RUBRICS, UNTAGGED_MOST, answered, lacks_tags, shown
from upward.model.errors import UsageError, extra_install
from upward.model.job import PLACE, Job, JobResult
from upward.model.page import Block, Callout, Heading, Page, Table, Tone
from upward.model.rubric import Question
from upward.session.session import Session
from upward.text.level_names import level_name
from upward.text.words import count_noun


class Target(StrEnum):
    """What a bank is to cover."""

    THEMES = "themes"
    PRINCIPLES = "principles"
    QUESTIONS = "questions"
    ALL = "all"


class BankStory(NamedTuple):
    """A finished story, and what it covers in full."""

    story: str
    title: str
    covers: Sequence[str]


class StoryToWrite(NamedTuple):
    """What to write a story about, the question it answers ("" without one), and what it would cover."""

    idea: str
    question: str
    covers: Sequence[str]


class SmallestBank(NamedTuple):
    """The chosen stories, what they leave uncovered and what would close it, and how good the choice is."""

    level: str
    size: int
    bank: Sequence[BankStory]
    uncovered: Sequence[str]
    to_write: Sequence[StoryToWrite]
    optimal: bool
    gap: float | None
    target: Target
    unused: Sequence[BankStory]
    unfinished: Sequence[str]


class PlannedAnswer(NamedTuple):
    """A question of an interview and the story that answers it ("" without one), with its fit as `match` gives it."""

    question: str
    story: str
    strength: float
    asks_for_story: bool
    fit: str = ""


def run(
    session: Session,
    *,
    target: Annotated[Target, "What to cover: themes, principles, questions of a level, or all"] = Target.THEMES,
    size: Annotated[int, "At most this many stories"] = 8,
    level: Annotated[str, "The level of the questions: intermediate, senior, staff"] = "",
    loop: Annotated[str, "A file with the questions of one interview: assign a different story to each", PLACE] = "",
    matrix: Annotated[bool, "Show which story covers which theme and principle"] = False,
) -> JobResult:
    """Choose stories, and say what they leave uncovered and what to write; exit code 1 if something is uncovered."""
    if size < 1:
        raise UsageError(f"A set of {size} stories covers nothing", next_step="give --size 1 or more")
    counts_questions = bool(loop) or target in {Target.QUESTIONS, Target.ALL}
    bank = session.bank() if counts_questions else session.bank(lacks_tags(session))
    ready = {each.record.id for each in bank.stories if tellable(each.record)}
    if loop:
        return _loop(bank, ready, list(session.questions(loop)))
    wanted = _question_level(session, level)
    questions = [item for item in session.rubrics["question-bank"].questions if item.level == wanted]
    every = shown(bank, session, ready)
    if counts_questions:
        # Each question asks for the story's whole text: it takes long, and nothing else needs it.
        every |= answered(bank, questions, ready)
    sorts = ("theme", "principle", "question") if target is Target.ALL else (target.value.removesuffix("s"),)
    items = {name: each for name, each in every.items() if name.startswith(sorts)}
    found = graded_bank(items, size)
    ideas = stories_to_write(found.uncovered, _ideas(found.uncovered, questions, session))
    titles = {each.record.id: each.record.title for each in bank.stories}
    texts = {item.id: item.text for item in session.rubrics["question-bank"].questions}
    to_write = [
        StoryToWrite(idea.removeprefix("about:"), texts.get(idea, ""), ideas.covered[idea]) for idea in ideas.chosen
    ]
    # Weak matches alone are no reason to prepare a story.
    chosen = [BankStory(story, titles[story], found.covered[story]) for story in found.chosen if found.covered[story]]
    made = SmallestBank(
        level=wanted, size=size, bank=chosen, uncovered=found.uncovered, to_write=to_write,
        optimal=found.optimal, gap=found.gap, target=target,
        unused=_unused(items, ready - {each.story for each in chosen}, titles), unfinished=sorted(set(titles) - ready),
    )  # fmt: skip
    blocks = [*_blocks(made), *_left_out(made), *(_matrix(bank, every, ready) if matrix else ())]
    return JobResult(Page("The smallest bank", tuple(blocks)), made, rows=made.bank, succeeded=not found.uncovered)


def _question_level(session: Session, level: str) -> str:
    """Give the level of the questions by any of its names; raises UsageError for one that there is not."""
    known = session.rubrics["question-bank"].levels
    wanted = level or session.settings.level
    wanted = wanted if wanted in known else level_name(wanted)
    if wanted not in known:
        raise UsageError(
            f"There is no question of the level {level or wanted}", next_step=f"there are {', '.join(known)}"
        )
    return wanted


def _unused(
    items: Mapping[str, Mapping[str, float]], left: AbstractSet[str], titles: Mapping[str, str]
) -> list[BankStory]:
    """Give the finished stories that are not in the bank, with what they would cover as well."""

    def covers(story: str) -> list[str]:
        return [item for item, each in items.items() if each.get(story, 0.0) >= COVERED_FROM]

    return [BankStory(story, titles[story], covers(story)) for story in sorted(left)]


def _left_out(made: SmallestBank) -> Iterator[Block]:
    if made.unused:
        yield Heading("Finished stories that are not needed")
        yield Table(
            ("story", "title", "covers as well"),
            tuple((each.story, each.title, ", ".join(map(_id, each.covers))) for each in made.unused),
        )
    if made.unfinished:
        yield Callout(f"Left out because they are drafts or too short: {', '.join(made.unfinished)}.")


def _id(item: str) -> str:
    """Give the id of a theme, principle or question by its key, such as `theme:customer-impact`."""
    return item.partition(":")[2]


def _ideas(uncovered: Sequence[str], questions: Sequence[Question], session: Session) -> Mapping[str, Sequence[str]]:
    """Give what a new story would cover that is written for a question: the question, its principles, its themes."""
    bank_of_all = session.rubrics["question-bank"].questions
    found = {}
    for item in bank_of_all:
        labels = {f"principle:{name}" for name in item.principles} | {f"theme:{name}" for name in item.themes}
        similar = {
            f"question:{other.id}"
            for other in questions
            if other.id == item.id or ({*other.principles} == {*item.principles} and {*other.themes} == {*item.themes})
        }
        covers = [each for each in uncovered if each in labels | similar]
        if covers:
            found[item.id] = covers
    # A principle that no question of the bank asks for can still be written about.
    items = {each for covers in found.values() for each in covers}
    return found | {f"about:{each}": [each] for each in uncovered if each not in items}


def _blocks(made: SmallestBank) -> Iterator[Block]:
    names = {"theme": "themes", "principle": "principles", "question": f"questions ({made.level})"}
    listed = [*made.uncovered, *(item for each in made.bank for item in each.covers)]
    sorts = [sort for sort in names if any(item.startswith(sort) for item in listed)]
    rows = tuple(
        (each.story, each.title, *(str(sum(item.startswith(sort) for item in each.covers)) for sort in sorts))
        for each in made.bank
    )
    if not rows and not made.unused:
        yield Callout("There is no finished story yet: `upward draft`, or `upward add story`.", Tone.WARN)
    elif not rows:
        yield Callout("No finished story fully covers any of these.", Tone.WARN)
    else:
        yield Table(("story", "title", *(names[sort] for sort in sorts)), rows)
        said = f"{count_noun(len(rows), 'story', 'stories')} of at most {made.size}. {_proof(made)}"
        yield Callout(said, Tone.GOOD if made.optimal else Tone.WARN)
    if made.uncovered:
        yield Heading(f"Uncovered: {len(made.uncovered)}")
        by_sort = {sort: [_id(item) for item in made.uncovered if item.startswith(sort)] for sort in names}
        yield Table(("what", "which"), tuple((sort, ", ".join(ids)) for sort, ids in by_sort.items() if ids))
        yield Heading(f"The fewest stories that would cover the rest: {len(made.to_write)}")
        yield Table(
            ("write a story for", "it would cover"),
            tuple((each.question or each.idea, str(len(each.covers))) for each in made.to_write),
        )


def _proof(made: SmallestBank) -> str:
    """Say how good the choice is: the best, within a gap of it, or chosen without the solver."""
    if made.optimal:
        return "No other set of this size covers more."
    if made.gap is None:
        return f"Chosen greedily, so another choice may be better. To get the proven optimum: {extra_install('cover')}."
    return f"The solver stopped early; another choice may be up to {made.gap:.1%} better."


def _matrix(bank: StoryBank, items: Mapping[str, Mapping[str, float]], ready: AbstractSet[str]) -> Iterator[Block]:
    """Yield a table of finished stories against what they show: ● by the person's tag, ○ suggested by its words."""
    for sort in RUBRICS:
        names = [each for each in items if each.startswith(f"{sort}:")]
        rows = tuple(
            (each.record.id, *(_dot(each, _id(name), items[name]) for name in names))
            for each in bank.stories
            if each.record.id in ready
        )
        yield Table(("story", *map(_id, names)), rows)


def _dot(story: IndexedStory, name: str, strengths: Mapping[str, float]) -> str:
    return "●" if name in story.tags else "○" if strengths.get(story.record.id, 0.0) >= UNTAGGED_MOST / 2 else ""


def _loop(made: StoryBank, ready: AbstractSet[str], questions: Sequence[str]) -> JobResult:
    answers = {question: made.rank_stories(question, len(made.stories)) for question in dict.fromkeys(questions)}
    fits = {
        question: {match.story: match for match in answer.matches if match.fit in ANSWERS and match.story in ready}
        for question, answer in answers.items()
        if answer.asks_for_story
    }
    strengths = {question: {story: match.strength for story, match in each.items()} for question, each in fits.items()}
    plan = assign_stories(strengths)
    rows = []
    for question, answer in answers.items():
        story = plan.pairs.get(question, "")
        match = fits.get(question, {}).get(story)
        strength, fit = (match.strength, str(match.fit)) if match else (0.0, "")
        rows.append(PlannedAnswer(question, story, strength, answer.asks_for_story, fit))
    data = {"plan": rows, "unanswered": plan.unanswered, "optimal": True, "gap": 0.0}
    table = Table(("question", "story", "fit"), tuple(_planned(row) for row in rows))
    note = Callout(
        (f"{len(plan.pairs)} of {len(strengths)} answered, no story used twice. No other plan is better."),
        Tone.WARN if plan.unanswered else Tone.GOOD,
    )
    return JobResult(
        Page("Which story answers which question", (table, note)), data, rows=rows, succeeded=not plan.unanswered
    )


def _planned(answer: PlannedAnswer) -> tuple[str, str, str]:
    if not answer.asks_for_story:
        return answer.question, "asks for no story", ""
    return answer.question, answer.story or "no story yet", answer.fit


JOB = Job("cover", run, group="Interview")
