"""Show an incident's post-mortem, and what it lacks."""

from __future__ import annotations

from typing import Annotated

from upward.analysis.incidents.incident import parse_incident
from upward.jobs.incident._findings import findings_of
from upward.model.finding import Severity
from upward.model.job import Job, JobResult, Names
from upward.model.page import Block, Heading, Page, Table
from upward.session.session import Session
from upward.text.moments import minutes_between


def run(session: Session, incident: Annotated[str, "The incident's id", Names.RECORD]) -> JobResult:
    """Show the post-mortem, and what it still lacks; exit code 1 if it lacks something."""
    record = session.record(incident, "incident")
    kind = session.kind("incident")
    page = kind.view(record, session.corpus) if kind.view is not None else Page(record.title)
    found = findings_of(session, record)
    lacking = [each for each in found if each.severity is not Severity.HINT]
    blocks: list[Block] = [*page.blocks]
    if found:
        rows = tuple((f"{each.path}:{each.start.row}", each.name, each.message) for each in found)
        blocks += [Heading("To do before this post-mortem is complete"), Table(("where", "rule", "what"), rows)]
    held = parse_incident(record)
    data = {
        "id": record.id,
        "cause": held.cause,
        "minutes_to_detect": held.minutes_to_detect,
        "minutes_to_mitigate": minutes_between(held.onset, held.mitigated),
        "minutes_to_identify": minutes_between(held.onset, held.identified),
        "findings": [{"rule": each.name, "row": each.start.row, "message": each.message} for each in found],
    }
    return JobResult(Page(page.title, tuple(blocks)), data, succeeded=not lacking)


JOB = Job("incident report", run)
