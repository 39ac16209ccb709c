"""The runs side by side, and the one thing to work on."""

from __future__ import annotations

from typing import Annotated

from upward.analysis.rehearsal.progress import RunSummary, next_thing, summarise_runs
from upward.jobs.rehearse._practice import limits_of
from upward.model.errors import NothingFoundError
from upward.model.job import Job, JobResult, Names
from upward.model.page import Block, Callout, Page, Table
from upward.session.session import Session


def run(session: Session, story: Annotated[str, "A story's id; by default all runs", Names.RECORD] = "") -> JobResult:
    """List the runs in the order of time, all or those of one story."""
    chosen = session.record(story, "story").id if story else ""
    runs = summarise_runs(session.corpus.records("rehearsal"), chosen)
    if not runs:
        raise NothingFoundError("No run is saved yet", next_step="tell a story with `upward rehearse run`")
    timed = [run for run in runs if run.seconds]
    rows = tuple(_row(each, timed) for each in runs)
    table = Table(
        ("when", "story", "how", "took", "change", "numbers", "words a minute", "pauses over 1 s", "went"), rows
    )
    blocks: list[Block] = [table]
    engines = {run.engine for run in runs if run.engine}
    if len(engines) > 1:
        blocks.append(
            Callout(
                f"Measured by {len(engines)} engines ({', '.join(sorted(engines))}): do not compare "
                "values across engines."
            )
        )
    last = (timed or runs)[-1]
    advice = next_thing(last, limits_of(session))
    blocks.append(Callout(f"Next, for {last.story}: {advice}"))
    data = [
        {
            "run": each.run,
            "date": each.date,
            "story": each.story,
            "mode": each.mode,
            "duration": each.seconds,
            "parts": {part.value: seconds for part, seconds in each.parts.items()},
            "numbers": {"right": each.right, "asked": each.asked},
            "rating": each.rating,
            "words_per_minute": each.words_per_minute,
            "long_pauses": each.long_pauses,
            "engine": each.engine,
        }
        for each in runs
    ]
    return JobResult(Page("Progress", tuple(blocks)), {"runs": data, "next": advice}, rows=data)


def _row(run: RunSummary, timed: list[RunSummary]) -> tuple[str, ...]:
    earlier = [each for each in timed if each.story == run.story and each.date < run.date]
    change = f"{run.seconds - earlier[-1].seconds:+.0f} s" if earlier and run.seconds else ""
    return (
        run.date[:10],
        run.story,
        run.mode,
        f"{run.seconds:.0f} s" if run.seconds else "",
        change,
        f"{run.right} of {run.asked}" if run.asked else "",
        f"{run.words_per_minute:.0f}" if run.words_per_minute else "",
        "" if run.long_pauses is None else str(run.long_pauses),
        run.rating,
    )


JOB = Job("rehearse progress", run)
