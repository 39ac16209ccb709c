"""The debrief of a mock interview: time by part, numbers, follow-ups, the story that fitted better, one thing to do."""

from __future__ import annotations

from collections.abc import Sequence

from upward.analysis.rehearsal.progress import next_thing, part_times, summarise_runs
from upward.analysis.rehearsal.timing import Limits, compare_parts
from upward.jobs.rehearse.run import numbers_to_learn
from upward.model.job import JobResult
from upward.model.page import Block, Callout, FactList, Heading, Items, Page, Table, Tone
from upward.model.record import Record
from upward.session.run_log import RunLog


def page(logs: Sequence[RunLog], limits: Limits, *, ended: bool) -> JobResult:
    """Draw the answers of an interview; exit code 1 where the input ended before it did."""
    blocks: list[Block] = []
    if ended:
        blocks.append(Callout("The input ended before the interview did; what was answered is saved.", Tone.WARN))
    rows = []
    for log in logs:
        record = log.as_record()
        blocks += _answer(log, record, limits)
        rows.append(_row(log, record, limits))
    if not logs:
        blocks.append(Callout("No question was answered."))
    return JobResult(Page("Mock interview", tuple(blocks)), rows, rows=rows, succeeded=not ended)


def _answer(log: RunLog, record: Record, limits: Limits) -> list[Block]:
    fields = log.fields
    facts = [("told", log.story.title), ("took", f"{fields.get('duration', '?')} s")]
    if fields.get("choosing"):
        facts.append(("chosen in", f"{fields['choosing']} s"))
    if fields.get("better"):
        facts.append(("better fit", str(fields["better"])))
    facts += [("went", str(fields.get("rating", "not rated"))), ("saved", log.place)]
    blocks: list[Block] = [Heading(log.question), FactList(tuple(facts))]
    timed = compare_parts(part_times(record), limits) if part_times(record) else []
    if timed:
        table = tuple((row.part.value, f"{row.seconds:.0f} s", f"{row.target} s", row.advice) for row in timed)
        blocks.append(Table(("part", "took", "target", "change"), table))
    if log.follow_ups:
        asked = tuple((str(row["question"]), str(row["rating"])) for row in log.follow_ups)
        blocks.append(Table(("follow-up", "went"), asked))
    wrong = numbers_to_learn(log)
    if wrong:
        blocks.append(Items(wrong))
    blocks.append(Callout(f"Next: {next_thing(summarise_runs([record])[0], limits)}"))
    return blocks


def _row(log: RunLog, record: Record, limits: Limits) -> dict[str, object]:
    return {
        "id": log.id,
        "path": log.path,
        "question": log.question,
        "story": log.story.id,
        "better": str(log.fields.get("better", "")),
        "duration": float(str(log.fields.get("duration", "0"))),
        "rating": str(log.fields.get("rating", "")),
        "follow_ups": list(log.follow_ups),
        "recalled": list(log.recalled),
        "next": next_thing(summarise_runs([record])[0], limits),
    }
