"""Record a run that you did elsewhere."""

from __future__ import annotations

from typing import Annotated, Literal

from upward.analysis.rehearsal.timing import length_advice
from upward.jobs.rehearse._practice import due_cards, limits_of, stories_of
from upward.model.errors import UsageError
from upward.model.job import Job, JobResult, Names
from upward.model.page import Callout, FactList, Page
from upward.session.run_log import RunLog
from upward.session.session import Session

# In seconds; a longer time holds an interruption.
LONGEST = 1800


def run(
    session: Session,
    story: Annotated[str, "The story's id; by default the most urgent one", Names.RECORD] = "",
    *,
    seconds: Annotated[str, "How long it took, as 150 or 2:30"] = "",
    rating: Annotated[Literal["", "again", "hard", "good", "easy"], "How it went"] = "",
    question: Annotated[str, "The question that it answered"] = "",
    text: Annotated[str, "What to say differently next time"] = "",
    dry_run: Annotated[bool, "Save nothing"] = False,
) -> JobResult:
    """Save a run with its duration and rating."""
    stories = stories_of(session)
    record = session.record(story or due_cards(session, stories)[0].card.story, "story")
    took = _length(seconds)
    if took <= 0 or not rating:
        raise UsageError(
            "note needs --seconds and --rating",
            next_step=f"for example `upward rehearse note {record.id} --seconds 150 --rating good`",
        )
    log = RunLog(session, record, "noted", question, dry_run, text)
    log.fields |= {"duration": str(took), "rating": rating}
    log.save(finished=True)
    facts = (("took", f"{took} s"), ("went", rating), ("saved", log.place))
    page = Page(record.title, (FactList(facts), Callout(length_advice(took, limits_of(session)))))
    data = {
        "id": log.id,
        "path": log.path,
        "story": record.id,
        "duration": float(took),
        "rating": rating,
    }
    return JobResult(page, data)


def _length(text: str) -> int:
    """Give seconds from "150" or "2:30", 0 where there are none; raises UsageError for what is no telling."""
    minutes, colon, seconds = text.strip().rpartition(":")
    if not text.strip():
        return 0
    if not seconds.isdecimal() or (colon and not minutes.isdecimal()):
        raise UsageError(
            f"--seconds {text} is not a duration", next_step="write seconds (150), or minutes and seconds (2:30)"
        )
    took = 60 * int(minutes or 0) + int(seconds)
    if took > LONGEST:
        raise UsageError(
            f"{took} s is longer than {LONGEST // 60} minutes", next_step="a story takes two to three minutes"
        )
    return took


JOB = Job("rehearse note", run)
