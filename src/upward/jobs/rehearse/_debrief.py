"""The debrief of a mock interview: time by part, numbers, follow-ups, the story that fits better, one thing to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from upward.analysis.rehearsal.progress import next_thing, part_times, summarise_runs
from upward.analysis.rehearsal.timing import Limits, compare_parts
from upward.jobs.rehearse.run import numbers_to_learn
from upward.model.job import JobResult
from upward.model.page import Block, Callout, FactList, Heading, Items, Page, Table, Tone
from upward.model.record import Record, Value
from upward.session.run_log import RunLog


class DebriefedAnswer(NamedTuple):
    """An answer of an interview: what was told, for how long (seconds), how it went, and the one thing to do next."""

    id: str
    path: str
    question: str
    story: str
    better: str
    duration: float
    rating: str
    follow_ups: Sequence[Mapping[str, Value]]
    recalled: Sequence[Mapping[str, Value]]
    next: str


def page(logs: Sequence[RunLog], limits: Limits, *, ended: bool) -> JobResult:
    """Draw the answers of an interview; exit code 1 where the input ended before it did."""
    blocks: list[Block] = []
    if ended:
        blocks.append(Callout("The input ended before the interview did; your answers are saved.", Tone.WARN))
    rows = []
    for log in logs:
        record = log.as_record()
        rows.append(_debriefed(log, next_thing(summarise_runs([record])[0], limits)))
        blocks += _answer(log, record, rows[-1], limits)
    if not logs:
        blocks.append(Callout("No question was answered."))
    return JobResult(Page("Mock interview", tuple(blocks)), rows, rows=rows, succeeded=not ended)


def _answer(log: RunLog, record: Record, answer: DebriefedAnswer, limits: Limits) -> list[Block]:
    fields = log.fields
    facts = [("told", log.story.title), ("took", f"{fields.get('duration', '?')} s")]
    if fields.get("choosing"):
        facts.append(("chosen in", f"{fields['choosing']} s"))
    if answer.better:
        facts.append(("better fit", answer.better))
    facts += [("went", str(fields.get("rating", "not rated"))), ("saved", log.place)]
    blocks: list[Block] = [Heading(answer.question), FactList(tuple(facts))]
    timed = compare_parts(part_times(record), limits) if part_times(record) else []
    if timed:
        table = tuple((row.part.value, f"{row.seconds:.0f} s", f"{row.target} s", row.advice) for row in timed)
        blocks.append(Table(("part", "took", "target", "change"), table))
    if log.follow_ups:
        rows = tuple((str(row["question"]), str(row["rating"])) for row in log.follow_ups)
        blocks.append(Table(("follow-up", "went"), rows))
    wrong = numbers_to_learn(log)
    if wrong:
        blocks.append(Items(wrong))
    blocks.append(Callout(f"Next: {answer.next}"))
    return blocks


def _debriefed(log: RunLog, following: str) -> DebriefedAnswer:
    fields = log.fields
    return DebriefedAnswer(
        id=log.id,
        path=log.path,
        question=log.question,
        story=log.story.id,
        better=str(fields.get("better", "")),
        duration=float(str(fields.get("duration", "0"))),
        rating=str(fields.get("rating", "")),
        follow_ups=log.follow_ups,
        recalled=log.recalled,
        next=following,
    )
