"""Note a run done elsewhere."""

from __future__ import annotations

from typing import Annotated, Literal

from upward.analysis.rehearsal.timing import length_advice
from upward.jobs.rehearse._practice import due_cards, limits_of, stories_of
from upward.model.errors import UsageError
from upward.model.job import Job, JobResult, Names
from upward.model.page import Callout, FactList, Page
from upward.session.run_log import RunLog
from upward.session.session import Session


def run(
    session: Session,
    story: Annotated[str, "The story's id; without one, the most urgent", Names.RECORD] = "",
    *,
    seconds: Annotated[int, "How long it took"] = 0,
    rating: Annotated[Literal["", "again", "hard", "good", "easy"], "How it went"] = "",
    question: Annotated[str, "The question it answered"] = "",
    text: Annotated[str, "What to say differently"] = "",
    dry_run: Annotated[bool, "Save nothing"] = False,
) -> JobResult:
    """Save a run by its length and rating."""
    stories = stories_of(session)
    record = session.record(story or due_cards(session, stories)[0].card.story, "story")
    if seconds <= 0 or not rating:
        raise UsageError(
            "note needs --seconds and --rating",
            next_step=f"write for example `upward rehearse note {record.id} --seconds 150 --rating good`",
        )
    log = RunLog(session, record, "noted", question, dry_run, text)
    log.fields |= {"duration": str(seconds), "rating": rating}
    log.save(finished=True)
    facts = (("took", f"{seconds} s"), ("went", rating), ("saved", log.place))
    page = Page(record.title, (FactList(facts), Callout(length_advice(seconds, limits_of(session)))))
    data = {
        "id": log.id,
        "path": log.path,
        "story": record.id,
        "duration": float(seconds),
        "rating": rating,
    }
    return JobResult(page, data)


JOB = Job("rehearse note", run)
