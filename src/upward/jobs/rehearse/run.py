"""One story told aloud against the clock, and its numbers from memory."""

from __future__ import annotations

from typing import Annotated

from upward.analysis.questions.matching import StoryBank
from upward.analysis.rehearsal.cards import COMPARED, CardKind, cards_of
from upward.analysis.rehearsal.timing import Limits, clock_line, compare_parts, length_advice, part_targets
from upward.jobs.rehearse._practice import due_cards, limits_of, stories_of
from upward.jobs.rehearse._questions import ask_rating, recall_numbers
from upward.model.errors import InputEndedError, UsageError
from upward.model.job import Job, JobResult, Names
from upward.model.page import Block, Callout, FactList, Heading, Items, Page, Table, Tone
from upward.model.ports import Stopwatch
from upward.model.record import Record
from upward.session.run_log import RunLog
from upward.session.session import Session
from upward.text.level_names import level_name
from upward.text.story_parts import Part, story_parts


def run(
    session: Session,
    story: Annotated[str, "The story's id; by default the most urgent one", Names.RECORD] = "",
    *,
    question: Annotated[str, "The question to answer; by default one that the story fits"] = "",
    dry_run: Annotated[bool, "Save nothing"] = False,
) -> JobResult:
    """Tell a story, by default the most urgent one; exit code 1 if the input ended before the story did."""
    stories = stories_of(session)
    ident = story or due_cards(session, stories)[0].card.story
    record = session.record(ident, "story")
    chosen = question or best_question(session, record)
    limits = limits_of(session)
    log = RunLog(session, record, "terminal", chosen, dry_run)
    session.console.say(f"The question: {chosen}")
    try:
        tell(log, limits)
        recall_numbers(log, [card for card in cards_of(record) if card.aspect in COMPARED])
        log.fields["rating"] = ask_rating(session.console)
        log.save()
        log.note = session.console.ask("What will you say differently? (Enter for nothing)").strip()
        log.save(finished=True)
    except InputEndedError:
        return _result(log, limits, ended=True)
    return _result(log, limits, ended=False)


def tell(log: RunLog, limits: Limits) -> None:
    """Run the clock while the story is told, and save its times."""
    console = log.session.console
    if not isinstance(console, Stopwatch):
        raise UsageError(
            "Rehearsing needs a person at a terminal",
            next_step="run this in a terminal, or use the page Practise of `upward serve`",
        )
    parts = [part for part in Part if part in story_parts(log.story)]
    targets = ", ".join(f"{part.value} {target} s" for part, target in part_targets(parts, limits).items())
    console.say(
        "Tell the story aloud. Press space at the end of a part, if you like, and Enter at the end of the story."
    )
    if targets:
        console.say(f"Targets: {targets}.")
    console.ask("Press Enter to start")
    timing = console.time(lambda seconds, done: clock_line(seconds, parts, done, limits), log.session.clock)
    log.fields["duration"] = f"{timing.total:.0f}"
    times = marked_parts(parts, timing.total, timing.marks)
    if times:
        log.fields["parts"] = {part.value: f"{seconds:.0f}" for part, seconds in times.items()}
    log.save()
    console.say(length_advice(timing.total, limits))


def marked_parts(parts: list[Part], total: float, marks: tuple[float, ...]) -> dict[Part, float]:
    """Give the seconds of each part whose end was marked; the story's last part ends with it."""
    ends = list(marks[: len(parts) - 1])
    if len(ends) == len(parts) - 1 and ends:
        ends.append(total)
    starts = [0.0, *ends]
    return {part: end - start for part, start, end in zip(parts, starts, ends, strict=False)}


def best_question(session: Session, story: Record) -> str:
    """Give the question of the bank that this story answers best among those of its level."""
    bank = session.rubrics["question-bank"].questions
    level = level_name(story.string("level") or session.settings.level)
    single = StoryBank.of([story], session.catalogue.labeller, bank)
    pool = [item for item in bank if item.level == level] or list(bank)
    scored = [(single.rank_stories(item.text, 1).matches, item.text) for item in pool]
    best = max(((matches[0].strength, text) for matches, text in scored if matches), default=(0.0, ""))
    return best[1] or "Tell me about it."


def _result(log: RunLog, limits: Limits, *, ended: bool) -> JobResult:
    seconds = float(str(log.fields.get("duration", "0")))
    facts = [("took", f"{seconds:.0f} s"), ("went", str(log.fields.get("rating", "not rated"))), ("saved", log.place)]
    blocks: list[Block] = []
    if ended:
        blocks.append(
            Callout(f"The input ended before the run was complete; what you did is saved in {log.place}.", Tone.WARN)
        )
    blocks += [FactList(tuple(facts)), Callout(length_advice(seconds, limits), Tone.PLAIN)]
    parts = log.fields.get("parts")
    if isinstance(parts, dict):
        timed = compare_parts({Part(name): float(value) for name, value in parts.items()}, limits)
        rows = tuple((row.part.value, f"{row.seconds:.0f} s", f"{row.target} s", row.advice) for row in timed)
        blocks += [Heading("Parts"), Table(("part", "took", "target", "change"), rows)]
    wrong = numbers_to_learn(log)
    if wrong:
        blocks += [Heading("Numbers to learn"), Items(wrong)]
    data = {
        "id": log.id,
        "path": log.path,
        "story": log.story.id,
        "duration": seconds,
        "rating": str(log.fields.get("rating", "")),
        "finished": not ended,
    }
    return JobResult(Page(log.story.title, tuple(blocks)), data, succeeded=not ended)


def numbers_to_learn(log: RunLog) -> tuple[str, ...]:
    """Give the numbers that did not come, with their answers."""
    missed = {
        (str(row["metric"]), str(row.get("aspect", "value"))) for row in log.recalled if row["verdict"] != "correct"
    }
    cards = [card for card in cards_of(log.story) if card.kind is CardKind.METRIC]
    return tuple(
        f"{card.metric} ({card.aspect}): {card.answer} {card.unit}".rstrip()
        for card in cards
        if (card.metric, str(card.aspect)) in missed
    )


JOB = Job("rehearse run", run)
