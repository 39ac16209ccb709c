"""Note a run done elsewhere."""

from __future__ import annotations

from upward.analysis.rehearsal.timing import length_advice
from upward.jobs.rehearse._request import Request, due_cards, limits_of, stories_of
from upward.jobs.rehearse._run_log import RunLog
from upward.model.errors import UsageError
from upward.model.job import JobResult
from upward.model.page import Callout, FactList, Page
from upward.session.session import Session


def run(session: Session, request: Request) -> JobResult:
    """Save a run by its length and rating."""
    stories = stories_of(session)
    story = session.record(request.target or due_cards(session, stories)[0].card.story, "story")
    if request.seconds <= 0 or not request.rating:
        raise UsageError(
            "note needs --seconds and --rating",
            next_step=f"write for example `upward rehearse note {story.id} --seconds 150 --rating good`",
        )
    log = RunLog(session, story, "noted", request.question, request.dry_run, request.text)
    log.fields |= {"duration": str(request.seconds), "rating": request.rating}
    log.save(finished=True)
    facts = (("took", f"{request.seconds} s"), ("went", request.rating), ("saved", log.place))
    page = Page(story.title, (FactList(facts), Callout(length_advice(request.seconds, limits_of(session)))))
    data = {
        "id": log.id,
        "path": log.path,
        "story": story.id,
        "duration": float(request.seconds),
        "rating": request.rating,
    }
    return JobResult(page, data)
